// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect } from 'preact/hooks';
import { neighbour } from '../../list/listState.ts';
import { address, follow, go, linkTo } from '../../page/address.ts';
import { useKeys } from '../../page/keys.ts';
import { Detail } from './detail/detail.tsx';
import { Minimap } from './minimap.tsx';
import { openFailure, opened } from './opened.ts';
import { closeDetail, detail, query, sheet, zoomed } from './state.ts';
import { TraceHead } from './traceHead.tsx';
import { Toolbar } from './toolbar.tsx';
import { currentView } from './views.ts';
import { resetRange } from './range.ts';

/** One trace: its head, its time line, and one of the views below. */
export function TraceView() {
  useKeys(keys);
  const open = opened.value?.id === address.value.trace ? opened.value : null;
  const name = open?.summary?.name;
  useEffect(() => {
    document.title = name ? `${name} – Traces` : 'Trace – Traces';
  }, [name]);
  if (!open) return <main class="trace">{openFailure.value ? <NotHere /> : <p class="message faint" aria-busy="true">Loading…</p>}</main>;
  const View = currentView().component;
  return (
    <main class={detail.value >= 0 ? 'trace trace-with-detail' : 'trace'}>
      <div class="trace-main" inert={sheet.value}>
        <TraceHead open={open} />
        <Minimap model={open.model} />
        <Toolbar />
        <View />
      </div>
      {detail.value >= 0 && <Detail />}
    </main>
  );
}

function NotHere() {
  const failure = openFailure.value!;
  return (
    <section class="message">
      <h1>{failure.status === 404 ? 'This trace is not here' : 'The trace could not be loaded'}</h1>
      <p>{failure.status === 404 ? 'It was never here, or newer traces took its place. Pinned traces stay.' : failure.message}</p>
      <a class="button" href={linkTo(null)} onClick={(event) => follow(event, { trace: null, span: null, view: null })}>All traces</a>
    </section>
  );
}

export function toNeighbour(step: 1 | -1): void {
  const next = address.value.trace && neighbour(address.value.trace, step);
  if (next) go({ trace: next, span: null });
}

const keys = {
  '[': () => toNeighbour(-1),
  ']': () => toNeighbour(1),
  Escape: () => {
    const focused = document.activeElement;
    if (query.value !== '' && focused instanceof HTMLInputElement) query.value = '';
    else if (focused instanceof HTMLInputElement) focused.blur();
    else if (detail.value >= 0) closeDetail();
    else if (query.value !== '') query.value = '';
    else if (zoomed.value) resetRange();
    else go({ trace: null, span: null, view: null }, true);
  },
};
