// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect } from 'preact/hooks';
import { useSignalEffect } from '@preact/signals';
import { DropPlace } from '../exchange/drop.tsx';
import { ListView } from '../list/listView.tsx';
import { Refused } from '../session/refused.tsx';
import { SignIn } from '../session/signIn.tsx';
import { TraceView } from '../trace/view/traceView.tsx';
import { address } from './address.ts';
import { generation, get, refused } from './api.ts';
import type { Info } from './contract.ts';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { info } from './info.ts';
import { Notice } from './notice.tsx';

export function Page() {
  useSignalEffect(() => {
    generation.value;
    get<Info>('info').then((answer) => (info.value = answer), () => undefined);
  });
  const trace = address.value.trace;
  useEffect(() => {
    // The list scrolls to the row that is come back to.
    if (trace) scrollTo(0, 0);
  }, [trace]);
  if (refused.value !== null) return <Refused />;
  return (
    <>
      <Header />
      {trace ? <TraceView /> : <ListView />}
      <DropPlace />
      <Help />
      <SignIn />
      <Notice />
    </>
  );
}
