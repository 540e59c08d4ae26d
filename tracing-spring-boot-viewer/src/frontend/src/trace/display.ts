// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { Children, Spans } from './columns.ts';
import type { Repeat } from './repeats.ts';
import { childrenOf, depthFirst, sortSiblings } from './tree.ts';

/**
 * The rows of the waterfall as a tree of its own: the spans, and above repeated calls a row that folds them. Row numbers
 * below {@link spans} are those of the spans, the others are `spans + index` of {@link repeats}.
 */
export interface Display {
  readonly size: number;
  readonly spans: number;
  readonly repeats: Repeat[];
  readonly parent: Int32Array;
  readonly children: Children;
  readonly order: Int32Array;
  /** Where each row stands in {@link order}. */
  readonly position: Int32Array;
  readonly depth: Int32Array;
  /** How many rows are below each. */
  readonly below: Int32Array;
  /** The row's number among its siblings, from 1. */
  readonly place: Int32Array;
}

export function display(spans: Spans, repeats: Repeat[]): Display {
  const size = spans.size + repeats.length;
  const parent = new Int32Array(size);
  parent.set(spans.parent);
  const start = new Float64Array(size);
  start.set(spans.start);
  repeats.forEach((repeat, index) => {
    const row = spans.size + index;
    parent[row] = repeat.parent < spans.size ? repeat.parent : -1;
    start[row] = spans.start[repeat.rows[0]!]!;
    for (const member of repeat.rows) parent[member] = row;
  });
  const children = childrenOf(parent);
  sortSiblings(children, start);
  const order = depthFirst(children);
  const position = new Int32Array(size);
  const depth = new Int32Array(size);
  const place = new Int32Array(size);
  const below = new Int32Array(size);
  order.forEach((row, at) => {
    position[row] = at;
    depth[row] = parent[row]! < 0 ? 0 : depth[parent[row]!]! + 1;
  });
  for (let at = size - 1; at >= 0; at--) {
    const up = parent[order[at]!]!;
    if (up >= 0) below[up]! += below[order[at]!]! + 1;
  }
  for (let owner = 0; owner <= size; owner++)
    for (let at = children.first[owner]!; at < children.first[owner + 1]!; at++)
      place[children.list[at]!] = at - children.first[owner]! + 1;
  return { size, spans: spans.size, repeats, parent, children, order, position, depth, below, place };
}

/** The rows that no closed row hides. */
export function visibleRows(display: Display, closed: Uint8Array): Int32Array {
  const rows = new Int32Array(display.size);
  let filled = 0;
  for (let at = 0; at < display.size; at++) {
    const row = display.order[at]!;
    rows[filled++] = row;
    if (closed[row]) at += display.below[row]!;
  }
  return rows.subarray(0, filled);
}

export function siblings(display: Display, row: number): number {
  const owner = display.parent[row]! < 0 ? display.size : display.parent[row]!;
  return display.children.first[owner + 1]! - display.children.first[owner]!;
}
