// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { address, go } from '../../page/address.ts';
import { recall, remember } from '../../page/memory.ts';
import { narrow } from '../../page/screen.ts';
import { siblings, visibleRows } from '../display.ts';
import type { Model } from '../model.ts';
import { search } from '../search.ts';
import { opened, type Opened } from './opened.ts';

/** The rows that are folded, by their number. */
export const closed = signal(new Uint8Array(0));
/** The row that the keyboard is at; -1 before it was anywhere. */
export const cursor = signal(-1);
/** The row whose detail is open; -1 for none. */
export const detail = signal(-1);
/** The piece of time that the bars show. */
export const range = signal({ from: 0, to: 1 });
export const query = signal('');
export const pathOn = signal(recall('path') !== 'off');

export const model = computed<Model | null>(() => opened.value?.model ?? null);
export const rows = computed(() => (model.value && closed.value.length === model.value.display.size ? visibleRows(model.value.display, closed.value) : new Int32Array(0)));
export const matches = computed(() => (model.value && query.value ? search(model.value, query.value) : new Int32Array(0)));
export const matching = computed(() => new Set(matches.value));
export const zoomed = computed(() => model.value !== null && (range.value.from > model.value.from || range.value.to < model.value.to));
/** Whether the detail lies over everything else, because there is no room beside it. */
export const sheet = computed(() => narrow.value && detail.value >= 0 && opened.value !== null && opened.value.id === address.value.trace);

let shown: { id: string; model: Model } | null = null;

/** Brings a trace on the page, and follows the span of the address. */
effect(() => {
  const open = opened.value;
  const { trace, span } = address.value;
  untracked(() => batch(() => {
    if (open?.model !== shown?.model) bring(open);
    if (open && open.id === trace) follow(open.model, span);
  }));
});

/** A trace that has only grown keeps what is folded, chosen and zoomed. */
function bring(open: Opened | null): void {
  if (open && shown?.id === open.id) carryOver(shown.model, open.model);
  else if (open) begin(open.model);
  shown = open && { id: open.id, model: open.model };
}

function follow({ spans }: Model, span: string | null): void {
  if (span === null) {
    // Folded rows, parents that are not here and spans without an id have no place in the address.
    if (detail.value >= 0 && detail.value < spans.spans && spans.id[detail.value] !== '') detail.value = -1;
  } else if (spans.id[detail.value] !== span) {
    const row = spans.id.indexOf(span);
    if (row < 0 || row >= spans.spans) return;
    reveal(row);
    detail.value = cursor.value = row;
  }
}

function begin(next: Model): void {
  const folded = new Uint8Array(next.display.size);
  folded.fill(1, next.display.spans);
  closed.value = folded;
  cursor.value = next.display.order.length > 0 ? next.display.order[0]! : -1;
  detail.value = -1;
  range.value = { from: next.from, to: next.to };
  query.value = '';
}

function carryOver(before: Model, next: Model): void {
  const places = new Map<string, number>();
  for (let row = 0; row < next.display.size; row++) places.set(keyOf(next, row), row);
  const place = (row: number) => (row < 0 ? -1 : (places.get(keyOf(before, row)) ?? -1));
  const folded = new Uint8Array(next.display.size);
  folded.fill(1, next.display.spans);
  for (let row = 0; row < before.display.size; row++) {
    const to = place(row);
    if (to >= 0) folded[to] = closed.value[row]!;
  }
  const whole = !(range.value.from > before.from || range.value.to < before.to);
  const [at, open] = [place(cursor.value), place(detail.value)];
  closed.value = folded;
  cursor.value = at;
  detail.value = open;
  if (whole) range.value = { from: next.from, to: next.to };
}

function keyOf({ spans, display }: Model, row: number): string {
  if (row < display.spans) return spans.id[row]!;
  const repeat = display.repeats[row - display.spans]!;
  return `${repeat.parent < spans.size ? spans.id[repeat.parent] : ''} ${repeat.key}`;
}

export function hasChildren(row: number): boolean {
  return (model.value?.display.below[row] ?? 0) > 0;
}

export function fold(row: number, shut: boolean): void {
  if (!hasChildren(row) || (closed.value[row] === 1) === shut) return;
  const next = closed.value.slice();
  next[row] = shut ? 1 : 0;
  closed.value = next;
}

export function foldAll(shut: boolean): void {
  const display = model.value?.display;
  if (!display) return;
  const next = new Uint8Array(display.size);
  // The roots stay open, or there would be nothing left to look at.
  if (shut) for (let row = 0; row < display.size; row++) next[row] = display.depth[row]! > 0 || (row >= display.spans && siblings(display, row) > 1) ? 1 : 0;
  else next.fill(1, display.spans);
  closed.value = next;
  cursor.value = display.order[0] ?? -1;
}

/** Opens whatever hides a row. */
export function reveal(row: number): void {
  const display = model.value?.display;
  if (!display) return;
  let next: Uint8Array<ArrayBuffer> | null = null;
  for (let up = display.parent[row]!; up >= 0; up = display.parent[up]!)
    if (closed.value[up]) (next ??= closed.value.slice())[up] = 0;
  if (next) closed.value = next;
}

/** Moves to a row; an open detail comes along. */
export function moveTo(row: number): void {
  reveal(row);
  cursor.value = row;
  if (detail.value >= 0) openDetail(row);
}

export function openDetail(row: number): void {
  const now = model.value;
  if (!now) return;
  batch(() => {
    cursor.value = row;
    detail.value = row;
    // A folded row and a parent that is not here are no spans to link to.
    go({ span: row < now.spans.spans && now.spans.id[row] !== '' ? now.spans.id[row]! : null });
  });
}

export function closeDetail(): void {
  batch(() => {
    detail.value = -1;
    go({ span: null });
  });
}

export function switchPath(): void {
  pathOn.value = !pathOn.value;
  remember('path', pathOn.value ? 'on' : 'off');
}

/** The next of some rows, in order of the waterfall, from the cursor on and around the end. */
export function nextOf(among: ArrayLike<number>, step: 1 | -1): number | null {
  const display = model.value?.display;
  if (!display || among.length === 0) return null;
  const from = cursor.value < 0 ? -1 : display.position[cursor.value]!;
  const list = Array.from(among);
  if (step > 0) return list.find((row) => display.position[row]! > from) ?? list[0]!;
  return list.findLast((row) => display.position[row]! < from) ?? list[list.length - 1]!;
}

export const errorRows = computed(() => {
  const now = model.value;
  return now ? now.display.order.filter((row) => row < now.spans.spans && now.spans.error[row] === 1) : new Int32Array(0);
});
