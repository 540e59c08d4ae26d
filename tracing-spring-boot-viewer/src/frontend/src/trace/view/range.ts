// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { model, range } from './state.ts';

/** Less than this is no piece of time to look at. */
const LEAST = 100;

/** Shows a piece of the trace's time. */
export function setRange(from: number, to: number): void {
  const now = model.value;
  if (!now) return;
  const least = Math.min(LEAST, now.to - now.from);
  const start = Math.max(now.from, Math.min(from, to, now.to - least));
  range.value = { from: start, to: Math.min(now.to, Math.max(start + least, from, to)) };
}

export function resetRange(): void {
  if (model.value) range.value = { from: model.value.from, to: model.value.to };
}

/** Moves the piece of time so that it holds a moment. */
export function showTime(from: number, to: number): void {
  const shown = range.value;
  if (to >= shown.from && from <= shown.to) return;
  const half = (shown.to - shown.from) / 2;
  const middle = (from + to) / 2;
  setRange(middle - half, middle + half);
}
