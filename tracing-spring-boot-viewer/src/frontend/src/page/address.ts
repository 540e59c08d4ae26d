// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';
import { formatAddress, parseAddress, type Address } from './addressFormat.ts';

/** What the address bar says: the one place where the state of the page lives. */
export const address = signal<Address>(parseAddress(location.search));

addEventListener('popstate', () => (address.value = parseAddress(location.search)));

/** Changes the address. Moving to another place makes a step in the history, refining the same place does not. */
export function go(change: Partial<Address>, step = false): void {
  const next = { ...address.value, ...change };
  const search = formatAddress(next);
  if (search === formatAddress(address.value)) return;
  if (step) history.pushState(null, '', search);
  else history.replaceState(null, '', search);
  address.value = next;
}

/** The address of a trace, or of a span in it, under the filters of now. */
export function linkTo(trace: string | null, span: string | null = null): string {
  return formatAddress({ ...address.value, trace, span, view: null });
}

/** Follows a link without loading the page again; leaves clicks alone that ask the browser for more than that. */
export function follow(event: MouseEvent, change: Partial<Address>): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(change, true);
}
