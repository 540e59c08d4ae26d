// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { address, follow } from '../../../page/address.ts';
import { formatAddress, noFilters } from '../../../page/addressFormat.ts';
import { Breakable } from '../../../page/breakable.tsx';
import { copy } from '../../../page/clipboard.ts';
import { Icon } from '../../../page/icon.tsx';
import { list, text, valueText, type OtlpAttribute } from '../../otlp.ts';

/** More than these need a filter to be found. */
const MANY = 8;

/** Keys and values; `filter` offers a way to the traces that have the same. */
export function Attributes({ attributes, filter = false }: { attributes: OtlpAttribute[] | undefined; filter?: boolean }) {
  const [typed, setTyped] = useState('');
  const all = list(attributes).map((each) => ({ key: text(each.key), value: valueText(each.value) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const words = typed.toLowerCase();
  const shown = all.filter(({ key, value }) => `${key}=${value}`.toLowerCase().includes(words));
  if (all.length === 0) return <p class="faint">None.</p>;
  return (
    <>
      {all.length > MANY && filter && (
        <div class="search search-small">
          <Icon name="search" />
          <input type="search" placeholder="Filter attributes" aria-label="Filter attributes" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        </div>
      )}
      <dl class="attributes">
        {shown.map(({ key, value }, index) => (
          <div key={`${key} ${index}`}>
            <dt><Breakable text={key} /></dt>
            <dd>
              <span class="attribute-value">{value === '' ? <span class="faint">(empty)</span> : value}</span>
              <span class="attribute-tools">
                {filter && value !== '' && <SameLink attribute={`${key}=${value}`} />}
                <button class="button button-icon button-small" aria-label={`Copy ${key}`} title="Copy the value" onClick={() => void copy(value, key)}><Icon name="copy" /></button>
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 && <p class="faint">No attribute matches.</p>}
    </>
  );
}

function SameLink({ attribute }: { attribute: string }) {
  // A value that was cut is found by what is left of it.
  const condition = attribute.replace(/…$/, '');
  const change = { ...noFilters, trace: null, span: null, view: null, attributes: [condition] };
  return (
    <a class="button button-icon button-small" href={formatAddress({ ...address.value, ...change })} aria-label={`Traces with ${condition}`} title="Traces with the same" onClick={(event) => follow(event, change)}>
      <Icon name="filter" />
    </a>
  );
}
