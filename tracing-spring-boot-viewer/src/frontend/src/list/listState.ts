// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { computed, effect, signal } from '@preact/signals';
import { address } from '../page/address.ts';
import { apiParameters } from '../page/addressFormat.ts';
import { ApiError, generation, get } from '../page/api.ts';
import type { TraceList } from '../page/contract.ts';
import { sequence } from '../page/live.ts';

const SHORT = 200;
const LONG = 1_000;
const MIN_INTERVAL = 250;

/** The list under the filters of now, as the server last answered it. */
export const traceList = signal<TraceList | null>(null);
export const listFailure = signal<string | null>(null);
/** Whether the user asked for more rows than are shown at first. */
export const longList = signal(false);
/** Traces that came since the page was opened, for a mark on their rows. */
export const fresh = signal<ReadonlySet<string>>(new Set());

const parameters = computed(() => apiParameters(address.value, longList.value ? LONG : SHORT).toString());

let loadedFor = '';
let loadedGeneration = -1;
let lastStart = 0;
let running: { filters: string; abort: AbortController } | null = null;
/** Whether news came while the list was being loaded. */
let again = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Loads the list now and whenever filters or the server's traces change, at most every {@link MIN_INTERVAL}. */
effect(() => {
  const filters = parameters.value;
  const changedFilters = filters !== (running?.filters ?? loadedFor) || generation.value !== loadedGeneration;
  // An open trace needs the list only for the ways to its neighbours.
  const needed = address.value.trace === null || traceList.peek() === null;
  const news = sequence.value !== traceList.peek()?.sequence;
  if (!needed || (!changedFilters && !news && listFailure.peek() === null)) return;
  loadIn(changedFilters ? 0 : MIN_INTERVAL);
});

function loadIn(interval: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void load(), Math.max(0, lastStart + interval - performance.now()));
}

async function load(): Promise<void> {
  const filters = parameters.peek();
  if (running?.filters === filters) {
    // Starting anew for all news would never end where they come faster than the answer.
    again = true;
    return;
  }
  const same = filters === loadedFor && generation.peek() === loadedGeneration;
  const query = new URLSearchParams(filters);
  const previous = traceList.peek();
  if (same && previous) query.set('since', String(previous.sequence));
  running?.abort.abort();
  const mine = { filters, abort: new AbortController() };
  running = mine;
  again = false;
  const aborted = mine.abort.signal;
  lastStart = performance.now();
  try {
    const answer = await get<TraceList>('traces', query, aborted);
    if (aborted.aborted) return;
    listFailure.value = null;
    const generationNow = generation.peek();
    if (answer) {
      if (same && previous) fresh.value = newIds(previous, answer);
      loadedFor = filters;
      loadedGeneration = generationNow;
      traceList.value = answer;
      if (sequence.peek() < answer.sequence) sequence.value = answer.sequence;
    }
  } catch (error) {
    if (!aborted.aborted) listFailure.value = error instanceof ApiError ? error.message : String(error);
  } finally {
    if (running === mine) {
      running = null;
      if (again) loadIn(MIN_INTERVAL);
    }
  }
}

function newIds(previous: TraceList, next: TraceList): ReadonlySet<string> {
  const known = new Set(previous.traces.map((each) => each.id));
  return new Set(next.traces.filter((each) => !known.has(each.id)).map((each) => each.id));
}

/** The trace before or after one in the list as it is shown. */
export function neighbour(trace: string, step: 1 | -1): string | null {
  const traces = traceList.value?.traces ?? [];
  const at = traces.findIndex((each) => each.id === trace);
  return (at < 0 ? traces[0]?.id : traces[at + step]?.id) ?? null;
}
