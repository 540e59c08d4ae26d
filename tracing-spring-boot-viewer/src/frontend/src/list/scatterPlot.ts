// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { Summary } from '../page/contract.ts';

export interface Point {
  readonly trace: Summary;
  readonly x: number;
  readonly y: number;
}

export interface Plot {
  readonly points: Point[];
  readonly yTicks: { y: number; nanos: number }[];
  readonly from: number;
  readonly to: number;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Places traces by their start and duration. */
export function plot(traces: Summary[], area: Area, logarithmic: boolean): Plot {
  let from = Infinity;
  let to = -Infinity;
  let shortest = Infinity;
  let longest = 0;
  for (const { startMicros, durationNanos } of traces) {
    from = Math.min(from, startMicros);
    to = Math.max(to, startMicros);
    shortest = Math.min(shortest, durationNanos);
    longest = Math.max(longest, durationNanos);
  }
  // One trace, or traces of one moment, stand in the middle of a second.
  if (to - from < 1e6) [from, to] = [(from + to) / 2 - 5e5, (from + to) / 2 + 5e5];
  const scale = logarithmic ? logScale(shortest, longest) : { low: 0, high: longest * 1.08 || 1, map: (value: number) => value };
  const low = scale.map(scale.low);
  const span = scale.map(scale.high) - low || 1;
  const yOf = (nanos: number) => area.top + area.height * (1 - (scale.map(Math.max(nanos, scale.low)) - low) / span);
  return {
    from, to,
    points: traces.map((trace) => ({
      trace,
      x: area.left + ((trace.startMicros - from) / (to - from)) * area.width,
      y: yOf(trace.durationNanos),
    })),
    yTicks: (logarithmic ? logTicks(scale.low, scale.high) : linearTicks(scale.high)).map((nanos) => ({ nanos, y: yOf(nanos) })),
  };
}

function logScale(shortest: number, longest: number) {
  const low = Math.max(1e3, shortest) / 1.5;
  return { low, high: Math.max(longest * 1.5, low * 10), map: (value: number) => Math.log10(Math.max(1, value)) };
}

function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high; power++) ticks.push(10 ** power);
  const step = Math.ceil(ticks.length / 4);
  return ticks.filter((_, index) => index % step === 0);
}

function linearTicks(high: number): number[] {
  const step = niceStep(high / 3);
  const ticks: number[] = [];
  for (let value = 0; value <= high; value += step) ticks.push(value);
  return ticks;
}

/** The round number (1, 2 or 5 with zeros) at or above a value. */
export function niceStep(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = value / power;
  return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}

/** The point nearest to a place, if one is near enough to be meant. */
export function nearest(points: Point[], x: number, y: number, reach: number): Point | null {
  let best: Point | null = null;
  let bestDistance = reach * reach;
  for (const point of points) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance > bestDistance) continue;
    best = point;
    bestDistance = distance;
  }
  return best;
}
