// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { follow, go, linkTo } from '../page/address.ts';
import type { Summary } from '../page/contract.ts';
import { Dot } from '../page/dot.tsx';
import { ago, clock, count, duration } from '../page/format.ts';
import { Icon } from '../page/icon.tsx';
import { info } from '../page/info.ts';
import { now } from '../page/screen.ts';
import { fresh, longList, traceList } from './listState.ts';

export function Rows({ traces }: { traces: Summary[] }) {
  const longest = traces.reduce((most, each) => Math.max(most, each.durationNanos), 1);
  const more = (traceList.value?.matched ?? 0) > traces.length && !longList.value;
  return (
    <>
      <table class="rows">
        <caption class="hidden">Traces</caption>
        <thead>
          <tr>
            <th scope="col" class="cell-status"><span class="hidden">Status</span></th>
            <th scope="col">Name</th>
            <th scope="col" class="cell-services">Services</th>
            <th scope="col" class="cell-duration">Duration</th>
            <th scope="col" class="cell-number">Spans</th>
            <th scope="col" class="cell-time">Started</th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => <Row key={trace.id} trace={trace} longest={longest} fresh={fresh.value.has(trace.id)} search={linkTo(trace.id)} />)}
        </tbody>
      </table>
      {more && <button class="button more" onClick={() => (longList.value = true)}>Show more</button>}
    </>
  );
}

interface RowProps {
  trace: Summary;
  longest: number;
  fresh: boolean;
  search: string;
}

function Row({ trace, longest, fresh, search }: RowProps) {
  const place = { trace: trace.id, span: null, view: null };
  const slow = trace.durationNanos >= (info.value?.slowMillis ?? Infinity) * 1e6;
  return (
    <tr class={fresh ? 'row row-fresh' : 'row'} onClick={(event) => !(event.target as Element).closest('a') && go(place, true)}>
      <td class="cell-status"><Status trace={trace} /></td>
      <th scope="row" class="cell-name">
        <a class="row-link" href={search} onClick={(event) => follow(event, place)}>{trace.name}</a>
        <span class="row-notes">
          {trace.httpStatus !== null && <span class={trace.httpStatus >= 400 ? 'code code-bad' : 'code'}>{trace.httpStatus}</span>}
          {trace.errors > 0 && <span class="note-error">{count(trace.errors, 'error')}</span>}
          {trace.running && <span class="tag">running</span>}
          {!trace.complete && !trace.running && <span class="tag" title="Its first span is not here">incomplete</span>}
          {trace.pinned && <span class="tag">pinned</span>}
          {trace.imported && <span class="tag">imported</span>}
        </span>
      </th>
      <td class="cell-services"><Services trace={trace} /></td>
      <td class="cell-duration">
        <span class={slow ? 'slow' : ''}>{duration(trace.durationNanos)}{slow && <span class="hidden"> (slow)</span>}</span>
        {/* The root, because beside a long trace all the others would look like nothing. */}
        <span class="bar" aria-hidden="true"><span class={slow ? 'bar-slow' : ''} style={{ width: `${Math.max(2, Math.sqrt(trace.durationNanos / longest) * 100)}%` }} /></span>
      </td>
      <td class="cell-number">{trace.spans.toLocaleString('en')}<span class="unit"> {trace.spans === 1 ? 'span' : 'spans'}</span></td>
      <td class="cell-time"><Started millis={trace.startMicros / 1e3} /></td>
    </tr>
  );
}

function Status({ trace }: { trace: Summary }) {
  const [icon, text] = trace.running ? (['running', 'Running'] as const) : trace.status === 'ERROR' || trace.errors > 0 ? (['error', 'Error'] as const) : (['ok', 'OK'] as const);
  return <span class={`status status-${icon}`} title={text}><Icon name={icon} /><span class="hidden">{text}</span></span>;
}

function Services({ trace }: { trace: Summary }) {
  return (
    <ul class="services">
      {trace.services.slice(0, 4).map((each) => (
        <li key={each.name} title={`${each.name}: ${count(each.spans, 'span')}${each.errors > 0 ? `, ${count(each.errors, 'error')}` : ''}`}>
          <Dot service={each.name} />{each.name} <span class="faint">{each.spans}</span>
        </li>
      ))}
      {trace.services.length > 4 && <li class="faint" title={trace.services.slice(4).map((each) => each.name).join(', ')}>+{trace.services.length - 4}</li>}
    </ul>
  );
}

function Started({ millis }: { millis: number }) {
  const exact = clock(millis);
  return <time dateTime={isoTime(millis)} title={exact}><span class="time-exact">{exact}</span> <span class="faint">{ago(millis, now.value)}</span></time>;
}

function isoTime(millis: number): string {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
