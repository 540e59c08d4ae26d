// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Mark, type Children, type Spans } from './columns.ts';

/** Cuts every cycle at the first of its spans that came, so that each row has a way up to a root. Linear. */
export function cutCycles(spans: Spans): void {
  const state = new Uint8Array(spans.size); // 0 not seen, 1 on the way up from the row in hand, 2 known to reach a root
  const path: number[] = [];
  for (let row = 0; row < spans.size; row++) {
    let at = row;
    while (at >= 0 && state[at] === 0) {
      state[at] = 1;
      path.push(at);
      at = spans.parent[at]!;
    }
    if (at >= 0 && state[at] === 1) {
      let first = at;
      for (let walk = spans.parent[at]!; walk !== at; walk = spans.parent[walk]!) first = Math.min(first, walk);
      spans.parent[first] = -1;
      spans.marks[first]! |= Mark.CYCLE;
    }
    while (path.length > 0) state[path.pop()!] = 2;
  }
}

/** The children of each parent in order of their rows. */
export function childrenOf(parent: Int32Array): Children {
  return grouped(parent, parent.length);
}

/** The elements of each owner in their order; the group after the last owner's is of those that have none. */
export function grouped(owner: Int32Array, owners: number): Children {
  const group = (at: number) => (owner[at]! < 0 ? owners : owner[at]!);
  const first = new Int32Array(owners + 2);
  for (let at = 0; at < owner.length; at++) first[group(at) + 1]! += 1;
  for (let at = 0; at <= owners; at++) first[at + 1]! += first[at]!;
  const next = first.slice();
  const list = new Int32Array(owner.length);
  for (let at = 0; at < owner.length; at++) list[next[group(at)]!++] = at;
  return { first, list };
}

/** Parents before their children, without any order among siblings. */
export function breadthFirst(children: Children): Int32Array {
  const { first, list } = children;
  const size = list.length;
  const order = new Int32Array(size);
  let filled = 0;
  for (let at = first[size]!; at < first[size + 1]!; at++) order[filled++] = list[at]!;
  for (let read = 0; read < filled; read++)
    for (let at = first[order[read]!]!; at < first[order[read]! + 1]!; at++) order[filled++] = list[at]!;
  return order;
}

/** Sorts each group of siblings by start, then row. Groups that are sorted already, most of them, cost one look. */
export function sortSiblings(children: Children, start: Float64Array): void {
  const { first, list } = children;
  for (let row = 0; row < first.length - 1; row++) {
    const from = first[row]!;
    const to = first[row + 1]!;
    for (let at = from + 1; at < to; at++)
      if (start[list[at - 1]!]! > start[list[at]!]!) {
        list.subarray(from, to).sort((a, b) => start[a]! - start[b]! || a - b);
        break;
      }
  }
}

/** Each row, then its children: the order of the waterfall. */
export function depthFirst(children: Children): Int32Array {
  const { first, list } = children;
  const size = list.length;
  const order = new Int32Array(size);
  const stack: number[] = [];
  for (let at = first[size + 1]! - 1; at >= first[size]!; at--) stack.push(list[at]!);
  let filled = 0;
  while (stack.length > 0) {
    const row = stack.pop()!;
    order[filled++] = row;
    for (let at = first[row + 1]! - 1; at >= first[row]!; at--) stack.push(list[at]!);
  }
  return order;
}

/** A parent that is not here spans the time of the children it left behind. */
export function stretchMissing(spans: Spans, children: Children): void {
  for (let row = spans.spans; row < spans.size; row++) {
    let from = Infinity;
    let to = -Infinity;
    for (let at = children.first[row]!; at < children.first[row + 1]!; at++) {
      const child = children.list[at]!;
      from = Math.min(from, spans.start[child]!);
      to = Math.max(to, spans.start[child]! + spans.duration[child]!);
    }
    spans.start[row] = Number.isFinite(from) ? from : 0;
    spans.duration[row] = Number.isFinite(to) ? Math.max(0, to - spans.start[row]!) : 0;
  }
}
