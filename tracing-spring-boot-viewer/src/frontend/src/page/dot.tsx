// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { colourOf } from './palette.ts';

/** A service's colour; its name always stands beside it. */
export function Dot({ service }: { service: string }) {
  return <span class="dot" aria-hidden="true" style={{ background: `var(${colourOf(service)})` }} />;
}
