// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { download } from '../../exchange/download.ts';
import { follow, linkTo } from '../../page/address.ts';
import { ApiError, write } from '../../page/api.ts';
import { copy } from '../../page/clipboard.ts';
import { clock, count, duration } from '../../page/format.ts';
import { Dot } from '../../page/dot.tsx';
import { Icon } from '../../page/icon.tsx';
import { Menu } from '../../page/menu.tsx';
import { tell } from '../../page/notice.tsx';
import { Mark } from '../columns.ts';
import { curl, traceparent } from '../curl.ts';
import { epochMillis } from '../instant.ts';
import type { Opened } from './opened.ts';
import { toNeighbour } from './traceView.tsx';

export function TraceHead({ open }: { open: Opened }) {
  const { model, summary } = open;
  const errors = summary?.errors ?? model.spans.error.reduce((sum, each) => sum + each, 0);
  return (
    <header class="trace-head">
      <div class="trace-title">
        <a class="button button-icon" href={linkTo(null)} aria-label="All traces" title="All traces (Esc)" onClick={(event) => follow(event, { trace: null, span: null, view: null })}>
          <Icon name="back" />
        </a>
        <span class={errors > 0 ? 'status status-error' : 'status status-ok'}>
          <Icon name={errors > 0 ? 'error' : 'ok'} /><span class="hidden">{errors > 0 ? 'Error' : 'OK'}</span>
        </span>
        <h1>{summary?.name ?? rootName(open)}</h1>
        {summary?.httpStatus != null && <span class={summary.httpStatus >= 400 ? 'code code-bad' : 'code'}>{summary.httpStatus}</span>}
        <Tags open={open} />
        <Tools open={open} />
      </div>
      <dl class="facts">
        <Fact name="Started">{clock(epochMillis(model.origin, model.from))}</Fact>
        <Fact name="Duration">{duration(model.to - model.from)}<Uncorrected open={open} /></Fact>
        <Fact name="Spans">{model.spans.spans.toLocaleString('en')}</Fact>
        <Fact name="Errors"><span class={errors > 0 ? 'note-error' : ''}>{errors.toLocaleString('en')}</span></Fact>
        <Fact name="Logs">{model.logs.size.toLocaleString('en')}</Fact>
        <Fact name="Services"><span class="fact-services">{[...new Set(model.services)].map((name) => <span key={name}><Dot service={name} />{name}</span>)}</span></Fact>
        <Fact name="Trace">
          <button class="id" title="Copy the trace id" aria-label={`Copy the trace id ${open.id}`} onClick={() => void copy(open.id, 'Trace id')}>
            <code>{open.id}</code><Icon name="copy" />
          </button>
        </Fact>
      </dl>
    </header>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return <div class={`fact fact-${name.toLowerCase()}`}><dt>{name}</dt><dd>{children}</dd></div>;
}

/** The duration that the list has of it, where clocks were corrected. */
function Uncorrected({ open: { model, summary } }: { open: Opened }) {
  const listed = duration(summary?.durationNanos ?? 0);
  if (!summary || listed === duration(model.to - model.from) || !model.spans.marks.some((marks) => (marks & Mark.ADJUSTED) > 0)) return null;
  return <span class="faint" title="By the clocks as they are: the list shows, sorts and filters by this one"> ({listed} uncorrected)</span>;
}

function Tags({ open: { summary } }: { open: Opened }) {
  if (!summary) return null;
  return (
    <>
      {summary.running && <span class="tag">running</span>}
      {summary.imported && <span class="tag">imported</span>}
      {!summary.complete && !summary.running && <span class="tag" title="Its first span is not here">incomplete</span>}
      {summary.droppedSpans > 0 && <span class="tag tag-warning"><Icon name="warning" />{count(summary.droppedSpans, 'span')} more were dropped</span>}
      {(summary.droppedLogs ?? 0) > 0 && <span class="tag tag-warning"><Icon name="warning" />{count(summary.droppedLogs!, 'log line')} more were dropped</span>}
    </>
  );
}

function Tools({ open }: { open: Opened }) {
  const pinned = open.summary?.pinned ?? false;
  const pin = async () => {
    try {
      await write(pinned ? 'DELETE' : 'PUT', `traces/${open.id}/pin`);
      tell(pinned ? 'No longer pinned' : 'Pinned: newer traces do not push it out');
    } catch (error) {
      tell(error instanceof ApiError ? error.message : String(error), true);
    }
  };
  return (
    <div class="trace-tools">
      <button class="button button-icon" aria-label="Previous trace" title="Previous trace ([)" onClick={() => toNeighbour(-1)}><Icon name="previous" /></button>
      <button class="button button-icon" aria-label="Next trace" title="Next trace (])" onClick={() => toNeighbour(1)}><Icon name="next" /></button>
      <button class="button button-icon" aria-pressed={pinned} aria-label="Pin" title={pinned ? 'Pinned: click to unpin' : 'Pin: keep it however many traces come'} onClick={() => void pin()}><Icon name="pin" /></button>
      <button class="button button-icon" aria-label="Export OTLP JSON" title="Export OTLP JSON" onClick={() => download(`trace-${open.id}.json`, JSON.stringify(open.document))}><Icon name="download" /></button>
      <Menu label="Copy" icon="copy" items={copies(open)} />
    </div>
  );
}

function copies({ id, document, model, summary }: Opened) {
  const { spans } = model;
  const root = Math.max(0, spans.id.indexOf(summary?.rootSpanId ?? ''));
  const command = spans.spans > 0 ? curl(spans, root) : null;
  return [
    { label: 'Copy link', action: () => void copy(new URL(linkTo(id), location.href).href, 'Link') },
    { label: 'Copy trace id', action: () => void copy(id, 'Trace id') },
    ...(spans.spans > 0 ? [{ label: 'Copy traceparent', action: () => void copy(traceparent(id, spans.id[root]!, spans.raw[root]?.flags ?? 1), 'traceparent') }] : []),
    ...(command ? [{ label: 'Copy as curl', action: () => void copy(command, 'curl command') }] : []),
    { label: 'Copy JSON', action: () => void copy(JSON.stringify(document, null, 2), 'JSON') },
  ];
}

function rootName({ model }: Opened): string {
  const first = model.display.order.find((row) => row < model.spans.spans);
  return first === undefined ? 'Trace' : model.spans.name[first]!;
}
