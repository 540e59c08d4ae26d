// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { get } from '../page/api.ts';
import { count } from '../page/format.ts';
import { tell } from '../page/notice.tsx';

/** Saves a text as a file of the user's. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file over by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Saves several traces as one file that the page can import again. */
export async function downloadTraces(ids: string[]): Promise<void> {
  const traces: unknown[] = [];
  for (const id of ids) {
    // One that was evicted while the others came is not worth an error.
    const trace = await get<unknown>(`traces/${id}`).catch(() => null);
    if (trace) traces.push(trace);
  }
  download('traces.json', JSON.stringify({ traces }));
  tell(`${count(traces.length, 'trace')} exported`);
}
