// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Breakable } from '../../../page/breakable.tsx';
import { duration } from '../../../page/format.ts';
import { instant, nanosBetween } from '../../instant.ts';
import type { Model } from '../../model.ts';
import { attribute, list, text, type OtlpEvent } from '../../otlp.ts';
import { Attributes } from './attributes.tsx';
import { Stack } from './stack.tsx';

/** What happened in the span, each with its time from the span's start. */
export function Events({ model, row }: { model: Model; row: number }) {
  const { spans, origin } = model;
  return (
    <ol class="events">
      {list(spans.raw[row]!.events).map((event, index) => {
        const time = instant(event.timeUnixNano);
        const offset = time ? nanosBetween(origin, time) + spans.shift[row]! - spans.start[row]! : null;
        return <Event key={index} event={event} offset={offset} />;
      })}
    </ol>
  );
}

function Event({ event, offset }: { event: OtlpEvent; offset: number | null }) {
  const stack = attribute(event.attributes, 'exception.stacktrace');
  const type = attribute(event.attributes, 'exception.type');
  const message = attribute(event.attributes, 'exception.message');
  const others = list(event.attributes).filter((each) => !['exception.stacktrace', 'exception.type', 'exception.message'].includes(text(each.key)));
  return (
    <li>
      <p class="event-head">
        {offset !== null && <span class="log-time">{offset < 0 ? duration(offset) : `+${duration(offset)}`}</span>}
        <strong><Breakable text={type || text(event.name) || '(no name)'} /></strong>
      </p>
      {message && <p class="event-message">{message}</p>}
      {stack && <Stack stack={stack} />}
      {others.length > 0 && <Attributes attributes={others} />}
    </li>
  );
}
