// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { address, go } from '../page/address.ts';
import { Icon } from '../page/icon.tsx';

/** `key=value` or `key`, as many as wanted; a trace has to have them all. */
export function AttributeFilter({ keys }: { keys: string[] }) {
  const [text, setText] = useState('');
  const { attributes } = address.value;
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const value = text.trim().replace(/\s*=\s*/, '=');
    if (value === '' || value.startsWith('=')) return;
    go({ attributes: [...new Set([...attributes, value])] });
    setText('');
  };
  return (
    <>
      <form class="filter-attribute" onSubmit={add}>
        <input list="keys" placeholder="attribute=value" aria-label="Attribute, as key=value or key" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <datalist id="keys">{keys.map((key) => <option key={key} value={`${key}=`} />)}</datalist>
        <button class="button">Add</button>
      </form>
      {attributes.map((each) => (
        <button key={each} class="chip chip-on" aria-label={`Remove ${each}`} onClick={() => go({ attributes: attributes.filter((other) => other !== each) })}>
          <code>{each}</code><Icon name="close" />
        </button>
      ))}
    </>
  );
}
