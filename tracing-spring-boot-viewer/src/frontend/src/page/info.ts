// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';
import type { Info } from './contract.ts';

/** What the server says about itself, once it has. */
export const info = signal<Info | null>(null);
