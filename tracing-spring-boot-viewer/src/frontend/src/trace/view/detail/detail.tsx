// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef } from 'preact/hooks';
import { narrow } from '../../../page/screen.ts';
import { Icon } from '../../../page/icon.tsx';
import { closeDetail, detail, model } from '../state.ts';
import { MissingDetail, RepeatDetail } from './otherDetail.tsx';
import { SpanDetail } from './spanDetail.tsx';

/** What is known of the chosen row: beside the waterfall, or over it where there is no room beside. */
export function Detail() {
  const place = useRef<HTMLElement>(null);
  const sheet = narrow.value;
  useEffect(() => {
    if (!sheet) return;
    place.current?.querySelector('button')?.focus();
    return () => document.querySelector<HTMLElement>('.waterfall')?.focus();
  }, [sheet]);
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
