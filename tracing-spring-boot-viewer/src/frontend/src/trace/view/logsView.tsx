// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { duration } from '../../page/format.ts';
import { Dot } from '../../page/dot.tsx';
import { useKeys } from '../../page/keys.ts';
import { attribute } from '../otlp.ts';
import type { Model } from '../model.ts';
import { level } from './lane.tsx';
import { Stack } from './detail/stack.tsx';
import { detail, model, openDetail, query } from './state.ts';

const FIRST = 500;

/** All lines of the trace in order of time. A line opens the span that it was written in. */
export function LogsView() {
  const [all, setAll] = useState(false);
  useKeys(keys);
  const now = model.value;
  if (!now) return null;
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const lines: number[] = [];
  for (let line = 0; line < now.logs.size; line++)
    if (words.every((word) => `${now.logs.message[line]} ${now.logs.logger[line]} ${now.services[now.logs.service[line]!]}`.toLowerCase().includes(word))) lines.push(line);
  if (lines.length === 0) return <p class="message faint">{now.logs.size === 0 ? 'No log line was written in this trace.' : 'No log line matches the search.'}</p>;
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <div class="logs" tabIndex={0} role="region" aria-label="Log lines">
      <ol class="log-lines">{shown.map((line) => <Line key={line} model={now} line={line} />)}</ol>
      {shown.length < lines.length && <button class="button more" onClick={() => setAll(true)}>Show all {lines.length.toLocaleString('en')} lines</button>}
    </div>
  );
}

export function Line({ model, line, inDetail = false }: { model: Model; line: number; inDetail?: boolean }) {
  const { logs, services, spans } = model;
  const span = logs.span[line]!;
  const time = logs.time[line]! + (span >= 0 ? spans.shift[span]! : 0);
  const severity = level(logs.severity[line]!);
  const stack = attribute(logs.raw[line]!.attributes, 'exception.stacktrace');
  const thread = attribute(logs.raw[line]!.attributes, 'thread.name');
  const chosen = !inDetail && span >= 0 && detail.value === span;
  return (
    <li class={chosen ? 'log log-chosen' : 'log'}>
      <div class="log-head">
        <span class="log-time">+{duration(time - model.from)}</span>
        <span class={`level level-${severity}`}>{logs.raw[line]!.severityText || severity.toUpperCase()}</span>
        {!inDetail && <span class="log-service"><Dot service={services[logs.service[line]!]!} />{services[logs.service[line]!]}</span>}
        <span class="log-logger" title={thread ? `${logs.logger[line]} in thread ${thread}` : logs.logger[line]}>{shortLogger(logs.logger[line]!)}</span>
      </div>
      {!inDetail && span >= 0
        ? <button class="log-message" title={`Show the span ${spans.name[span]}`} onClick={() => openDetail(span)}>{logs.message[line] || '(empty)'}</button>
        : <p class="log-message">{logs.message[line] || '(empty)'}</p>}
      {stack && <details class="log-stack"><summary>Stack trace</summary><Stack stack={stack} /></details>}
    </li>
  );
}

/** The last part of a logger's name: the packages before it are in its title. */
function shortLogger(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function step(by: 1 | -1): void {
  const lines = [...document.querySelectorAll<HTMLElement>('.logs .log-message')];
  const at = lines.indexOf(document.activeElement as HTMLElement);
  lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : at + by]?.focus();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
};
