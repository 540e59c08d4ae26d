// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutValues } from '../../target/unit/trace/repeats.js';
import { attribute, document, modelOf } from './traces.mjs';

const query = (id, start, end, text, more = {}) => [id, 'root', start, end, { name: 'query', kind: 3, attributes: [attribute('db.system.name', 'h2'), attribute('db.query.text', text)], ...more }];
const queries = (number, length, text) => Array.from({ length: number }, (_, at) => query(`q${at}`, at * length, at * length + length, text(at)));

test('the same call five times is folded', () => {
  const model = modelOf(document(['root', null, 0, 100], ...queries(5, 2, (at) => `select * from a where id = ${at}`)));
  assert.deepEqual(model.names(), ['root', '5x', 'q0', 'q1', 'q2', 'q3', 'q4']);
  assert.equal(model.depth('q0'), 2);
  assert.equal(model.display.repeats[0].total, 10e6);
  assert.equal(model.display.repeats[0].warning, false);
});

test('four times is not', () => {
  assert.equal(modelOf(document(['root', null, 0, 100], ...queries(4, 2, () => 'select 1'))).display.repeats.length, 0);
});

test('50 ms one after another are a warning', () => {
  const model = modelOf(document(['root', null, 0, 100], ...queries(10, 6, (at) => `select ${at}`)));
  assert.equal(model.display.repeats[0].warning, true);
});

test('calls beside each other are no warning', () => {
  const model = modelOf(document(['root', null, 0, 100], ...Array.from({ length: 10 }, (_, at) => query(`q${at}`, 0, 60, 'select 1'))));
  assert.equal(model.display.repeats[0].warning, false);
});

test('other statements are other calls', () => {
  assert.equal(modelOf(document(['root', null, 0, 100], ...queries(10, 2, (at) => (at % 3 === 0 ? 'select a' : at % 3 === 1 ? 'select b' : 'select c')))).display.repeats.length, 0);
});

test('two calls in turns are two groups', () => {
  const model = modelOf(document(['root', null, 0, 100], ...queries(12, 2, (at) => (at % 2 ? 'insert a' : 'select b'))));
  assert.deepEqual(model.display.repeats.map((each) => each.rows.length), [6, 6]);
});

test('an error is never folded away', () => {
  const spans = queries(8, 2, () => 'select 1');
  spans[3][4].status = { code: 2 };
  const model = modelOf(document(['root', null, 0, 100], ...spans));
  assert.equal(model.display.repeats[0].rows.length, 7);
  assert.equal(model.depth('q3'), 1);
});

test('calls that did different things are not the same', () => {
  const spans = queries(10, 2, () => 'select 1');
  const below = Array.from({ length: 10 }, (_, at) => [`c${at}`, `q${at}`, at * 2, at * 2 + 1, { name: `way ${'abcdefghij'[at]}` }]);
  assert.equal(modelOf(document(['root', null, 0, 100], ...spans, ...below)).display.repeats.length, 0);
  const alike = below.map(([id, parent, from, to]) => [id, parent, from, to, { name: 'way' }]);
  assert.equal(modelOf(document(['root', null, 0, 100], ...spans, ...alike)).display.repeats[0].rows.length, 10);
});

test('repeated roots are folded too', () => {
  const spans = Array.from({ length: 6 }, (_, at) => [`r${at}`, null, at, at + 1, { name: 'tick' }]);
  assert.deepEqual(modelOf(document(...spans)).names()[0], '6x');
});

test('values do not matter', () => {
  assert.equal(withoutValues("select 'a' where id = 17 and x in (1, 2, 3)"), 'select # where id = # and x in (#)');
  assert.equal(withoutValues('/users/42/orders/550e8400-e29b-41d4-a716-446655440000'), '/users/#/orders/#');
  assert.equal(withoutValues('in (?, ?)'), withoutValues('in (?, ?, ?)'));
});
