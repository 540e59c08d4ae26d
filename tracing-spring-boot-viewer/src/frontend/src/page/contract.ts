// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** What the service of the application answers; `dev/api.mjs` answers the same. */
export interface Info {
  service: string;
  version: string;
  basePath: string;
  /** URL of the application with its context path, without a slash at the end. */
  application: string;
  otlp: string;
  slowMillis: number;
  limits: { bytes: number; traces: number; spans: number; spansPerTrace: number; ageMillis: number };
}

export interface ServiceCount {
  name: string;
  spans: number;
  errors: number;
}

export interface Summary {
  id: string;
  name: string;
  service: string;
  kind: string;
  rootSpanId: string | null;
  complete: boolean;
  services: ServiceCount[];
  startMicros: number;
  durationNanos: number;
  spans: number;
  errors: number;
  logs: number;
  status: 'OK' | 'ERROR';
  httpStatus: number | null;
  droppedSpans: number;
  droppedLogs: number;
  pinned: boolean;
  imported: boolean;
  running: boolean;
}

export interface TraceList {
  sequence: number;
  total: number;
  matched: number;
  traces: Summary[];
  services: string[];
  retained: { traces: number; spans: number; logs: number; bytes: number };
  dropped: Record<string, number>;
  jobs: number;
}

export interface Job {
  traceId: string;
  spanId: string;
  service: string;
  name: string;
  id: string | null;
  startMicros: number;
  percent: number | null;
  message: string | null;
  attempt: number | null;
  worker: string | null;
}

export interface Facets {
  services: string[];
  names: string[];
  attributes: string[];
}

export interface Imported {
  traces: string[];
  spans: number;
  logs: number;
  rejected: number;
}

export interface SpanReference {
  traceId: string;
  spanId: string;
  name: string;
  service: string;
  /** The span of this trace that the link names, where the server tells it. */
  to?: string;
}
