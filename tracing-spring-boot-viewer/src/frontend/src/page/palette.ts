// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { recall, remember } from './memory.ts';

/** As many as the style sheet has colours `--s0`, `--s1`, … that can be told apart in both themes. */
const COLOURS = 10;
/** Services that came and went need not be remembered for ever. */
const MOST = 60;

const taken = new Map<string, number>(remembered());

/** The colour of a service: by its name, unless another service has it already; the browser remembers which it was. */
export function colourOf(service: string): string {
  let index = taken.get(service);
  if (index === undefined) {
    index = free(hash(service) % COLOURS);
    taken.set(service, index);
    remember('colours', JSON.stringify([...taken].slice(-MOST)));
  }
  return `--s${index}`;
}

function free(wanted: number): number {
  const used = new Set(taken.values());
  for (let tried = 0; tried < COLOURS; tried++) {
    // In steps of 3, because neighbours are more alike.
    const index = (wanted + 3 * tried) % COLOURS;
    if (!used.has(index)) return index;
  }
  return wanted;
}

function hash(text: string): number {
  let value = 2166136261;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 16777619);
  return value >>> 0;
}

function remembered(): [string, number][] {
  try {
    const entries = JSON.parse(recall('colours') ?? '[]') as [string, number][];
    return entries.filter(([name, index]) => typeof name === 'string' && index >= 0 && index < COLOURS);
  } catch {
    return [];
  }
}
