// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { count, duration } from '../../page/format.ts';
import { Icon } from '../../page/icon.tsx';
import { colourOf } from '../../page/palette.ts';
import { Mark } from '../columns.ts';
import { siblings } from '../display.ts';
import type { Model } from '../model.ts';
import { repeatLabel } from '../repeatLabel.ts';
import { Lane } from './lane.tsx';
import { closed, cursor, detail, fold, matching, moveTo, openDetail, query } from './state.ts';

interface RowProps {
  model: Model;
  row: number;
  index: number;
}

/** One line of the waterfall: a span, a parent that is not here, or repeated calls in one. */
export function Row({ model, row, index }: RowProps) {
  const { display } = model;
  const opens = display.below[row]! > 0;
  const shut = closed.value[row] === 1;
  const classes = ['wrow'];
  if (cursor.value === row) classes.push('wrow-cursor');
  if (detail.value === row) classes.push('wrow-open');
  if (query.value !== '') classes.push(matching.value.has(row) ? 'wrow-match' : 'wrow-other');
  if (row < display.spans && model.spans.error[row]) classes.push('wrow-error');
  const onClick = (event: MouseEvent) => {
    if ((event.target as Element).closest('.twisty') && opens) {
      fold(row, !shut);
      moveTo(row);
    } else openDetail(row);
  };
  return (
    <div
      role="row"
      id={`row-${row}`}
      class={classes.join(' ')}
      aria-level={display.depth[row]! + 1}
      aria-setsize={siblings(display, row)}
      aria-posinset={display.place[row]!}
      aria-rowindex={index + 2}
      aria-expanded={opens ? !shut : undefined}
      aria-selected={detail.value === row}
      onClick={onClick}
    >
      <div role="gridcell" class="cell-tree" style={{ '--depth': String(Math.min(display.depth[row]!, 24)) }}>
        <span class={opens ? 'twisty' : 'twisty twisty-leaf'} aria-hidden="true">{opens && <Icon name={shut ? 'closed' : 'open'} />}</span>
        {row >= display.spans ? <RepeatName model={model} index={row - display.spans} /> : <SpanName model={model} row={row} shut={shut} />}
      </div>
      <Lane model={model} row={row} />
    </div>
  );
}

function SpanName({ model, row, shut }: { model: Model; row: number; shut: boolean }) {
  const { spans, services, errors, display } = model;
  if (row >= spans.spans) return <span class="wname faint" title={`Span ${spans.id[row]} has children here, but did not come itself`}>parent not here</span>;
  const service = services[spans.service[row]!]!;
  const hidden = shut ? errors[row]! - spans.error[row]! : 0;
  const marks = spans.marks[row]!;
  return (
    <>
      <span class="stripe" aria-hidden="true" style={{ background: `var(${colourOf(service)})` }} />
      {spans.error[row] === 1 && <span class="mark-error" title="Error"><Icon name="error" /><span class="hidden">Error: </span></span>}
      <span class="wname" title={spans.name[row]!}>{spans.name[row]}</span>
      <span class="wservice" title={service}>{service}</span>
      {hidden > 0 && <span class="tag tag-error"><Icon name="error" />{count(hidden, 'error')}</span>}
      {shut && <span class="tag" title="Rows folded away">{display.below[row]!.toLocaleString('en')}</span>}
      {(marks & Mark.DUPLICATE) > 0 && <span class="tag" title="Another span came first with the same id">same id</span>}
      {(marks & Mark.CYCLE) > 0 && <span class="tag" title="The span was its own ancestor">cycle cut</span>}
      {(marks & Mark.ADJUSTED) > 0 && <span class="tag" title={`Moved by ${duration(spans.shift[row]!)}: its clock and its caller's disagree`}>adjusted</span>}
    </>
  );
}

function RepeatName({ model, index }: { model: Model; index: number }) {
  const repeat = model.display.repeats[index]!;
  const service = model.services[model.spans.service[repeat.rows[0]!]!]!;
  return (
    <>
      <span class="stripe stripe-repeat" aria-hidden="true" style={{ color: `var(${colourOf(service)})` }} />
      <span class="times">{repeat.rows.length} ×</span>
      <span class="wname" title={repeatLabel(model, index)}>{repeatLabel(model, index)}</span>
      <span class="wservice" title={service}>{service}</span>
      {repeat.warning && <span class="tag tag-warning" title="The same call one after another: could it be one?"><Icon name="warning" />N+1</span>}
    </>
  );
}
