// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { duration } from '../../../page/format.ts';
import { Dot } from '../../../page/dot.tsx';
import { Icon } from '../../../page/icon.tsx';
import type { Model } from '../../model.ts';
import { repeatLabel } from '../../repeatLabel.ts';
import { openDetail, reveal } from '../state.ts';
import { Attributes } from './attributes.tsx';
import { Section } from './section.tsx';

/** Repeated calls, seen as one. */
export function RepeatDetail({ model, index }: { model: Model; index: number }) {
  const { spans, services } = model;
  const { rows, total, warning } = model.display.repeats[index]!;
  const slowest = rows.reduce((most, row) => (spans.duration[row]! > spans.duration[most]! ? row : most), rows[0]!);
  const fastest = rows.reduce((least, row) => (spans.duration[row]! < spans.duration[least]! ? row : least), rows[0]!);
  const show = (row: number) => () => {
    reveal(row);
    openDetail(row);
  };
  return (
    <>
      <header class="detail-head">
        <h2>{rows.length} × {repeatLabel(model, index)}</h2>
        <p class="detail-kind"><Dot service={services[spans.service[slowest]!]!} />{services[spans.service[slowest]!]}</p>
      </header>
      <div class="detail-body" tabIndex={0} role="region" aria-label="About the repeated calls">
        {warning && (
          <p class="detail-warning">
            <Icon name="warning" />
            <span>The same call again and again, one after another (N+1). One call for all of them would save most of the {duration(total)}.</span>
          </p>
        )}
        <Section name="Timing">
          <dl class="timing">
            <div><dt>In all</dt><dd>{duration(total)}</dd></div>
            <div><dt>Mean</dt><dd>{duration(total / rows.length)}</dd></div>
            <div><dt>Slowest</dt><dd><button class="button button-small" onClick={show(slowest)}>{duration(spans.duration[slowest]!)}</button></dd></div>
            <div><dt>Fastest</dt><dd><button class="button button-small" onClick={show(fastest)}>{duration(spans.duration[fastest]!)}</button></dd></div>
          </dl>
        </Section>
        <Section name="Attributes of the first"><Attributes attributes={spans.raw[rows[0]!]?.attributes} /></Section>
      </div>
    </>
  );
}

export function MissingDetail({ model, row }: { model: Model; row: number }) {
  return (
    <>
      <header class="detail-head">
        <h2>Parent not here</h2>
        <p class="detail-kind"><code class="detail-id">{model.spans.id[row]}</code></p>
      </header>
      <div class="detail-body">
        <p>Spans name this one as their parent, but it has not arrived. Either it has not ended yet, or it was made by a service that does not send its spans here.</p>
      </div>
    </>
  );
}
