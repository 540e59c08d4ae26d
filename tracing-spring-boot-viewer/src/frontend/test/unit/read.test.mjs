// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, nanosBetween } from '../../target/unit/trace/instant.js';
import { valueText } from '../../target/unit/trace/otlp.js';
import { read } from '../../target/unit/trace/read.js';
import { attribute, document, documentOf, nanos } from './traces.mjs';

test('times keep their nanoseconds', () => {
  const from = instant('1790000000123456789');
  assert.equal(nanosBetween(from, instant('1790000001123456790')), 1_000_000_001);
  assert.equal(instant('-5'), null);
  assert.equal(instant('0'), null);
  assert.equal(instant('99999999999999999999999'), null);
  assert.equal(instant({}), null);
});

test('spans become columns with their service', () => {
  const { spans, services, traceId } = read(documentOf({ orders: [['a', null, 0, 10]], payments: [['b', 'a', 2, 5, { kind: 2, status: { code: 2 } }]] }));
  assert.equal(traceId, '0af7651916cd43dd8448eb211c80319c');
  assert.deepEqual(Array.from(spans.service, (each) => services[each]), ['orders', 'payments']);
  assert.deepEqual(Array.from(spans.start), [0, 2e6]);
  assert.deepEqual(Array.from(spans.duration), [10e6, 3e6]);
  assert.deepEqual(Array.from(spans.parent), [-1, 0]);
  assert.deepEqual(Array.from(spans.error), [0, 1]);
});

test('names of kinds and of status codes are understood too', () => {
  const { spans } = read(document(['a', null, 0, 1, { kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_ERROR' } }]));
  assert.equal(spans.kind[0], 3);
  assert.equal(spans.error[0], 1);
});

test('a parent that is not here gets one row', () => {
  const { spans } = read(document(['a', 'gone', 0, 1], ['b', 'gone', 1, 2]));
  assert.equal(spans.size, 3);
  assert.equal(spans.spans, 2);
  assert.deepEqual(Array.from(spans.parent), [2, 2, -1]);
});

test('an id of zeros is no parent', () => {
  assert.equal(read(document(['a', '0000000000000000', 0, 1])).spans.size, 1);
});

test('log lines are in order of time and know their span', () => {
  const spans = document(['a', null, 0, 10]);
  const line = (at, body, spanId) => ({ timeUnixNano: nanos(at), severityText: 'warn', body: { stringValue: body }, spanId });
  const { logs } = read({ ...spans, resourceLogs: [{ scopeLogs: [{ scope: { name: 'com.acme.Log' }, logRecords: [line(5, 'second', 'a'), line(2, 'first', 'zzz')] }] }] });
  assert.deepEqual(logs.message, ['first', 'second']);
  assert.deepEqual(Array.from(logs.span), [-1, 0]);
  assert.deepEqual(Array.from(logs.severity), [13, 13]);
  assert.equal(logs.logger[0], 'com.acme.Log');
});

test('values of every type have a text', () => {
  assert.equal(valueText({ intValue: '42' }), '42');
  assert.equal(valueText({ boolValue: false }), 'false');
  assert.equal(valueText({ arrayValue: { values: [{ stringValue: 'a' }, { doubleValue: 1.5 }] } }), '[a, 1.5]');
  assert.equal(valueText({ kvlistValue: { values: [attribute('k', 'v')] } }), '{k: v}');
  assert.equal(valueText(undefined), '');
});
