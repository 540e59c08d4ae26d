// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { Children, Spans } from './columns.ts';

/** Each span's duration without the time in which at least one child ran. Needs children sorted by start. */
export function selfTimes(spans: Spans, children: Children): Float64Array {
  const self = new Float64Array(spans.size);
  for (let row = 0; row < spans.spans; row++) {
    const from = spans.start[row]!;
    const to = from + spans.duration[row]!;
    let covered = 0;
    let until = from;
    for (let at = children.first[row]!; at < children.first[row + 1]!; at++) {
      const child = children.list[at]!;
      const end = Math.min(to, spans.start[child]! + spans.duration[child]!);
      const start = Math.max(until, spans.start[child]!);
      if (end <= start) continue;
      covered += end - start;
      until = end;
    }
    self[row] = Math.max(0, spans.duration[row]! - covered);
  }
  return self;
}
