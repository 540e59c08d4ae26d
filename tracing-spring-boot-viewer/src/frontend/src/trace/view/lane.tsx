// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { duration } from '../../page/format.ts';
import { colourOf } from '../../page/palette.ts';
import { instant, nanosBetween } from '../instant.ts';
import type { Model } from '../model.ts';
import { list, type OtlpEvent } from '../otlp.ts';
import { distinct, type Piece } from './pieces.ts';
import { pathOn, range } from './state.ts';

/** More marks than this on one bar would be a smear. */
const MOST = 40;

/** The bar of a row, with what happened in it. */
export function Lane({ model, row }: { model: Model; row: number }) {
  return row >= model.display.spans ? <RepeatLane model={model} index={row - model.display.spans} /> : <SpanLane model={model} row={row} />;
}

function SpanLane({ model, row }: { model: Model; row: number }) {
  const { spans, services } = model;
  const start = spans.start[row]!;
  const length = spans.duration[row]!;
  const missing = row >= spans.spans;
  const classes = ['wbar'];
  if (missing) classes.push('wbar-missing');
  else if (spans.error[row]) classes.push('wbar-error');
  const paint: Record<string, string> = missing ? {} : { background: `var(${colourOf(services[spans.service[row]!]!)})` };
  return (
    <div role="gridcell" class="cell-lane" aria-label={`${duration(length)}, from ${duration(start - model.from)}`}>
      <div class="lane" aria-hidden="true">
        <Bar from={start} to={start + length} name={classes.join(' ')} paint={paint} />
        {pathOn.value && <CriticalBars model={model} rows={[row]} />}
        {!missing && <Marks model={model} row={row} />}
        {!missing && <Label from={start} to={start + length} text={duration(length)} />}
      </div>
    </div>
  );
}

function RepeatLane({ model, index }: { model: Model; index: number }) {
  const { spans, services } = model;
  const { rows, total } = model.display.repeats[index]!;
  const from = spans.start[rows[0]!]!;
  const to = rows.reduce((end, row) => Math.max(end, spans.start[row]! + spans.duration[row]!), from);
  const paint = `var(${colourOf(services[spans.service[rows[0]!]!]!)})`;
  const members = distinct(Array.from(rows, (row) => ({ from: spans.start[row]!, to: spans.start[row]! + spans.duration[row]! })), range.value);
  return (
    <div role="gridcell" class="cell-lane" aria-label={`Σ ${duration(total)} in all, from ${duration(from - model.from)}`}>
      <div class="lane" aria-hidden="true">
        <Bar from={from} to={to} name="wbar wbar-repeat" paint={{ color: paint }} />
        {members.map((piece) => <Bar key={piece.from} from={piece.from} to={piece.to} name="wbar wbar-member" paint={{ background: paint }} />)}
        {pathOn.value && <CriticalBars model={model} rows={rows} />}
        <Label from={from} to={to} text={`Σ ${duration(total)}`} />
      </div>
    </div>
  );
}

function CriticalBars({ model, rows }: { model: Model; rows: ArrayLike<number> }) {
  const { segments, first, from, to } = model.path();
  const pieces: Piece[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    // The path knows the latest first.
    for (let each = first[row + 1]! - 1; each >= first[row]!; each--) pieces.push({ from: from[segments[each]!]!, to: to[segments[each]!]! });
  }
  return <>{distinct(pieces, range.value).map((piece) => <Bar key={piece.from} from={piece.from} to={piece.to} name="wcritical" />)}</>;
}

/** Log lines stand above the bar, events on it; both in the colour of their severity. */
function Marks({ model, row }: { model: Model; row: number }) {
  const { logs, logsOf, spans, origin } = model;
  const lines = Array.from(logsOf.list.subarray(logsOf.first[row]!, Math.min(logsOf.first[row + 1]!, logsOf.first[row]! + MOST)));
  const events = list(spans.raw[row]?.events).slice(0, MOST);
  const timeOf = (event: OtlpEvent) => {
    const time = instant(event.timeUnixNano);
    return time ? nanosBetween(origin, time) + spans.shift[row]! : NaN;
  };
  return (
    <>
      {lines.map((line) => <Mark key={`l${line}`} at={logs.time[line]! + spans.shift[row]!} name={`wlog wlog-${level(logs.severity[line]!)}`} />)}
      {events.map((event, index) => <Mark key={`e${index}`} at={timeOf(event)} name={event.name === 'exception' ? 'wevent wevent-error' : 'wevent'} />)}
    </>
  );
}

function Mark({ at, name }: { at: number; name: string }) {
  return outside(at, at) || Number.isNaN(at) ? null : <span class={name} style={{ marginLeft: `calc(${shareOf(at)}% - 3px)` }} />;
}

/** The duration, behind the bar: the lane leaves room for it at its end. */
function Label({ from, to, text }: { from: number; to: number; text: string }) {
  return outside(from, to) ? null : <span class="wlabel" style={{ marginLeft: `${shareOf(to)}%` }}>{text}</span>;
}

function Bar({ from, to, name, paint = {} }: { from: number; to: number; name: string; paint?: Record<string, string> }) {
  if (outside(from, to)) return null;
  const left = shareOf(from);
  return <span class={name} style={{ marginLeft: `${left}%`, width: `${shareOf(to) - left}%`, ...paint }} />;
}

function outside(from: number, to: number): boolean {
  return to < range.value.from || from > range.value.to;
}

function shareOf(time: number): number {
  const { from, to } = range.value;
  return Math.max(0, Math.min(100, ((time - from) / (to - from)) * 100));
}

export function level(severity: number): string {
  return severity >= 17 ? 'error' : severity >= 13 ? 'warn' : severity >= 9 ? 'info' : severity >= 1 ? 'debug' : 'none';
}
