// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { go } from '../page/address.ts';
import { ApiError, write } from '../page/api.ts';
import type { Imported } from '../page/contract.ts';
import { count } from '../page/format.ts';
import { tell } from '../page/notice.tsx';

/** Sends files of OTLP/JSON to the server, and opens the trace when there was only one. */
export async function importFiles(files: Iterable<File>): Promise<void> {
  const traces: string[] = [];
  for (const file of files) {
    try {
      const answer = await write<Imported>('POST', 'import', await file.text());
      traces.push(...(answer?.traces ?? []));
      if (answer && answer.rejected > 0) tell(`${file.name}: ${count(answer.rejected, 'span')} not taken`, true);
      else if (answer) tell(`${count(answer.spans, 'span')} and ${count(answer.logs, 'log line')} imported`);
    } catch (error) {
      tell(`${file.name}: ${error instanceof ApiError ? error.message : 'the file cannot be read'}`, true);
      return;
    }
  }
  if (traces.length === 1) go({ trace: traces[0]!, span: null, view: null }, true);
}
