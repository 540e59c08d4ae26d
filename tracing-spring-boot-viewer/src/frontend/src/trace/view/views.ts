// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { FunctionComponent } from 'preact';
import { address } from '../../page/address.ts';
import type { Model } from '../model.ts';
import { LogsView } from './logsView.tsx';
import { Waterfall } from './waterfall.tsx';

interface View {
  /** The name in the address; the first view has none there. */
  readonly name: string;
  readonly label: (model: Model) => string;
  readonly component: FunctionComponent;
}

/** The ways to look at a trace. Another one (a flame graph, a comparison) is another line here. */
export const views: View[] = [
  { name: 'waterfall', label: () => 'Waterfall', component: Waterfall },
  { name: 'logs', label: (model) => `Logs ${model.logs.size.toLocaleString('en')}`, component: LogsView },
];

export function currentView(): View {
  return views.find((each) => each.name === address.value.view) ?? views[0]!;
}
