// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

const KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

export const attributes = (values) =>
  Object.entries(values).map(([key, value]) => ({ key, value: Number.isInteger(value) ? { intValue: String(value) } : typeof value === 'boolean' ? { boolValue: value } : { stringValue: String(value) } }));

/** Writes one trace, span by span. Times are milliseconds from its start. */
export class Builder {
  constructor(random, startMillis) {
    this.random = random;
    this.start = BigInt(Math.round(startMillis * 1e3)) * 1000n;
    this.traceId = random.hex(32);
    this.resources = new Map();
    this.clocks = new Map();
  }

  /** Makes a service's clock wrong by so many milliseconds. */
  skew(service, millis) {
    this.clocks.set(service, millis);
    return this;
  }

  span(service, name, kind, from, length, { parent, values = {}, error, events = [], links = [], id, scope = 'io.opentelemetry.spring' } = {}) {
    const span = {
      traceId: this.traceId, spanId: id ?? this.random.hex(16), flags: 257, name, kind: KINDS[kind] ?? kind,
      startTimeUnixNano: this.nanos(service, from), endTimeUnixNano: this.nanos(service, from + length),
      attributes: attributes({ 'thread.name': `http-nio-8080-exec-${1 + Math.floor(this.random.next() * 8)}`, ...values }),
    };
    if (parent) span.parentSpanId = parent.spanId ?? parent;
    if (error) {
      span.status = { code: 2, message: `${error.type}: ${error.message}` };
      events = [...events, { name: 'exception', at: from + length, values: { 'exception.type': error.type, 'exception.message': error.message, 'exception.stacktrace': error.stack, 'exception.escaped': true } }];
    }
    if (events.length > 0) span.events = events.map((each) => ({ timeUnixNano: this.nanos(service, each.at), name: each.name, attributes: attributes(each.values ?? {}) }));
    if (links.length > 0) span.links = links;
    this.scope(service, scope).spans.push(span);
    return span;
  }

  log(service, logger, level, message, at, span, values = {}) {
    this.scope(service, logger).logs.push({
      timeUnixNano: this.nanos(service, at), severityNumber: { DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17 }[level], severityText: level,
      body: { stringValue: message }, attributes: attributes({ 'thread.name': 'http-nio-8080-exec-1', ...values }), traceId: this.traceId, spanId: span?.spanId,
    });
  }

  nanos(service, millis) {
    return String(this.start + BigInt(Math.round((millis + (this.clocks.get(service) ?? 0)) * 1e6)));
  }

  scope(service, name) {
    if (!this.resources.has(service)) this.resources.set(service, new Map());
    const scopes = this.resources.get(service);
    if (!scopes.has(name)) scopes.set(name, { spans: [], logs: [] });
    return scopes.get(name);
  }

  /** The trace as OTLP/JSON. */
  document() {
    const resourceSpans = [];
    const resourceLogs = [];
    for (const [service, scopes] of this.resources) {
      const resource = { attributes: attributes({ 'service.name': service, 'service.version': '1.4.2', 'host.name': `${service}-7d9f`, 'telemetry.sdk.language': 'java', 'deployment.environment.name': 'dev' }) };
      const entries = [...scopes];
      const spans = entries.filter(([, each]) => each.spans.length > 0);
      const logs = entries.filter(([, each]) => each.logs.length > 0);
      if (spans.length > 0) resourceSpans.push({ resource, scopeSpans: spans.map(([name, each]) => ({ scope: { name, version: '2.1.0' }, spans: each.spans })) });
      if (logs.length > 0) resourceLogs.push({ resource, scopeLogs: logs.map(([name, each]) => ({ scope: { name }, logRecords: each.logs })) });
    }
    return { resourceSpans, resourceLogs };
  }
}
