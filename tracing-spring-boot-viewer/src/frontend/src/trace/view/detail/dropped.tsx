// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** Says how many the span had beyond those that came with it; nothing for none. */
export function Dropped({ number }: { number: unknown }) {
  const dropped = Number(number ?? 0);
  return dropped > 0 ? <p class="faint">{dropped.toLocaleString('en')} more {dropped === 1 ? 'was' : 'were'} dropped.</p> : null;
}
