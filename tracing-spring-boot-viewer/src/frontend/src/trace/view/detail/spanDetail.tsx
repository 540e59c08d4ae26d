// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { linkTo } from '../../../page/address.ts';
import { Breakable } from '../../../page/breakable.tsx';
import { copy } from '../../../page/clipboard.ts';
import { Dot } from '../../../page/dot.tsx';
import { Icon } from '../../../page/icon.tsx';
import { Menu } from '../../../page/menu.tsx';
import { kindNames } from '../../columns.ts';
import { curl, traceparent } from '../../curl.ts';
import type { Model } from '../../model.ts';
import { list, text } from '../../otlp.ts';
import { opened } from '../opened.ts';
import { Line } from '../logsView.tsx';
import { Attributes } from './attributes.tsx';
import { Dropped } from './dropped.tsx';
import { Events } from './events.tsx';
import { Links } from './links.tsx';
import { Timing } from './timing.tsx';
import { Section } from './section.tsx';

export function SpanDetail({ model, row }: { model: Model; row: number }) {
  const { spans, services, resources, scopes, logsOf } = model;
  const raw = spans.raw[row]!;
  const lines = Array.from(logsOf.list.subarray(logsOf.first[row]!, logsOf.first[row + 1]!));
  const scope = scopes[spans.scope[row]!];
  return (
    <>
      <header class="detail-head">
        <h2>{spans.name[row]}</h2>
        <p class="detail-kind">
          <Dot service={services[spans.service[row]!]!} />{services[spans.service[row]!]}
          {spans.kind[row]! > 0 && <span class="tag">{kindNames[spans.kind[row]!]}</span>}
          <code class="detail-id">{spans.id[row]}</code>
          <Menu label="Copy" text="Copy" icon="copy" items={copies(model, row)} />
        </p>
      </header>
      <div class="detail-body" tabIndex={0} role="region" aria-label="About the span">
        {spans.error[row] === 1 && <p class="detail-error"><Icon name="error" /><span><Breakable text={text(raw.status?.message) || 'This span ended with an error.'} /></span></p>}
        <Section name="Timing"><Timing model={model} row={row} /></Section>
        {(list(raw.events).length > 0 || Number(raw.droppedEventsCount) > 0) && (
          <Section name="Events" number={list(raw.events).length}>
            <Events model={model} row={row} />
            <Dropped number={raw.droppedEventsCount} />
          </Section>
        )}
        <Section name="Attributes" number={list(raw.attributes).length}>
          <Attributes key={row} attributes={raw.attributes} filter />
          <Dropped number={raw.droppedAttributesCount} />
        </Section>
        {lines.length > 0 && <Section name="Logs" number={lines.length}><ol class="log-lines">{lines.map((line) => <Line key={line} model={model} line={line} inDetail />)}</ol></Section>}
        <Links model={model} row={row} />
        <Section name="Resource">
          <Attributes attributes={[...list(resources[spans.resource[row]!]?.attributes), ...scopeAttributes(scope)]} />
        </Section>
      </div>
    </>
  );
}

function scopeAttributes(scope: { name?: string; version?: string } | undefined) {
  if (!scope?.name) return [];
  return [{ key: 'scope', value: { stringValue: scope.version ? `${text(scope.name)} ${text(scope.version)}` : text(scope.name) } }];
}

function copies(model: Model, row: number) {
  const { spans } = model;
  const trace = opened.value?.id ?? model.traceId;
  const span = spans.id[row]!;
  const command = curl(spans, row);
  return [
    { label: 'Copy link', action: () => void copy(new URL(linkTo(trace, span), location.href).href, 'Link') },
    { label: 'Copy span id', action: () => void copy(span, 'Span id') },
    { label: 'Copy traceparent', action: () => void copy(traceparent(trace, span, Number(spans.raw[row]?.flags ?? 1)), 'traceparent') },
    ...(command ? [{ label: 'Copy as curl', action: () => void copy(command, 'curl command') }] : []),
    { label: 'Copy JSON', action: () => void copy(JSON.stringify(spans.raw[row], null, 2), 'JSON') },
  ];
}
