// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { narrow } from '../../page/screen.ts';
import { model, range } from './state.ts';
import { ticks } from './ticks.ts';
import { NARROWEST, setTreeWidth, treeWidth, WIDEST } from './treeWidth.ts';

function shownTicks() {
  const origin = model.value?.from ?? 0;
  return ticks(range.value.from - origin, range.value.to - origin, narrow.value ? 3 : 5);
}

/** The head of the waterfall: what the columns are, and the time. */
export function Ruler() {
  return (
    <div role="rowgroup" class="ruler-place">
      <div role="row" aria-rowindex={1} class="ruler">
        <div role="columnheader" class="ruler-name">Span</div>
        <div role="columnheader" class="ruler-time">
          <span class="hidden">Time</span>
          {shownTicks().map(({ share, label }) => (
            <span key={label} class={share > 0.9 ? 'tick tick-last' : 'tick'} aria-hidden="true" style={{ left: `${share * 100}%` }}>{label}</span>
          ))}
          <Divider />
        </div>
      </div>
    </div>
  );
}

export function Lines() {
  return (
    <div class="lines" aria-hidden="true">
      <div class="lines-lane">{shownTicks().map(({ share, label }) => <span key={label} style={{ left: `${share * 100}%` }} />)}</div>
    </div>
  );
}

/** Moves the bound between names and bars, by pointer and by arrow keys. */
function Divider() {
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    const box = handle.closest('.ruler')!.getBoundingClientRect();
    const move = (moved: PointerEvent) => setTreeWidth(((moved.clientX - box.left) / box.width) * 100);
    const stop = () => handle.removeEventListener('pointermove', move);
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', stop, { once: true });
    event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setTreeWidth(treeWidth.value + step);
  };
  if (narrow.value) return null;
  return (
    <div
      class="divider"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the names"
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={treeWidth.value}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={onKeyDown}
    />
  );
}
