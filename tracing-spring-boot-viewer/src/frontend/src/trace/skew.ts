// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Kind, Mark, type Spans } from './columns.ts';

/** Differences below this come from rounding, not from clocks. */
const TOLERANCE = 1_000;
/** A callee that starts in its call may end so much later on the same clock: its caller has the answer before it is done. */
const LATE = 1e6;

/**
 * Moves spans of another clock into the call that caused them, as Jaeger does. Spans of the same resource share a clock,
 * so a moved span takes the rest of its resource below it along. Needs parents before children in `order`.
 */
export function correctClocks(spans: Spans, order: Int32Array): void {
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    const parent = spans.parent[row]!;
    if (parent < 0 || parent >= spans.spans || row >= spans.spans) continue;
    if (spans.marks[row]! & Mark.NO_START) {
      // Nothing is known of its time but that its parent caused it.
      spans.start[row] = spans.start[parent]!;
      continue;
    }
    const shift = spans.resource[row] === spans.resource[parent] ? spans.shift[parent]! : remoteShift(spans, row, parent);
    if (shift === 0) continue;
    spans.shift[row] = shift;
    spans.start[row]! += shift;
    spans.marks[row]! |= Mark.ADJUSTED;
  }
}

function remoteShift(spans: Spans, row: number, parent: number): number {
  const from = spans.start[parent]!;
  const to = from + spans.duration[parent]!;
  const start = spans.start[row]!;
  const end = start + spans.duration[row]!;
  if (asynchronous(spans, row, parent)) return start < from - TOLERANCE ? from - start : 0;
  if (start >= from - TOLERANCE && end <= to + TOLERANCE) return 0;
  if (start >= from && start <= to && end <= to + LATE) return 0;
  const spare = spans.duration[parent]! - spans.duration[row]!;
  // A callee that takes longer than its caller waited fits nowhere; all that can be wrong is an early start.
  if (spare < 0) return start < from ? from - start : 0;
  return from + spare / 2 - start;
}

/** Whether the parent did not wait for the span, so that it may well end after it. */
export function asynchronous(spans: Spans, row: number, parent: number): boolean {
  return spans.kind[row] === Kind.CONSUMER || spans.kind[parent] === Kind.PRODUCER;
}
