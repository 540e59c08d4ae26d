// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { go } from '../../page/address.ts';
import { count } from '../../page/format.ts';
import { Icon } from '../../page/icon.tsx';
import { useKeys } from '../../page/keys.ts';
import { useTyped } from '../../page/typed.ts';
import { resetRange } from './range.ts';
import { cursor, errorRows, foldAll, matches, matching, model, moveTo, nextOf, openDetail, pathOn, query, switchPath, zoomed } from './state.ts';
import { currentView, views } from './views.ts';

export function Toolbar() {
  useKeys(keys);
  const waterfall = currentView() === views[0];
  const errors = errorRows.value.length;
  return (
    <div class="toolbar">
      <Views />
      <Search />
      {waterfall && (
        <>
          {errors > 0 && <button class="button" title="Next error (e)" onClick={nextError}><Icon name="error" />{count(errors, 'error')}</button>}
          <button class="button" aria-pressed={pathOn.value} title="Critical path (c)" aria-label="Critical path" onClick={switchPath}><Icon name="path" /><span class="wide-only">Critical path</span></button>
          <button class="button button-icon" aria-label="Fold all" title="Fold all" onClick={() => foldAll(true)}><Icon name="collapse" /></button>
          <button class="button button-icon" aria-label="Unfold all" title="Unfold all" onClick={() => foldAll(false)}><Icon name="expand" /></button>
          {zoomed.value && <button class="button" onClick={resetRange}><Icon name="zoom" />Whole trace</button>}
        </>
      )}
    </div>
  );
}

function Views() {
  const now = model.value;
  return (
    <div class="choice" role="group" aria-label="View">
      {now && views.map((view, index) => (
        <button key={view.name} class="button" aria-pressed={view === currentView()} onClick={() => go({ view: index === 0 ? null : view.name })}>
          {view.label(now)}
        </button>
      ))}
    </div>
  );
}

function Search() {
  const [text, setText] = useTyped(query.value, (typed) => {
    query.value = typed.trim();
    // The match that is in sight already is the one to stay at.
    if (matches.value.length > 0 && !matching.value.has(cursor.value)) nextMatch(1);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    nextMatch(event.shiftKey ? -1 : 1);
  };
  const found = matches.value.length;
  const at = found > 0 ? matches.value.indexOf(cursor.value) + 1 : 0;
  return (
    <div class="search search-trace">
      <Icon name="search" />
      <input type="search" placeholder="Search" aria-label="Search in the trace" value={text} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} />
      <span class="search-count" role="status">{query.value === '' ? '' : found === 0 ? 'no match' : at > 0 ? `${at} of ${found}` : `${found} found`}</span>
      {found > 0 && (
        <>
          <button class="button button-icon" aria-label="Previous match" title="Previous match (N)" onClick={() => nextMatch(-1)}><Icon name="previous" /></button>
          <button class="button button-icon" aria-label="Next match" title="Next match (n)" onClick={() => nextMatch(1)}><Icon name="next" /></button>
        </>
      )}
    </div>
  );
}

function nextMatch(step: 1 | -1): void {
  const row = nextOf(matches.value, step);
  if (row !== null) moveTo(row);
}

function nextError(): void {
  const row = nextOf(errorRows.value, 1);
  if (row !== null) openDetail(row);
}

const keys = {
  '/': () => document.querySelector<HTMLElement>('.search-trace input')?.focus(),
  n: () => nextMatch(1),
  N: () => nextMatch(-1),
  e: nextError,
  c: switchPath,
};
