// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mark } from '../../target/unit/trace/columns.js';
import { visibleRows } from '../../target/unit/trace/display.js';
import { attribute, document, documentOf, modelOf } from './traces.mjs';

test('rows are parents before children, siblings by start', () => {
  const model = modelOf(document(['late', 'root', 5, 6], ['root', null, 0, 10], ['deep', 'late', 5, 6], ['early', 'root', 1, 2]));
  assert.deepEqual(model.names(), ['root', 'early', 'late', 'deep']);
  assert.equal(model.depth('deep'), 2);
});

test('a folded row hides what is below', () => {
  const model = modelOf(document(['root', null, 0, 10], ['a', 'root', 1, 5], ['b', 'a', 2, 3], ['c', 'root', 6, 7]));
  const closed = new Uint8Array(model.display.size);
  closed[model.row('a')] = 1;
  assert.deepEqual(Array.from(visibleRows(model.display, closed), (row) => model.spans.id[row]), ['root', 'a', 'c']);
});

test('several roots stand side by side', () => {
  const model = modelOf(document(['b', null, 5, 6], ['a', null, 0, 1]));
  assert.deepEqual(model.names(), ['a', 'b']);
});

test('a cycle is cut at the span that came first', () => {
  const model = modelOf(document(['a', 'c', 0, 10], ['b', 'a', 1, 9], ['c', 'b', 2, 8], ['self', 'self', 0, 1]));
  assert.equal(model.marksOf('a') & Mark.CYCLE, Mark.CYCLE);
  assert.equal(model.marksOf('b') & Mark.CYCLE, 0);
  assert.equal(model.depth('c'), 2);
  assert.equal(model.depth('self'), 0);
});

test('a duplicate is kept, and children stay with the first', () => {
  const model = modelOf(document(['a', null, 0, 10], ['a', null, 3, 4], ['child', 'a', 5, 6]));
  assert.equal(model.display.size, 3);
  assert.equal(model.spans.marks[1] & Mark.DUPLICATE, Mark.DUPLICATE);
  assert.equal(model.spans.parent[2], 0);
});

test('a missing parent spans its children', () => {
  const model = modelOf(document(['a', 'gone', 5, 8], ['b', 'gone', 7, 12]));
  const row = model.row('gone');
  assert.deepEqual([model.spans.start[row], model.spans.duration[row]], [0, 7e6]);
  assert.deepEqual(model.names(), ['gone', 'a', 'b']);
});

test('errors count for all above them', () => {
  const model = modelOf(document(['root', null, 0, 10], ['a', 'root', 1, 5], ['b', 'a', 2, 3, { status: { code: 2 } }]));
  assert.deepEqual(['root', 'a', 'b'].map((id) => model.errors[model.row(id)]), [1, 1, 1]);
});

test('a callee with another clock is moved into its call, and what it did with it', () => {
  const model = modelOf(documentOf({
    caller: [['root', null, 0, 100], ['call', 'root', 10, 50, { kind: 3 }]],
    callee: [['server', 'call', 3_010, 3_030, { kind: 2 }], ['inner', 'server', 3_015, 3_020]],
  }));
  assert.equal(model.startOf('server'), 20);
  assert.equal(model.startOf('inner'), 25);
  assert.equal(model.marksOf('inner') & Mark.ADJUSTED, Mark.ADJUSTED);
  assert.equal(model.to, 100e6);
});

test('a callee that starts in its call and ends a little after it is not moved', () => {
  const end = (millis) => modelOf(documentOf({ caller: [['call', null, 0, 50, { kind: 3 }]], callee: [['server', 'call', 2, millis, { kind: 2 }]] }));
  assert.equal(end(50.9).startOf('server'), 2);
  assert.equal(end(50.9).marksOf('server') & Mark.ADJUSTED, 0);
  assert.equal(end(50.9).criticalOf('server'), 48);
  assert.equal(end(51.5).marksOf('server') & Mark.ADJUSTED, Mark.ADJUSTED);
  const early = modelOf(documentOf({ caller: [['call', null, 0, 50, { kind: 3 }]], callee: [['server', 'call', -0.5, 40, { kind: 2 }]] }));
  assert.equal(early.marksOf('server') & Mark.ADJUSTED, Mark.ADJUSTED);
  const behind = modelOf(documentOf({ caller: [['call', null, 0, 50, { kind: 3 }]], callee: [['server', 'call', 50.2, 50.7, { kind: 2 }]] }));
  assert.equal(behind.marksOf('server') & Mark.ADJUSTED, Mark.ADJUSTED);
});

test('a consumer may come after its producer has ended, but not before it', () => {
  const model = modelOf(documentOf({
    sender: [['send', null, 0, 5, { kind: 4 }]],
    receiver: [['late', 'send', 500, 600, { kind: 5 }], ['early', 'send', -20, -10, { kind: 5 }]],
  }));
  assert.equal(model.startOf('late') - model.startOf('send'), 500);
  assert.equal(model.startOf('early'), model.startOf('send'));
});

test('the first line of a span is found by it', () => {
  const spans = document(['a', null, 0, 10], ['b', 'a', 0, 10]);
  const model = modelOf({ ...spans, resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: attribute('', 'x').value, spanId: 'b' }, { body: attribute('', 'y').value }] }] }] });
  const { first, list } = model.logsOf;
  assert.deepEqual(Array.from(list.subarray(first[1], first[2])), [0]);
  assert.equal(first[1] - first[0], 0);
});
