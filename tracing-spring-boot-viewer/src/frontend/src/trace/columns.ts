// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { OtlpDocument, OtlpLog, OtlpResource, OtlpScope, OtlpSpan } from './otlp.ts';

/** What is unusual about a span; bits of {@link Spans.marks}. */
export const Mark = {
  /** Another span of the trace came first with the same id. */
  DUPLICATE: 1,
  /** Moved in time, because its clock and its caller's disagree. */
  ADJUSTED: 2,
  /** Was its own ancestor; stands at the top now. */
  CYCLE: 4,
  /** Stands for a parent that is not here. */
  MISSING: 8,
  /** Ended before it started, or without an end. */
  NO_END: 16,
  /** Came without a start. */
  NO_START: 32,
} as const;

export const Kind = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;

export const kindNames = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

/**
 * The spans of one trace as columns. Row numbers below {@link spans} are the spans in order of arrival, those from there
 * on stand for parents that are not here. Times are nanoseconds from {@link origin}.
 */
export interface Spans {
  readonly size: number;
  readonly spans: number;
  readonly id: string[];
  readonly name: string[];
  readonly service: Int32Array;
  readonly resource: Int32Array;
  readonly scope: Int32Array;
  readonly kind: Uint8Array;
  readonly error: Uint8Array;
  readonly marks: Uint8Array;
  readonly start: Float64Array;
  readonly duration: Float64Array;
  /** How far the span was moved by the correction of clocks. */
  readonly shift: Float64Array;
  /** The parent's row, -1 at the top. */
  readonly parent: Int32Array;
  readonly raw: (OtlpSpan | null)[];
}

export interface Logs {
  readonly size: number;
  readonly time: Float64Array;
  readonly severity: Uint8Array;
  readonly message: string[];
  readonly service: Int32Array;
  readonly logger: string[];
  /** The row of the span the line was written in, -1 when it is not here. */
  readonly span: Int32Array;
  readonly raw: OtlpLog[];
}

/** What a document holds before anything is computed from it. */
export interface Columns {
  readonly document: OtlpDocument;
  readonly traceId: string;
  readonly services: string[];
  readonly resources: OtlpResource[];
  readonly scopes: OtlpScope[];
  readonly spans: Spans;
  readonly logs: Logs;
  /** Nanoseconds since the epoch of time 0, in two parts because one number cannot hold it. */
  readonly origin: Instant;
}

export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

/** The children of each row, as one list cut at `first[row]` and `first[row + 1]`; row `size` owns the roots. */
export interface Children {
  readonly first: Int32Array;
  readonly list: Int32Array;
}
