// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { follow, linkTo } from '../../../page/address.ts';
import type { SpanReference } from '../../../page/contract.ts';
import { Dot } from '../../../page/dot.tsx';
import type { Model } from '../../model.ts';
import { list, text } from '../../otlp.ts';
import { opened, type TraceDocument } from '../opened.ts';
import { Attributes } from './attributes.tsx';
import { Dropped } from './dropped.tsx';
import { Section } from './section.tsx';

/** Spans that this one names as related, and spans that name this one. */
export function Links({ model, row }: { model: Model; row: number }) {
  const to = list(model.spans.raw[row]!.links);
  // A link whose target is not told belongs to the trace, which its roots stand for.
  const here = ({ to }: SpanReference) => (to ? to === model.spans.id[row] : model.spans.parent[row]! < 0);
  const from = list((model.document as TraceDocument).linkedFrom).filter(here);
  const dropped = model.spans.raw[row]!.droppedLinksCount;
  if (to.length + from.length === 0 && !(Number(dropped) > 0)) return null;
  return (
    <Section name="Links" number={to.length + from.length}>
      <ul class="links">
        {to.map((link, index) => (
          <li key={`to${index}`}>
            <span class="faint">to</span> <SpanLink trace={text(link.traceId)} span={text(link.spanId)} />
            {list(link.attributes).length > 0 && <Attributes attributes={link.attributes} />}
          </li>
        ))}
        {from.map((link, index) => (
          <li key={`from${index}`}>
            <span class="faint">from</span> <SpanLink trace={link.traceId} span={link.spanId} name={link.name} service={link.service} />
          </li>
        ))}
      </ul>
      <Dropped number={dropped} />
    </Section>
  );
}

function SpanLink({ trace, span, name, service }: { trace: string; span: string; name?: string; service?: string }) {
  const same = trace === opened.value?.id;
  const inTrace = same ? opened.value!.model.spans.name[opened.value!.model.spans.id.indexOf(span)] : undefined;
  const label = name ?? inTrace ?? `${trace.slice(0, 8)}… / ${span.slice(0, 8)}…`;
  return (
    <a href={linkTo(trace, span)} title={`Trace ${trace}, span ${span}`} onClick={(event) => follow(event, { trace, span, view: null })}>
      {service && <Dot service={service} />}{service ? `${service}: ${label}` : label}
      {!same && <span class="faint"> (another trace)</span>}
    </a>
  );
}
