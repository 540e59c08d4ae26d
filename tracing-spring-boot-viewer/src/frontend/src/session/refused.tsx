// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { generation, refused } from '../page/api.ts';
import { Icon } from '../page/icon.tsx';

/** The whole page while the server refuses this browser. */
export function Refused() {
  const again = () => {
    refused.value = null;
    generation.value++;
  };
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
    </main>
  );
}
