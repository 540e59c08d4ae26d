// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useRef } from 'preact/hooks';
import { Icon } from '../page/icon.tsx';
import { importFiles } from './importing.ts';

export function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  const chosen = async (event: Event) => {
    const field = event.currentTarget as HTMLInputElement;
    await importFiles([...(field.files ?? [])]);
    // The same file can be chosen again only when the field has forgotten it.
    field.value = '';
  };
  return (
    <>
      <button class="button" title="Import OTLP JSON (or drop files on the page)" aria-label="Import OTLP JSON" onClick={() => input.current?.click()}>
        <Icon name="upload" />
        <span class="wide-only">Import</span>
      </button>
      <input ref={input} class="file" type="file" accept=".json,.jsonl,application/json" multiple hidden aria-label="OTLP JSON files" onChange={(event) => void chosen(event)} />
    </>
  );
}
