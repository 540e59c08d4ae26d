// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useKeys } from '../../page/keys.ts';
import { narrow } from '../../page/screen.ts';
import { Row } from './row.tsx';
import { Ruler, Lines } from './ruler.tsx';
import { useRowKeys } from './rowKeys.ts';
import { cursor, model, rows } from './state.ts';
import { treeWidth } from './treeWidth.ts';

/** Rows above and below what can be seen, so that a step of the wheel shows no gap. */
const SPARE = 6;

/** The tree of spans over time. Only the rows in sight are in the document. */
export function Waterfall() {
  const grid = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(600);
  const rowHeight = narrow.value ? 48 : 28;
  const keys = useRowKeys(grid, () => Math.max(1, Math.floor(height.value / rowHeight) - 2));
  useKeys(keys.letters);
  useLayoutEffect(() => {
    const element = grid.current!;
    height.value = element.clientHeight;
    const observer = new ResizeObserver(() => (height.value = element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const all = rows.value;
  const at = all.indexOf(cursor.value);
  useEffect(() => {
    if (at >= 0) keepInSight(grid.current!, at, rowHeight);
  }, [cursor.value, rowHeight]);
  const now = model.value;
  if (!now) return null;
  const first = Math.max(0, Math.min(Math.floor(top.value / rowHeight), all.length - 1) - SPARE);
  const last = Math.min(all.length, first + Math.ceil(height.value / rowHeight) + 2 * SPARE);
  const visible: VNode[] = [];
  for (let index = first; index < last; index++) visible.push(<Row key={all[index]} model={now} row={all[index]!} index={index} />);
  return (
    <div
      ref={grid}
      class="waterfall"
      role="treegrid"
      aria-label="Spans"
      aria-rowcount={all.length + 1}
      aria-colcount={2}
      aria-activedescendant={at >= first && at < last ? `row-${cursor.value}` : undefined}
      tabIndex={0}
      style={{ '--tree': `${treeWidth.value}%`, '--row': `${rowHeight}px` }}
      onScroll={(event) => (top.value = event.currentTarget.scrollTop)}
      onKeyDown={keys.onKeyDown}
      onFocus={(event) => at >= 0 && event.currentTarget.matches(':focus-visible') && keepInSight(event.currentTarget, at, rowHeight)}
    >
      <Ruler />
      <div role="rowgroup" class="waterfall-rows" style={{ height: `${all.length * rowHeight}px` }}>
        <Lines />
        <div role="presentation" class="waterfall-window" style={{ top: `${first * rowHeight}px` }}>{visible}</div>
      </div>
    </div>
  );
}

function keepInSight(grid: HTMLElement, index: number, rowHeight: number): void {
  const head = 28;
  const top = index * rowHeight;
  if (top < grid.scrollTop) grid.scrollTop = top - rowHeight;
  else if (top + rowHeight > grid.scrollTop + grid.clientHeight - head) grid.scrollTop = top + 2 * rowHeight + head - grid.clientHeight;
}
