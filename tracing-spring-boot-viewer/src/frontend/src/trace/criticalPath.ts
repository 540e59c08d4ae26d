// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Kind, type Children, type Spans } from './columns.ts';
import { asynchronous } from './skew.ts';

const TOLERANCE = 1_000;

/** The parts of spans that the trace waited for, latest first; `first[row]` cuts them by span. */
export interface CriticalPath {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly segments: Int32Array;
  readonly first: Int32Array;
  /** How much of each span is on the path. */
  readonly time: Float64Array;
  readonly total: number;
}

/**
 * Walks back from the end of each root, always into the child that ends last before the time in hand. A child that
 * outlives its parent was not waited for, unless it is the other side of a call. Each span is visited once.
 */
export function criticalPath(spans: Spans, children: Children): CriticalPath {
  const found: Found = { span: [], from: [], to: [] };
  const walks: Walk[] = [];
  let cursor = Infinity;
  for (const root of byEnd(spans, children, spans.size)) {
    // Roots that overlap one that is on the path already ran beside it.
    if (end(spans, root) > cursor) continue;
    walks.push(walk(spans, children, root, spans.start[root]!, end(spans, root)));
    cursor = spans.start[root]!;
    while (walks.length > 0) step(spans, children, walks, found);
  }
  return index(spans, found);
}

interface Found {
  readonly span: number[];
  readonly from: number[];
  readonly to: number[];
}

interface Walk {
  readonly span: number;
  readonly from: number;
  cursor: number;
  readonly children: number[];
  next: number;
}

function walk(spans: Spans, children: Children, span: number, from: number, to: number): Walk {
  return { span, from, cursor: to, children: byEnd(spans, children, span), next: 0 };
}

/** Goes into the next child that was waited for, or leaves the span. */
function step(spans: Spans, children: Children, walks: Walk[], found: Found): void {
  const at = walks[walks.length - 1]!;
  while (at.next < at.children.length) {
    const child = at.children[at.next++]!;
    const to = waitedUntil(spans, child, at.span);
    const from = Math.max(at.from, spans.start[child]!);
    if (to > at.cursor || to <= from) continue;
    add(found, at.span, to, at.cursor);
    at.cursor = from;
    walks.push(walk(spans, children, child, from, to));
    return;
  }
  add(found, at.span, at.from, at.cursor);
  walks.pop();
}

/** When the parent had the child's answer; infinite when it did not wait for one. */
function waitedUntil(spans: Spans, child: number, parent: number): number {
  const childEnd = end(spans, child);
  const parentEnd = end(spans, parent);
  if (childEnd <= parentEnd + TOLERANCE) return Math.min(childEnd, parentEnd);
  if (asynchronous(spans, child, parent)) return Infinity;
  const call = spans.kind[child] === Kind.SERVER && spans.kind[parent] === Kind.CLIENT;
  return call ? parentEnd : Infinity;
}

function byEnd(spans: Spans, children: Children, row: number): number[] {
  const list = Array.from(children.list.subarray(children.first[row]!, children.first[row + 1]!));
  return list.length < 2 ? list : list.sort((a, b) => end(spans, b) - end(spans, a) || b - a);
}

function end(spans: Spans, row: number): number {
  return spans.start[row]! + spans.duration[row]!;
}

function add(found: Found, span: number, from: number, to: number): void {
  if (to <= from) return;
  found.span.push(span);
  found.from.push(from);
  found.to.push(to);
}

function index(spans: Spans, found: Found): CriticalPath {
  const first = new Int32Array(spans.size + 1);
  const time = new Float64Array(spans.size);
  let total = 0;
  found.span.forEach((span, at) => {
    first[span + 1]! += 1;
    // A parent that is not here holds its place on the path, but nobody knows what it did.
    if (span >= spans.spans) return;
    time[span]! += found.to[at]! - found.from[at]!;
    total += found.to[at]! - found.from[at]!;
  });
  for (let row = 0; row < spans.size; row++) first[row + 1]! += first[row]!;
  const next = first.slice();
  const segments = new Int32Array(found.span.length);
  found.span.forEach((span, at) => (segments[next[span]!++] = at));
  return { from: Float64Array.from(found.from), to: Float64Array.from(found.to), segments, first, time, total };
}
