// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';
import { recall, remember } from '../../page/memory.ts';

export const NARROWEST = 20;
export const WIDEST = 75;

/** The share of the waterfall that the names have, in percent. */
export const treeWidth = signal(clamp(Number(recall('tree') ?? 40) || 40));

export function setTreeWidth(percent: number): void {
  treeWidth.value = clamp(percent);
  remember('tree', String(treeWidth.value));
}

function clamp(percent: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(percent)));
}
