// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Kind, Mark, type Columns, type Instant, type Logs, type Spans } from './columns.ts';
import { before, instant, nanosBetween } from './instant.ts';
import { attribute, list, text, valueText, type OtlpDocument, type OtlpLog, type OtlpResource, type OtlpScope, type OtlpSpan } from './otlp.ts';

/** Reads a document of one trace into columns. Never throws, whatever the document holds. */
export function read(document: OtlpDocument): Columns {
  const source = gather(document);
  const origin = earliest(source);
  const spans = readSpans(source, origin);
  const logs = readLogs(source, origin, spans);
  const traceId = text(source.spans.find((each) => each.traceId)?.traceId);
  return { document, traceId, services: source.services, resources: source.resources, scopes: source.scopes, spans, logs, origin };
}

interface Source {
  readonly spans: OtlpSpan[];
  readonly spanResource: number[];
  readonly spanScope: number[];
  readonly logs: OtlpLog[];
  readonly logResource: number[];
  readonly logScope: number[];
  readonly resources: OtlpResource[];
  readonly resourceService: number[];
  readonly scopes: OtlpScope[];
  readonly services: string[];
}

function gather(document: OtlpDocument): Source {
  const source: Source = {
    spans: [], spanResource: [], spanScope: [], logs: [], logResource: [], logScope: [],
    resources: [], resourceService: [], scopes: [], services: [],
  };
  for (const block of list(document?.resourceSpans)) {
    const resource = addResource(source, block.resource);
    for (const inner of list(block.scopeSpans)) {
      const scope = source.scopes.push(inner.scope ?? {}) - 1;
      for (const span of list(inner.spans)) {
        source.spans.push(span);
        source.spanResource.push(resource);
        source.spanScope.push(scope);
      }
    }
  }
  for (const block of list(document?.resourceLogs)) {
    const resource = addResource(source, block.resource);
    for (const inner of list(block.scopeLogs)) {
      const scope = source.scopes.push(inner.scope ?? {}) - 1;
      for (const log of list(inner.logRecords)) {
        source.logs.push(log);
        source.logResource.push(resource);
        source.logScope.push(scope);
      }
    }
  }
  return source;
}

function addResource(source: Source, resource: OtlpResource | undefined): number {
  const name = attribute(resource?.attributes, 'service.name') || 'unknown';
  let service = source.services.indexOf(name);
  if (service < 0) service = source.services.push(name) - 1;
  source.resourceService.push(service);
  return source.resources.push(resource ?? {}) - 1;
}

function earliest(source: Source): Instant {
  let first: Instant | null = null;
  for (const span of source.spans) {
    const start = instant(span.startTimeUnixNano) ?? instant(span.endTimeUnixNano);
    if (start && (!first || before(start, first))) first = start;
  }
  if (!first)
    for (const log of source.logs) {
      const time = instant(log.timeUnixNano) ?? instant(log.observedTimeUnixNano);
      if (time && (!first || before(time, first))) first = time;
    }
  return first ?? { seconds: 0, nanos: 0 };
}

function readSpans(source: Source, origin: Instant): Spans {
  const spans = source.spans.length;
  const rows = new Map<string, number>();
  const duplicate = new Uint8Array(spans);
  source.spans.forEach((span, row) => {
    const id = text(span.spanId);
    if (id === '' || rows.has(id)) duplicate[row] = id === '' ? 0 : 1;
    else rows.set(id, row);
  });
  const missing = missingParents(source.spans, rows);
  const size = spans + missing.length;
  const columns: Spans = {
    size, spans,
    id: new Array<string>(size), name: new Array<string>(size), raw: new Array<OtlpSpan | null>(size),
    service: new Int32Array(size).fill(-1), resource: new Int32Array(size).fill(-1), scope: new Int32Array(size).fill(-1),
    kind: new Uint8Array(size), error: new Uint8Array(size), marks: new Uint8Array(size),
    start: new Float64Array(size), duration: new Float64Array(size), shift: new Float64Array(size),
    parent: new Int32Array(size).fill(-1),
  };
  source.spans.forEach((span, row) => {
    columns.id[row] = text(span.spanId);
    columns.name[row] = text(span.name) || '(no name)';
    columns.raw[row] = span;
    columns.resource[row] = source.spanResource[row]!;
    columns.service[row] = source.resourceService[source.spanResource[row]!]!;
    columns.scope[row] = source.spanScope[row]!;
    columns.kind[row] = kind(span.kind);
    columns.error[row] = span.status?.code === 2 || span.status?.code === 'STATUS_CODE_ERROR' ? 1 : 0;
    if (duplicate[row]) columns.marks[row]! |= Mark.DUPLICATE;
    readTimes(columns, row, span, origin);
    const parent = parentId(span);
    columns.parent[row] = parent === '' ? -1 : (rows.get(parent) ?? -1);
  });
  missing.forEach((id, index) => {
    const row = spans + index;
    columns.id[row] = id;
    columns.name[row] = 'parent not here';
    columns.raw[row] = null;
    columns.marks[row] = Mark.MISSING;
  });
  return columns;
}

/** The ids of parents that no span has; their rows are entered into `rows`. */
function missingParents(spans: OtlpSpan[], rows: Map<string, number>): string[] {
  const missing: string[] = [];
  for (const span of spans) {
    const parent = parentId(span);
    if (parent === '' || rows.has(parent)) continue;
    rows.set(parent, spans.length + missing.length);
    missing.push(parent);
  }
  return missing;
}

function parentId(span: OtlpSpan): string {
  const parent = text(span.parentSpanId);
  return /^0*$/.test(parent) ? '' : parent;
}

function readTimes(columns: Spans, row: number, span: OtlpSpan, origin: Instant): void {
  const start = instant(span.startTimeUnixNano);
  const end = instant(span.endTimeUnixNano);
  if (!start) columns.marks[row]! |= Mark.NO_START;
  const from = start ?? end;
  columns.start[row] = from ? nanosBetween(origin, from) : 0;
  const duration = start && end ? nanosBetween(start, end) : 0;
  if (!end || duration < 0) columns.marks[row]! |= Mark.NO_END;
  columns.duration[row] = Math.max(0, duration);
}

const kindWords: Record<string, number> = {
  SPAN_KIND_INTERNAL: Kind.INTERNAL, SPAN_KIND_SERVER: Kind.SERVER, SPAN_KIND_CLIENT: Kind.CLIENT,
  SPAN_KIND_PRODUCER: Kind.PRODUCER, SPAN_KIND_CONSUMER: Kind.CONSUMER,
};

function kind(value: unknown): number {
  if (typeof value === 'string' && Object.hasOwn(kindWords, value)) return kindWords[value]!;
  const number = Number(value ?? 0);
  return number >= 1 && number <= 5 ? Math.floor(number) : 0;
}

function readLogs(source: Source, origin: Instant, spans: Spans): Logs {
  const rows = new Map<string, number>();
  for (let row = spans.spans - 1; row >= 0; row--) rows.set(spans.id[row]!, row);
  const times = source.logs.map((log) => {
    const time = instant(log.timeUnixNano) ?? instant(log.observedTimeUnixNano);
    return time ? nanosBetween(origin, time) : 0;
  });
  const order = times.map((_, index) => index).sort((a, b) => times[a]! - times[b]! || a - b);
  const size = order.length;
  const logs: Logs = {
    size,
    time: new Float64Array(size), severity: new Uint8Array(size), service: new Int32Array(size), span: new Int32Array(size),
    message: new Array<string>(size), logger: new Array<string>(size), raw: new Array<OtlpLog>(size),
  };
  order.forEach((from, to) => {
    const log = source.logs[from]!;
    const span = log.spanId ? (rows.get(log.spanId) ?? -1) : -1;
    logs.time[to] = times[from]!;
    logs.severity[to] = severity(log);
    logs.service[to] = source.resourceService[source.logResource[from]!]!;
    logs.span[to] = span;
    logs.message[to] = valueText(log.body);
    logs.logger[to] = text(source.scopes[source.logScope[from]!]?.name);
    logs.raw[to] = log;
  });
  return logs;
}

function severity(log: OtlpLog): number {
  const number = Number(log.severityNumber ?? 0);
  if (number >= 1 && number <= 24) return Math.floor(number);
  const word = text(log.severityText).toUpperCase();
  return ({ TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, WARNING: 13, ERROR: 17, FATAL: 21 } as Record<string, number>)[word] ?? 0;
}
