// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from 'preact/hooks';

/** A field that takes effect when its user stops typing, and that follows changes from elsewhere. */
export function useTyped(value: string, apply: (typed: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(value);
  const applied = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (value === applied.current) return;
    applied.current = value;
    // What is still to be applied is older than this.
    clearTimeout(timer.current);
    setTyped(value);
  }, [value]);
  return [typed, (next) => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      applied.current = next.trim();
      apply(next);
    }, 200);
  }];
}
