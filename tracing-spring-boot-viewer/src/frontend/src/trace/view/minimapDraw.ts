// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { fitCanvas } from '../../page/canvas.ts';
import { colourOf } from '../../page/palette.ts';
import { colour } from '../../page/theme.ts';
import type { Model } from '../model.ts';

const HEIGHT = 54;
const PADDING = 6;

/** Draws every span as a line, in order of the waterfall; of many spans, those that share a line as one. */
export function drawMinimap(canvas: HTMLCanvasElement, width: number, model: Model, path: boolean): void {
  const pen = fitCanvas(canvas, width, HEIGHT);
  if (!pen) return;
  const { spans, display } = model;
  const length = model.to - model.from;
  const lines = Math.max(1, HEIGHT - 2 * PADDING);
  const thick = Math.max(1, Math.min(5, lines / display.size));
  const paints = model.services.map((service) => colour(colourOf(service)));
  const error = colour('--error');
  const x = (time: number) => ((time - model.from) / length) * width;
  let line = -1;
  let until = -Infinity;
  for (let at = 0; at < display.size; at++) {
    const row = display.order[at]!;
    if (row >= spans.spans) continue;
    const y = PADDING + (at / display.size) * lines;
    const from = x(spans.start[row]!);
    const to = x(spans.start[row]! + spans.duration[row]!);
    // What the line shows already need not be drawn again.
    if (Math.floor(y) !== line) [line, until] = [Math.floor(y), -Infinity];
    else if (to <= until && !spans.error[row]) continue;
    until = Math.max(until, to);
    pen.fillStyle = spans.error[row] ? error : paints[spans.service[row]!]!;
    pen.fillRect(from, y, Math.max(1.5, to - from), Math.max(1, thick - 0.5));
  }
  drawLogs(pen, model, x);
  if (path) drawPath(pen, model, x);
}

/** Log lines as ticks at the top. */
function drawLogs(pen: CanvasRenderingContext2D, { logs, spans }: Model, x: (time: number) => number): void {
  const paints = { error: colour('--error'), warn: colour('--warning'), other: colour('--ink-3') };
  for (let line = 0; line < logs.size; line++) {
    const span = logs.span[line]!;
    const severity = logs.severity[line]!;
    pen.fillStyle = severity >= 17 ? paints.error : severity >= 13 ? paints.warn : paints.other;
    pen.fillRect(x(logs.time[line]! + (span >= 0 ? spans.shift[span]! : 0)) - 0.75, 0, 1.5, 4);
  }
}

/** The critical path as one line below everything. */
function drawPath(pen: CanvasRenderingContext2D, model: Model, x: (time: number) => number): void {
  const { from, to, segments } = model.path();
  pen.fillStyle = colour('--critical');
  let drawnFrom = Infinity;
  for (let at = 0; at < segments.length; at++) {
    // Latest first: pieces that touch are one.
    if (x(to[at]!) >= drawnFrom - 0.5 && x(from[at]!) > drawnFrom - 1) continue;
    drawnFrom = x(from[at]!);
    pen.fillRect(drawnFrom, HEIGHT - 2, Math.max(1, x(to[at]!) - drawnFrom), 2);
  }
}
