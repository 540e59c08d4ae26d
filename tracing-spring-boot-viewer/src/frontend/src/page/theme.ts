// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { computed, effect, signal } from '@preact/signals';
import { recall, remember } from './memory.ts';

export type Theme = 'system' | 'light' | 'dark';

const themes: Theme[] = ['system', 'light', 'dark'];

export const theme = signal<Theme>(themes.find((each) => each === recall('theme')) ?? 'system');

const system = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(system.matches);
system.addEventListener('change', () => (systemDark.value = system.matches));

export const dark = computed(() => (theme.value === 'system' ? systemDark.value : theme.value === 'dark'));

export function nextTheme(): Theme {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length]!;
  remember('theme', theme.value);
  return theme.value;
}

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});

const colours = new Map<string, string>();

/** What a colour of the style sheet is in the theme of now, for canvases. */
export function colour(variable: string): string {
  const key = `${dark.value} ${variable}`;
  let value = colours.get(key);
  if (value === undefined) colours.set(key, (value = compute(variable)));
  return value;
}

function compute(variable: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
