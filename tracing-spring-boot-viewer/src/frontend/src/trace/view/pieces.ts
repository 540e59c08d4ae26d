// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** A piece of time on a bar. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** The pieces that can be told apart when they are drawn: what lies outside is left out, what nearly touches is one. Needs them by start. */
export function distinct(pieces: Iterable<Piece>, shown: Piece): Piece[] {
  // About two pixels of a lane.
  const gap = (shown.to - shown.from) / 300;
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of pieces) {
    if (to < shown.from || from > shown.to) continue;
    const last = result[result.length - 1];
    if (last && from - last.to < gap) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
