// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { downloadTraces } from '../exchange/download.ts';
import { ApiError, write } from '../page/api.ts';
import type { TraceList } from '../page/contract.ts';
import { bytes, count } from '../page/format.ts';
import { Menu } from '../page/menu.tsx';
import { tell } from '../page/notice.tsx';
import { lossText } from './losses.ts';

/** How many there are, what has been lost to the bounds, and what can be done with them all. */
export function ListHead({ list }: { list: TraceList }) {
  const { retained } = list;
  const lost = Object.entries(list.dropped).filter(([, number]) => number > 0);
  return (
    <div class="list-head">
      <p role="status">
        <strong>{list.matched === list.total ? count(list.total, 'trace') : `${list.matched.toLocaleString('en')} of ${count(list.total, 'trace')}`}</strong>
        <span class="faint wide-only"> · {count(retained.spans, 'span')}, {count(retained.logs, 'log line')}, {bytes(retained.bytes)}</span>
        {lost.length > 0 && <span class="lost" title={lost.map(([bound, number]) => `${boundNames[bound] ?? bound}: ${number.toLocaleString('en')}`).join('\n')}> · {lossText(list.dropped)}</span>}
      </p>
      <Menu label="All traces" icon="more" items={[
        { label: `Export ${count(list.traces.length, 'shown trace')}`, action: () => void downloadTraces(list.traces.map((each) => each.id)) },
        { label: 'Forget all traces', action: () => void forget() },
      ]} />
    </div>
  );
}

const boundNames: Record<string, string> = {
  bytes: 'Traces over the bound of bytes',
  traces: 'Traces over their number',
  spans: 'Traces over the number of spans',
  age: 'Traces that had not changed for too long',
  spansPerTrace: 'Spans over the number in one trace',
  logs: 'Log lines over their bounds',
  queue: 'Spans that came too fast',
};

async function forget(): Promise<void> {
  if (!confirm('Forget all traces that are kept here?')) return;
  try {
    await write('DELETE', 'traces');
    tell('All traces forgotten');
  } catch (error) {
    tell(error instanceof ApiError ? error.message : String(error), true);
  }
}
