// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { tell } from './notice.tsx';

/** Copies a text and tells so. */
export async function copy(text: string, what: string): Promise<void> {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  tell(done || copyBySelection(text) ? `${what} copied` : `${what} could not be copied`, false);
}

/** The way without the clipboard API, which browsers keep from pages that are neither https nor localhost. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  const focused = document.activeElement;
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
