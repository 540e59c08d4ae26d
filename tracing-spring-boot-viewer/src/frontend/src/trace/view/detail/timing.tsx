// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { clock, duration, percent } from '../../../page/format.ts';
import { Mark } from '../../columns.ts';
import { epochMillis } from '../../instant.ts';
import type { Model } from '../../model.ts';

export function Timing({ model, row }: { model: Model; row: number }) {
  const { spans } = model;
  const length = spans.duration[row]!;
  const whole = model.to - model.from;
  const self = model.self()[row]!;
  const path = model.path();
  const critical = path.time[row]!;
  return (
    <>
      <dl class="timing">
        <Time name="Started" value={clock(epochMillis(model.origin, spans.start[row]!))} note={`+${duration(spans.start[row]! - model.from)}`} />
        <Time name="Duration" value={duration(length)} note={`${percent(length / whole)} of the trace`} share={length / whole} />
        <Time name="Self time" value={duration(self)} note={length > 0 ? `${percent(self / length)} of the span` : ''} share={length > 0 ? self / length : 0} />
        <Time name="Critical path" value={duration(critical)} note={path.total > 0 ? `${percent(critical / path.total)} of the path` : ''} share={path.total > 0 ? critical / path.total : 0} />
      </dl>
      <Remarks model={model} row={row} />
    </>
  );
}

function Time({ name, value, note, share }: { name: string; value: string; note: string; share?: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="timing-value">{value}</span> <span class="faint">{note}</span>
        {share !== undefined && <span class="bar" aria-hidden="true"><span style={{ width: `${Math.min(100, share * 100)}%` }} /></span>}
      </dd>
    </div>
  );
}

function Remarks({ model: { spans }, row }: { model: Model; row: number }) {
  const marks = spans.marks[row]!;
  const remarks = [
    marks & Mark.ADJUSTED && `Moved by ${duration(spans.shift[row]!)}, because its clock and its caller's disagree.`,
    marks & Mark.DUPLICATE && 'Another span of the trace came first with the same id.',
    marks & Mark.CYCLE && 'The span was its own ancestor, so it stands at the top.',
    marks & Mark.NO_START && 'It came without a start.',
    marks & Mark.NO_END && 'It came without an end, or ended before it started.',
  ].filter(Boolean);
  return <>{remarks.map((remark) => <p key={remark} class="remark">{remark}</p>)}</>;
}
