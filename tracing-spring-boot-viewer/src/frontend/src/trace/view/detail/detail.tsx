// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../../page/icon.tsx';
import { closeDetail, detail, model, sheet } from '../state.ts';
import { MissingDetail, RepeatDetail } from './otherDetail.tsx';
import { SpanDetail } from './spanDetail.tsx';

/** What is known of the chosen row: beside the waterfall, or over it where there is no room beside. */
export function Detail() {
  const place = useRef<HTMLElement>(null);
  const over = sheet.value;
  useLayoutEffect(() => {
    const opener = document.activeElement;
    return () => {
      // Closed from within, the detail would take the focus along.
      const focused = document.activeElement;
      if (focused === document.body || place.current?.contains(focused)) giveBack(opener);
    };
  }, []);
  useEffect(() => {
    if (over) place.current?.querySelector('button')?.focus();
  }, [over]);
  useEffect(() => {
    place.current?.querySelector('.detail-body')?.scrollTo(0, 0);
  }, [detail.value]);
  const now = model.value;
  const row = detail.value;
  if (!now || row < 0) return null;
  return (
    <aside class="detail" ref={place} aria-label="Detail">
      <button class="button button-icon detail-close" aria-label="Close the detail" title="Close (Esc)" onClick={closeDetail}><Icon name="close" /></button>
      {row >= now.display.spans ? <RepeatDetail model={now} index={row - now.display.spans} />
        : row >= now.spans.spans ? <MissingDetail model={now} row={row} />
        : <SpanDetail model={now} row={row} />}
    </aside>
  );
}

/** Later, because what lay behind a sheet cannot have the focus before the sheet is gone. */
function giveBack(opener: Element | null): void {
  queueMicrotask(() => {
    const known = opener instanceof HTMLElement && opener !== document.body && opener.isConnected;
    (known ? opener : document.querySelector<HTMLElement>('.waterfall, .logs'))?.focus();
  });
}
