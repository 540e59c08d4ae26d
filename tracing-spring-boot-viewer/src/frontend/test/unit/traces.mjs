// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { model } from '../../target/unit/trace/model.js';

/** A document of spans written as `[id, parent, start, end, more]`, in milliseconds. */
export function document(...spans) {
  return documentOf({ shop: spans });
}

/** A document of several services. */
export function documentOf(services) {
  return {
    resourceSpans: Object.entries(services).map(([service, spans]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
      scopeSpans: [{ scope: { name: 'test' }, spans: spans.map(([id, parent, start, end, more]) => ({
        traceId: '0af7651916cd43dd8448eb211c80319c', spanId: id, ...(parent ? { parentSpanId: parent } : {}), name: id, kind: 1,
        startTimeUnixNano: nanos(start), endTimeUnixNano: nanos(end), ...more,
      })) }],
    })),
  };
}

export const nanos = (millis) => String(1_790_000_000_000_000_000n + BigInt(Math.round(millis * 1e6)));

export const attribute = (key, stringValue) => ({ key, value: { stringValue } });

/** The model, and ways to ask it by span ids and milliseconds. */
export function modelOf(spans) {
  const built = model(spans);
  const row = (id) => built.spans.id.indexOf(id);
  return {
    ...built, row,
    names: () => Array.from(built.display.order, (each) => (each < built.display.spans ? built.spans.id[each] : `${built.display.repeats[each - built.display.spans].rows.length}x`)),
    depth: (id) => built.display.depth[row(id)],
    selfOf: (id) => built.self()[row(id)] / 1e6,
    criticalOf: (id) => built.path().time[row(id)] / 1e6,
    startOf: (id) => built.spans.start[row(id)] / 1e6,
    marksOf: (id) => built.spans.marks[row(id)],
  };
}
