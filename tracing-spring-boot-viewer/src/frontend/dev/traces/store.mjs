// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

const text = (attributes, key) => {
  const value = attributes?.find((each) => each.key === key)?.value;
  return value ? String(value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? '') : undefined;
};

const LINES_PER_TRACE = 200;

/** The API's answers over traces in memory: what the server in Java does, of its bounds only that of log lines. */
export class Store {
  constructor() {
    this.traces = new Map();
    this.jobs = [];
    this.sequence = 1;
  }

  /** Adds a document of one or several traces; answers their ids. */
  add(document, { imported = false } = {}) {
    const ids = new Set();
    let spans = 0;
    let logs = 0;
    const visit = (blocks, inner, leaf, take) => {
      for (const block of blocks ?? [])
        for (const scoped of block[inner] ?? [])
          for (const each of scoped[leaf] ?? []) if (/^[0-9a-f]{32}$/.test(each.traceId ?? '')) take(each, block.resource ?? {}, scoped.scope ?? {});
    };
    visit(document.resourceSpans, 'scopeSpans', 'spans', (span, resource, scope) => {
      this.trace(span.traceId, imported).spans.push({ span, resource, scope, service: text(resource.attributes, 'service.name') ?? 'unknown' });
      ids.add(span.traceId);
      spans++;
    });
    visit(document.resourceLogs, 'scopeLogs', 'logRecords', (log, resource, scope) => {
      const trace = this.trace(log.traceId, imported);
      if (trace.logs.length < LINES_PER_TRACE) trace.logs.push({ log, resource, scope, service: text(resource.attributes, 'service.name') ?? 'unknown' });
      else trace.droppedLogs++;
      ids.add(log.traceId);
      logs++;
    });
    for (const id of ids) this.traces.get(id).summary = null;
    this.sequence++;
    return { traces: [...ids], spans, logs, rejected: 0 };
  }

  trace(id, imported) {
    if (!this.traces.has(id)) this.traces.set(id, { id, spans: [], logs: [], droppedLogs: 0, pinned: false, imported, summary: null });
    return this.traces.get(id);
  }

  list(query) {
    const all = [...this.traces.values()];
    const matching = all.filter((trace) => this.matches(trace, query)).map((trace) => this.summary(trace));
    matching.sort(orders[query.get('sort')] ?? orders.newest);
    return {
      sequence: this.sequence, total: all.length, matched: matching.length,
      traces: matching.slice(0, Math.min(1_000, Number(query.get('limit') ?? 200))),
      services: this.services(), retained: { traces: all.length, spans: sum(all, (each) => each.spans.length), logs: sum(all, (each) => each.logs.length), bytes: sum(all, (each) => each.spans.length * 700) },
      dropped: { bytes: 0, traces: 0, spans: 0, age: 0, spansPerTrace: 0, logs: sum(all, (each) => each.droppedLogs), queue: 0 }, jobs: this.jobs.length,
    };
  }

  matches(trace, query) {
    const summary = this.summary(trace);
    const services = query.getAll('service');
    if (services.length > 0 && !summary.services.some((each) => services.includes(each.name))) return false;
    const name = query.get('name')?.toLowerCase();
    if (name && !trace.spans.some(({ span }) => span.name?.toLowerCase().includes(name))) return false;
    if (query.get('status') === 'error' && summary.errors === 0) return false;
    if (query.get('status') === 'ok' && summary.errors > 0) return false;
    if (query.get('min') && summary.durationNanos < Number(query.get('min')) * 1e6) return false;
    if (query.get('max') && summary.durationNanos > Number(query.get('max')) * 1e6) return false;
    if (query.get('trace') && !trace.id.startsWith(query.get('trace'))) return false;
    return query.getAll('attribute').every((condition) => {
      const [key, value] = condition.includes('=') ? [condition.slice(0, condition.indexOf('=')), condition.slice(condition.indexOf('=') + 1).toLowerCase()] : [condition, ''];
      return trace.spans.some(({ span }) => text(span.attributes, key)?.toLowerCase().includes(value));
    });
  }

  summary(trace) {
    if (trace.summary) return { ...trace.summary, pinned: trace.pinned };
    const { spans, logs } = trace;
    const ids = new Set(spans.map(({ span }) => span.spanId));
    const root = spans.find(({ span }) => !span.parentSpanId) ?? spans.find(({ span }) => !ids.has(span.parentSpanId)) ?? spans[0];
    const services = new Map();
    let from = Infinity;
    let to = 0;
    for (const { span, service } of spans) {
      const entry = services.get(service) ?? { name: service, spans: 0, errors: 0 };
      services.set(service, entry);
      entry.spans++;
      if (span.status?.code === 2) entry.errors++;
      from = Math.min(from, Number(span.startTimeUnixNano ?? 0));
      to = Math.max(to, Number(span.endTimeUnixNano ?? 0));
    }
    const errors = sum([...services.values()], (each) => each.errors);
    const status = text(root?.span.attributes, 'http.response.status_code');
    trace.summary = {
      id: trace.id, name: root?.span.name ?? 'log lines only', service: root?.service ?? logs[0]?.service ?? 'unknown', kind: 'SERVER',
      rootSpanId: root && !root.span.parentSpanId ? root.span.spanId : null, complete: Boolean(root && !root.span.parentSpanId),
      services: [...services.values()], startMicros: Math.floor(from / 1e3), durationNanos: Math.max(0, to - from), spans: spans.length, errors, logs: logs.length,
      status: errors > 0 ? 'ERROR' : 'OK', httpStatus: status ? Number(status) : null, droppedSpans: 0, droppedLogs: trace.droppedLogs, pinned: trace.pinned, imported: trace.imported,
      running: this.jobs.some((job) => job.traceId === trace.id),
    };
    return trace.summary;
  }

  document(id) {
    const trace = this.traces.get(id);
    if (!trace) return null;
    const linkedFrom = [];
    for (const other of this.traces.values())
      for (const { span, service } of other.spans)
        for (const link of span.links ?? []) if (link.traceId === id) linkedFrom.push({ traceId: other.id, spanId: span.spanId, name: span.name, service, to: link.spanId });
    return { trace: this.summary(trace), resourceSpans: grouped(trace.spans, 'scopeSpans', 'spans', 'span'), resourceLogs: grouped(trace.logs, 'scopeLogs', 'logRecords', 'log'), linkedFrom };
  }

  facets() {
    const names = new Set();
    const keys = new Set();
    for (const { spans } of this.traces.values())
      for (const { span } of spans.slice(0, 500)) {
        names.add(span.name);
        for (const { key } of span.attributes ?? []) keys.add(key);
      }
    return { services: this.services(), names: [...names].sort().slice(0, 500), attributes: [...keys].sort().slice(0, 500) };
  }

  services() {
    return [...new Set([...this.traces.values()].flatMap((trace) => this.summary(trace).services.map((each) => each.name)))].sort();
  }

  pin(id, pinned) {
    const trace = this.traces.get(id);
    if (trace) trace.pinned = pinned;
    this.sequence++;
  }

  clear() {
    this.traces.clear();
    this.jobs = [];
    this.sequence++;
  }
}

const orders = {
  newest: (a, b) => b.startMicros - a.startMicros,
  oldest: (a, b) => a.startMicros - b.startMicros,
  longest: (a, b) => b.durationNanos - a.durationNanos,
  shortest: (a, b) => a.durationNanos - b.durationNanos,
  spans: (a, b) => b.spans - a.spans,
  errors: (a, b) => b.errors - a.errors,
};

const sum = (list, number) => list.reduce((total, each) => total + number(each), 0);

function grouped(entries, scopes, leaves, leaf) {
  const resources = new Map();
  for (const entry of entries) {
    if (!resources.has(entry.resource)) resources.set(entry.resource, new Map());
    const byScope = resources.get(entry.resource);
    if (!byScope.has(entry.scope)) byScope.set(entry.scope, []);
    byScope.get(entry.scope).push(entry[leaf]);
  }
  return [...resources].map(([resource, byScope]) => ({ resource, [scopes]: [...byScope].map(([scope, list]) => ({ scope, [leaves]: list })) }));
}
