// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { Instant } from './columns.ts';

/** Reads nanoseconds since the epoch, which a double cannot hold; null for anything that is no such number. */
export function instant(value: unknown): Instant | null {
  if (typeof value === 'number') {
    if (!(value > 0) || !Number.isFinite(value)) return null;
    const seconds = Math.floor(value / 1e9);
    return { seconds, nanos: value - seconds * 1e9 };
  }
  if (typeof value !== 'string' || value.length > 20 || !/^\d+$/.test(value)) return null;
  const seconds = value.length > 9 ? Number(value.slice(0, -9)) : 0;
  const nanos = Number(value.slice(-9));
  return seconds === 0 && nanos === 0 ? null : { seconds, nanos };
}

export function nanosBetween(from: Instant, to: Instant): number {
  return (to.seconds - from.seconds) * 1e9 + (to.nanos - from.nanos);
}

export function before(a: Instant, b: Instant): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanos < b.nanos);
}

/** Milliseconds since the epoch of a time of a trace. */
export function epochMillis(origin: Instant, nanos: number): number {
  return origin.seconds * 1e3 + (origin.nanos + nanos) / 1e6;
}
