// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { address } from '../page/address.ts';
import { filtered, noFilters } from '../page/addressFormat.ts';
import { go } from '../page/address.ts';
import { Jobs } from '../jobs/jobs.tsx';
import { Empty, NothingMatches } from './empty.tsx';
import { FilterBar } from './filterBar.tsx';
import { ListHead } from './listHead.tsx';
import { listFailure, traceList } from './listState.ts';
import { Rows } from './rows.tsx';
import { Scatter } from './scatter.tsx';
import { Icon } from '../page/icon.tsx';
import { useKeys } from '../page/keys.ts';
import { useEffect } from 'preact/hooks';
import { opened } from '../trace/view/opened.ts';

/** The page's first view: what has been traced lately. */
export function ListView() {
  useKeys(keys);
  useEffect(() => {
    document.title = 'Traces';
    returnToRow();
  }, []);
  const list = traceList.value;
  if (!list) return <main class="list">{listFailure.value ? <p class="message">{listFailure.value}</p> : <p class="message faint" aria-busy="true">Loading…</p>}</main>;
  const empty = list.total === 0 && !filtered(address.value);
  return (
    <main class="list">
      <h1 class="hidden">Traces</h1>
      <Jobs />
      {empty ? <Empty /> : (
        <>
          <FilterBar />
          {list.traces.length > 0 && <Scatter traces={list.traces} />}
          {listFailure.value && <p class="list-failure" role="alert"><Icon name="error" />The list is as it was: {listFailure.value}</p>}
          <ListHead list={list} />
          {list.traces.length > 0 ? <Rows traces={list.traces} /> : <NothingMatches />}
        </>
      )}
    </main>
  );
}

/** Who comes back from a trace goes on at its row, not at the top of the page. */
function returnToRow(): void {
  const id = opened.peek()?.id;
  if (id && document.activeElement === document.body) document.querySelector<HTMLElement>(`.rows a[href*="${id}"]`)?.focus();
}

function moveRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.rows .row-link')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

const keys = {
  j: () => moveRow(1),
  k: () => moveRow(-1),
  ArrowDown: () => moveRow(1),
  ArrowUp: () => moveRow(-1),
  '/': () => document.querySelector<HTMLElement>('.filter-name input')?.focus(),
  Escape: () => {
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    else if (filtered(address.value)) go(noFilters);
    else return false;
  },
};
