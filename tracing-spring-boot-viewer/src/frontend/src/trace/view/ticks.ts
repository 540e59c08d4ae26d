// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { duration } from '../../page/format.ts';
import { niceStep } from '../../list/scatterPlot.ts';

export interface Tick {
  readonly share: number;
  readonly label: string;
}

/** Round times for a ruler, each with its place between 0 and 1. */
export function ticks(from: number, to: number, most: number): Tick[] {
  const length = to - from;
  const step = niceStep(length / Math.max(1, most));
  const result: Tick[] = [];
  for (let time = Math.ceil(from / step) * step; time < to && result.length <= most * 2; time += step)
    result.push({ share: (time - from) / length, label: time === 0 ? '0' : duration(time) });
  return result;
}
