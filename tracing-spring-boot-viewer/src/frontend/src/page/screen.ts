// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 760px)');

/** Whether there is room for one column only. The style sheet has the same bound. */
export const narrow = signal(query.matches);
query.addEventListener('change', () => (narrow.value = query.matches));

/** The time, for "3 s ago"; goes on while the page is looked at. */
export const now = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1_000);
