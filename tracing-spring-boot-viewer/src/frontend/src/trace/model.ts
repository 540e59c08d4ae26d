// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { Children, Columns } from './columns.ts';
import { criticalPath, type CriticalPath } from './criticalPath.ts';
import { display, type Display } from './display.ts';
import type { OtlpDocument } from './otlp.ts';
import { read } from './read.ts';
import { repeats } from './repeats.ts';
import { selfTimes } from './selfTime.ts';
import { correctClocks } from './skew.ts';
import { breadthFirst, childrenOf, cutCycles, grouped, sortSiblings, stretchMissing } from './tree.ts';

/** One trace, with all that the page computes from it. Other views (flame graph, map, compare) start from here too. */
export interface Model extends Columns {
  readonly children: Children;
  readonly display: Display;
  /** Spans with an error at or below each span. */
  readonly errors: Int32Array;
  /** The lines of each span: `logsOf.list` cut at `first[row]`; the last group has no span. */
  readonly logsOf: Children;
  /** When the trace starts and ends, in nanoseconds from its origin. */
  readonly from: number;
  readonly to: number;
  readonly self: () => Float64Array;
  readonly path: () => CriticalPath;
}

export function model(document: OtlpDocument): Model {
  return build(read(document));
}

export function build(columns: Columns): Model {
  const { spans, logs } = columns;
  cutCycles(spans);
  const children = childrenOf(spans.parent);
  const order = breadthFirst(children);
  stretchMissing(spans, children);
  correctClocks(spans, order);
  stretchMissing(spans, children);
  sortSiblings(children, spans.start);
  const errors = errorsBelow(spans.error, spans.parent, order);
  const { from, to } = extent(columns);
  return {
    ...columns, children, errors, from, to,
    display: display(spans, repeats(spans, children, order, errors)),
    logsOf: grouped(logs.span, spans.size),
    // Not needed for the first paint.
    self: once(() => selfTimes(spans, children)),
    path: once(() => criticalPath(spans, children)),
  };
}

function errorsBelow(error: Uint8Array, parent: Int32Array, order: Int32Array): Int32Array {
  const errors = Int32Array.from(error);
  for (let at = order.length - 1; at >= 0; at--) {
    const row = order[at]!;
    if (parent[row]! >= 0) errors[parent[row]!]! += errors[row]!;
  }
  return errors;
}

function extent({ spans, logs }: Columns): { from: number; to: number } {
  let from = Infinity;
  let to = -Infinity;
  for (let row = 0; row < spans.spans; row++) {
    from = Math.min(from, spans.start[row]!);
    to = Math.max(to, spans.start[row]! + spans.duration[row]!);
  }
  if (spans.spans === 0 && logs.size > 0) {
    from = logs.time[0]!;
    to = logs.time[logs.size - 1]!;
  }
  if (!Number.isFinite(from)) return { from: 0, to: 1 };
  return { from, to: Math.max(to, from + 1) };
}

function once<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}
