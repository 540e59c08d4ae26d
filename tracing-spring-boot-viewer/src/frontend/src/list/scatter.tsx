// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from 'preact/hooks';
import { go } from '../page/address.ts';
import { fitCanvas, useWidth } from '../page/canvas.ts';
import type { Summary } from '../page/contract.ts';
import { clock, count, duration } from '../page/format.ts';
import { recall, remember } from '../page/memory.ts';
import { colourOf } from '../page/palette.ts';
import { colour, dark } from '../page/theme.ts';
import { nearest, plot, type Plot, type Point } from './scatterPlot.ts';

const HEIGHT = 128;
const AREA = { left: 56, top: 10, right: 16, bottom: 24 };

/** Durations over time: outliers and errors at a glance. The rows below say the same to those who do not see it. */
export function Scatter({ traces }: { traces: Summary[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(canvas);
  const [logarithmic, setLogarithmic] = useState(recall('scale') !== 'linear');
  const [hovered, setHovered] = useState<Point | null>(null);
  const area = { left: AREA.left, top: AREA.top, width: Math.max(10, width - AREA.left - AREA.right), height: HEIGHT - AREA.top - AREA.bottom };
  const drawn = plot(traces, area, logarithmic);
  const isDark = dark.value;
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, width, drawn, hovered?.trace.id ?? null);
  }, [traces, width, logarithmic, hovered, isDark]);
  const find = (event: MouseEvent) => nearest(drawn.points, event.offsetX, event.offsetY, 14);
  const switchScale = () => {
    setLogarithmic(!logarithmic);
    remember('scale', logarithmic ? 'linear' : 'log');
  };
  const errors = traces.filter((each) => each.errors > 0).length;
  return (
    <section class="scatter" aria-label="Latency over time">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Durations of ${count(traces.length, 'trace')} over time, ${count(errors, 'trace')} with errors`}
        class={hovered ? 'scatter-hit' : ''}
        onMouseMove={(event) => setHovered(find(event))}
        onMouseLeave={() => setHovered(null)}
        onClick={(event) => {
          const point = find(event);
          if (point) go({ trace: point.trace.id, span: null, view: null }, true);
        }}
      />
      <button class="button button-small scatter-scale" aria-pressed={logarithmic} onClick={switchScale}>log</button>
      {hovered && <Tip point={hovered} width={width} />}
    </section>
  );
}

function Tip({ point, width }: { point: Point; width: number }) {
  const { trace } = point;
  const right = point.x > width / 2;
  return (
    <div class="tip" style={{ top: `${Math.max(4, point.y - 20)}px`, left: right ? 'auto' : `${point.x + 12}px`, right: right ? `${width - point.x + 12}px` : 'auto' }}>
      <strong>{trace.name}</strong>
      <span>{trace.service} · {duration(trace.durationNanos)} · {count(trace.spans, 'span')}</span>
      {trace.errors > 0 && <span class="note-error">{count(trace.errors, 'error')}</span>}
      <span class="faint">{clock(trace.startMicros / 1e3)}</span>
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, width: number, { points, yTicks, from, to }: Plot, hovered: string | null): void {
  const pen = fitCanvas(canvas, width, HEIGHT);
  if (!pen) return;
  const ink = colour('--ink-3');
  const line = colour('--line');
  const error = colour('--error');
  pen.font = `12px ${getComputedStyle(canvas).fontFamily}`;
  pen.lineWidth = 1;
  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  for (const { y, nanos } of yTicks) {
    pen.strokeStyle = line;
    pen.beginPath();
    pen.moveTo(AREA.left - 4, Math.round(y) + 0.5);
    pen.lineTo(width - AREA.right + 8, Math.round(y) + 0.5);
    pen.stroke();
    pen.fillStyle = ink;
    pen.fillText(duration(nanos), AREA.left - 10, y);
  }
  pen.fillStyle = ink;
  pen.textAlign = 'left';
  pen.fillText(clock(from / 1e3).slice(0, -4), AREA.left - 4, HEIGHT - 9);
  pen.textAlign = 'right';
  pen.fillText(clock(to / 1e3).slice(0, -4), width - AREA.right + 8, HEIGHT - 9);
  for (const point of points) drawPoint(pen, point, point.trace.errors > 0 ? error : colour(colourOf(point.trace.service)), point.trace.id === hovered);
}

/** Errors are crosses, so that they differ by shape as well. */
function drawPoint(pen: CanvasRenderingContext2D, { trace, x, y }: Point, paint: string, hovered: boolean): void {
  const radius = Math.min(7, 3 + Math.log10(Math.max(1, trace.spans)) * 1.2) + (hovered ? 2 : 0);
  pen.beginPath();
  if (trace.errors > 0) {
    pen.lineWidth = 2;
    pen.strokeStyle = paint;
    pen.moveTo(x - radius, y - radius);
    pen.lineTo(x + radius, y + radius);
    pen.moveTo(x + radius, y - radius);
    pen.lineTo(x - radius, y + radius);
    pen.stroke();
    return;
  }
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.globalAlpha = hovered ? 1 : 0.75;
  pen.fillStyle = paint;
  pen.fill();
  pen.globalAlpha = 1;
}
