// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { address, go } from '../page/address.ts';
import { Dot } from '../page/dot.tsx';
import { traceList } from './listState.ts';

/** One switch for each service; several that are on widen the choice. */
export function ServiceFilter() {
  const chosen = address.value.services;
  const known = traceList.value?.services ?? [];
  // A service of the address may have no trace any more, and must be there to be switched off.
  const all = [...known, ...chosen.filter((each) => !known.includes(each))];
  if (all.length < 2 && chosen.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label="Services">
      {all.map((service) => {
        const on = chosen.includes(service);
        const toggle = () => go({ services: on ? chosen.filter((each) => each !== service) : [...chosen, service] });
        return (
          <button key={service} class={on ? 'chip chip-on' : 'chip'} aria-pressed={on} onClick={toggle}>
            <Dot service={service} />{service}
          </button>
        );
      })}
    </div>
  );
}
