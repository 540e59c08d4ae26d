// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { recall, remember } from './memory.ts';

export type Bindings = Record<string, () => void | false>;

/** Single letters can be switched off, for people whose speech or hands type them by accident. */
export const lettersOn = signal(recall('letters') !== 'off');

export function switchLetters(on: boolean): void {
  lettersOn.value = on;
  remember('letters', on ? 'on' : 'off');
}

const bound: Bindings[] = [];

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector('dialog[open]')) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target?.matches('input, textarea, select') && event.key !== 'Escape') return;
  // A focused button or link means itself by these keys.
  if (target?.matches('button, a, summary') && (event.key === 'Enter' || event.key === ' ')) return;
  // Something that scrolls is scrolled by its arrows.
  if (target?.matches('[role=region]') && event.key.startsWith('Arrow')) return;
  if (event.key.length === 1 && !lettersOn.value) return;
  for (let at = bound.length - 1; at >= 0; at--) {
    const action = bound[at]![event.key];
    if (!action || action() === false) continue;
    event.preventDefault();
    return;
  }
});

/** Binds keys while the component is there; what was bound last is asked first, and passes on by answering false. */
export function useKeys(bindings: Bindings): void {
  useEffect(() => {
    bound.push(bindings);
    return () => void bound.splice(bound.indexOf(bindings), 1);
  });
}
