// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';
import { connection, get, refused, signInWanted } from './api.ts';

/** The last change of the server that the page has heard of. */
export const sequence = signal(-1);

/** Whether the page stands still while new traces arrive. */
export const paused = signal(false);

const INTERVAL = 200;
const INTERVAL_LOST = 1_500;

/** Asks for changes as long as the page lives, but only while somebody looks at it. */
export async function listen(): Promise<never> {
  for (;;) {
    if (!document.hidden && !paused.value && !signInWanted.value && refused.value === null) await ask();
    await new Promise((resume) => setTimeout(resume, connection.value === 'lost' ? INTERVAL_LOST : INTERVAL));
  }
}

async function ask(): Promise<void> {
  const since = sequence.value < 0 ? undefined : new URLSearchParams({ since: String(sequence.value) });
  // The connection's state has been noted when this fails, and there is nothing else to do about it.
  const answer = await get<{ sequence: number }>('changes', since).catch(() => null);
  if (answer) sequence.value = answer.sequence;
}
