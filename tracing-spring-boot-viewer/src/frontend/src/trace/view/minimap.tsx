// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef } from 'preact/hooks';
import { useWidth } from '../../page/canvas.ts';
import { duration } from '../../page/format.ts';
import { dark } from '../../page/theme.ts';
import type { Model } from '../model.ts';
import { drawMinimap } from './minimapDraw.ts';
import { resetRange, setRange } from './range.ts';
import { pathOn, range, zoomed } from './state.ts';

/** The whole trace in small. Dragging over it chooses the piece of time below. */
export function Minimap({ model }: { model: Model }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const isDark = dark.value;
  const path = pathOn.value;
  useEffect(() => {
    if (canvas.current && width > 0) drawMinimap(canvas.current, width, model, path);
  }, [model, width, isDark, path]);
  const length = model.to - model.from;
  const share = (time: number) => ((time - model.from) / length) * 100;
  const timeAt = (event: PointerEvent) => {
    const box = place.current!.getBoundingClientRect();
    return model.from + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * length;
  };
  const brush = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const from = timeAt(event);
    // A press without a drag is no choice of a piece.
    drag(event, (moved) => Math.abs(moved.clientX - event.clientX) > 3 && setRange(from, timeAt(moved)));
  };
  const { from, to } = range.value;
  return (
    <div class="minimap" ref={place} onPointerDown={brush} onDblClick={resetRange}>
      <canvas ref={canvas} role="img" aria-label="The whole trace over time" />
      {zoomed.value && (
        <>
          <span class="shade" aria-hidden="true" style={{ left: '0', width: `${share(from)}%` }} />
          <span class="shade" aria-hidden="true" style={{ left: `${share(to)}%`, right: '0' }} />
        </>
      )}
      <Handle label="Start of the shown time" at={share(from)} text={duration(from - model.from)} move={(event) => setRange(timeAt(event), range.value.to)} step={(by) => setRange(from + by * (to - from), to)} />
      <Handle label="End of the shown time" at={share(to)} text={duration(to - model.from)} move={(event) => setRange(range.value.from, timeAt(event))} step={(by) => setRange(from, to + by * (to - from))} />
    </div>
  );
}

interface HandleProps {
  label: string;
  at: number;
  text: string;
  move: (event: PointerEvent) => void;
  step: (by: number) => void;
}

function Handle({ label, at, text, move, step }: HandleProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -0.05, ArrowDown: -0.05, ArrowRight: 0.05, ArrowUp: 0.05 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    step(by);
  };
  const onPointerDown = (event: PointerEvent) => {
    event.stopPropagation();
    drag(event, move);
  };
  return (
    <span
      class={at < 50 ? 'handle' : 'handle handle-end'}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at)}
      aria-valuetext={text}
      style={{ left: `${at}%` }}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}

function drag(event: PointerEvent, move: (event: PointerEvent) => void): void {
  const element = event.currentTarget as HTMLElement;
  element.setPointerCapture(event.pointerId);
  element.addEventListener('pointermove', move);
  element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', move), { once: true });
}
