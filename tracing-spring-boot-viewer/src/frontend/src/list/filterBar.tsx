// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { address, go } from '../page/address.ts';
import { filtered, noFilters, sorts, type Sort } from '../page/addressFormat.ts';
import { get } from '../page/api.ts';
import type { Facets } from '../page/contract.ts';
import { Icon } from '../page/icon.tsx';
import { narrow } from '../page/screen.ts';
import { useTyped } from '../page/typed.ts';
import { AttributeFilter } from './attributeFilter.tsx';
import { ServiceFilter } from './serviceFilter.tsx';

/** Everything the list can be narrowed by; all of it is in the address. */
export function FilterBar() {
  const [facets, setFacets] = useState<Facets | null>(null);
  const [open, setOpen] = useState(false);
  const loadFacets = () => void get<Facets>('facets').then(setFacets, () => undefined);
  const active = filtered(address.value);
  const body = (
    <>
      <StatusFilter />
      <DurationFilter />
      <AttributeFilter keys={facets?.attributes ?? []} />
      <SortChoice />
      {active && <button class="button button-quiet" onClick={() => go(noFilters)}>Reset</button>}
    </>
  );
  return (
    <section class="filters" aria-label="Filters" onFocusIn={() => facets ?? loadFacets()}>
      <div class="filter-line">
        <NameFilter names={facets?.names ?? []} />
        {narrow.value && (
          <button class="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="filter" />Filters{active ? ' (on)' : ''}
          </button>
        )}
        {!narrow.value && body}
      </div>
      {narrow.value && open && <div class="filter-line filter-more">{body}</div>}
      {(!narrow.value || open) && <ServiceFilter />}
    </section>
  );
}

function NameFilter({ names }: { names: string[] }) {
  const { name, id } = address.value;
  const [text, setText] = useTyped(id || name, (typed) => {
    const value = typed.trim();
    // What looks like the beginning of a trace id is one: span names are not written in hexadecimal.
    const isId = /^[0-9a-f]{8,32}$/.test(value);
    go({ name: isId ? '' : value, id: isId ? value : '' });
  });
  return (
    <label class="filter-name search">
      <span class="hidden">Span name or trace id</span>
      <Icon name="search" />
      <input type="search" list="names" placeholder="Span name or trace id" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <datalist id="names">{names.map((each) => <option key={each} value={each} />)}</datalist>
    </label>
  );
}

function StatusFilter() {
  const choices = [['', 'All'], ['error', 'Errors'], ['ok', 'OK']] as const;
  return (
    <div class="choice" role="group" aria-label="Status">
      {choices.map(([status, label]) => (
        <button key={status} class="button" aria-pressed={address.value.status === status} onClick={() => go({ status })}>{label}</button>
      ))}
    </div>
  );
}

function DurationFilter() {
  const [min, setMin] = useTyped(address.value.min, (typed) => go({ min: number(typed) }));
  const [max, setMax] = useTyped(address.value.max, (typed) => go({ max: number(typed) }));
  return (
    <div class="filter-duration" role="group" aria-label="Duration in milliseconds">
      <input inputMode="decimal" size={5} placeholder="min" aria-label="At least, in ms" value={min} onInput={(event) => setMin(event.currentTarget.value)} />
      <span aria-hidden="true">–</span>
      <input inputMode="decimal" size={5} placeholder="max" aria-label="At most, in ms" value={max} onInput={(event) => setMax(event.currentTarget.value)} />
      <span class="faint">ms</span>
    </div>
  );
}

function SortChoice() {
  const labels: Record<Sort, string> = {
    newest: 'Newest first', oldest: 'Oldest first', longest: 'Longest first', shortest: 'Shortest first', spans: 'Most spans', errors: 'Most errors',
  };
  return (
    <label class="sort">
      <span class="hidden">Sort</span>
      <select value={address.value.sort} onChange={(event) => go({ sort: event.currentTarget.value as Sort })}>
        {sorts.map((sort) => <option key={sort} value={sort}>{labels[sort]}</option>)}
      </select>
    </label>
  );
}

function number(typed: string): string {
  const value = typed.trim().replace(',', '.');
  return /^\d{1,12}(\.\d{1,6})?$/.test(value) ? value : '';
}
