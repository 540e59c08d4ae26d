// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { recall, remember } from '../../../page/memory.ts';

/** A part of the detail that can be folded, and stays so for the next span. */
export function Section({ name, number, children }: { name: string; number?: number; children: ComponentChildren }) {
  const key = `section.${name}`;
  return (
    <details class="section" open={recall(key) !== 'closed'} onToggle={(event) => remember(key, event.currentTarget.open ? 'open' : 'closed')}>
      <summary><h3>{name}</h3>{number !== undefined && <span class="faint">{number}</span>}</summary>
      {children}
    </details>
  );
}
