// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';

const notice = signal('');
const urgent = signal(false);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells something in passing: shown for a moment, and read out by screen readers. */
export function tell(text: string, error = false): void {
  notice.value = text;
  urgent.value = error;
  clearTimeout(timer);
  timer = setTimeout(() => (notice.value = ''), error ? 8_000 : 2_500);
}

export function Notice() {
  return (
    <div class="notice-place" role="status" aria-live="polite">
      {notice.value !== '' && <p class={urgent.value ? 'notice notice-error' : 'notice'}>{notice.value}</p>}
    </div>
  );
}
