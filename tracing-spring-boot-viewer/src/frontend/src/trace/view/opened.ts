// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { effect, signal } from '@preact/signals';
import { address } from '../../page/address.ts';
import { ApiError, generation, get } from '../../page/api.ts';
import type { SpanReference, Summary, TraceList } from '../../page/contract.ts';
import { paused, sequence } from '../../page/live.ts';
import { model, type Model } from '../model.ts';
import type { OtlpDocument } from '../otlp.ts';

/** A trace as the server sent it, which is also what an export holds. */
export interface TraceDocument extends OtlpDocument {
  trace?: Summary;
  linkedFrom?: SpanReference[];
}

export interface Opened {
  readonly id: string;
  readonly document: TraceDocument;
  readonly summary: Summary | null;
  readonly model: Model;
}

/** The trace that the address names, once it is here; back in the list, the one that was open last. */
export const opened = signal<Opened | null>(null);
export const openFailure = signal<ApiError | null>(null);

const CHECK_INTERVAL = 400;

let wanted: string | null = null;
let wantedGeneration = -1;
let checkedAt = 0;
let checking: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const id = address.value.trace;
  const again = generation.value !== wantedGeneration && wantedGeneration >= 0;
  if (id === wanted && !again) return;
  wanted = id;
  wantedGeneration = generation.value;
  openFailure.value = null;
  if (id === null) return;
  const known = opened.peek()?.id === id;
  if (!known) opened.value = null;
  if (known && !again) void check();
  else void load(id);
});

/** When anything has changed on the server, looks whether the open trace has, or whether a missing one has come. */
effect(() => {
  sequence.value;
  const loading = opened.peek()?.id !== address.peek().trace && openFailure.peek() === null;
  if (address.peek().trace === null || loading || paused.peek()) return;
  clearTimeout(checking);
  checking = setTimeout(() => void check(), Math.max(0, checkedAt + CHECK_INTERVAL - performance.now()));
});

async function load(id: string): Promise<void> {
  try {
    const document = await get<TraceDocument>(`traces/${id}`);
    if (address.peek().trace === id && document) show(id, document);
  } catch (error) {
    if (address.peek().trace === id) openFailure.value = error instanceof ApiError ? error : new ApiError(0, String(error));
  }
}

function show(id: string, document: TraceDocument): void {
  openFailure.value = null;
  opened.value = { id, document, summary: document.trace ?? null, model: model(document) };
}

async function check(): Promise<void> {
  const id = address.peek().trace;
  if (!id) return;
  checkedAt = performance.now();
  const list = await get<TraceList>('traces', new URLSearchParams({ trace: id, limit: '1' })).catch(() => null);
  const now = list?.traces.find((each) => each.id === id);
  const open = opened.peek();
  if (!now || id !== address.peek().trace || JSON.stringify(now) === JSON.stringify(open?.summary)) return;
  // Fetching again what is large is worth it only for new content.
  if (open?.id === id && content(now) === content(open.summary)) opened.value = { ...open, summary: now };
  else await load(id);
}

function content(summary: Summary | null): string {
  return summary ? [summary.spans, summary.logs, summary.errors, summary.running, summary.durationNanos, summary.complete].join() : '';
}
