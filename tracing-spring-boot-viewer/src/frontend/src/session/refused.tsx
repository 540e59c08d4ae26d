// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { generation, get, refused } from '../page/api.ts';
import { count } from '../page/format.ts';
import { Icon } from '../page/icon.tsx';

/** The whole page while the server refuses this browser. */
export function Refused() {
  const [times, setTimes] = useState(0);
  // The page stays as it is until the server answers otherwise, and the focus on its button.
  const again = () => void get('info').then(
    () => {
      refused.value = null;
      generation.value++;
    },
    () => setTimes(times + 1),
  );
  return (
    <main class="message">
      <Icon name="error" />
      <h1>No access from here</h1>
      <p>{refused.value}</p>
      <p class="faint">
        The page answers only to the machine that the application runs on, under the names it knows. Its documentation tells
        how to open it to other machines.
      </p>
      <button class="button" onClick={again}>Try again</button>
      <p class="faint" role="status">{times > 0 && `Still no access, asked ${count(times + 1, 'time')}.`}</p>
    </main>
  );
}
