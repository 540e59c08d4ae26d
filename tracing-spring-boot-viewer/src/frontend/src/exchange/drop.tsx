// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useState } from 'preact/hooks';
import { importFiles } from './importing.ts';

/** Lets files be dropped anywhere on the page. */
export function DropPlace() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void importFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners: [string, (event: DragEvent) => void][] = [['dragover', drag], ['dragleave', leave], ['drop', drop]];
    for (const [name, listener] of listeners) addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of listeners) removeEventListener(name, listener as EventListener);
    };
  }, []);
  return over ? <div class="drop" role="status"><p>Drop OTLP JSON to import it</p></div> : null;
}
