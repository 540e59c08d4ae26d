// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { render } from 'preact';
import { listen } from './page/live.ts';
import { Page } from './page/page.tsx';

render(<Page />, document.getElementById('page')!);
void listen();
