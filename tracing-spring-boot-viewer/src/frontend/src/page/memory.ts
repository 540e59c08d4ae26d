// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** Small settings of this browser. A browser may refuse to keep them; then they last as long as the page. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`tracing.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`tracing.${key}`, value);
  } catch {
    // Refused: nothing to be done.
  }
}
