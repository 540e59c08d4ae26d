// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, documentOf, modelOf } from './traces.mjs';

test('self time is what no child covers', () => {
  const model = modelOf(document(['root', null, 0, 100], ['a', 'root', 10, 40], ['b', 'root', 30, 60], ['c', 'root', 90, 150]));
  assert.equal(model.selfOf('root'), 40);
  assert.equal(model.selfOf('a'), 30);
});

test('self time of a span whose children cover it twice is zero', () => {
  const model = modelOf(document(['root', null, 0, 10], ['a', 'root', 0, 10], ['b', 'root', 0, 10]));
  assert.equal(model.selfOf('root'), 0);
});

test('the critical path goes into the child that ends last', () => {
  const model = modelOf(document(['root', null, 0, 100], ['short', 'root', 10, 50], ['long', 'root', 10, 90], ['inner', 'long', 20, 80]));
  assert.equal(model.criticalOf('short'), 0);
  assert.equal(model.criticalOf('inner'), 60);
  assert.equal(model.criticalOf('long'), 20);
  assert.equal(model.criticalOf('root'), 20);
  assert.equal(model.path().total, 100e6);
});

test('children one after another are all on the path', () => {
  const model = modelOf(document(['root', null, 0, 100], ['a', 'root', 0, 30], ['b', 'root', 30, 60], ['c', 'root', 70, 100]));
  assert.deepEqual(['root', 'a', 'b', 'c'].map(model.criticalOf), [10, 30, 30, 30]);
});

test('a child that outlives its parent was not waited for', () => {
  const model = modelOf(document(['root', null, 0, 100], ['async', 'root', 90, 400]));
  assert.equal(model.criticalOf('async'), 0);
  assert.equal(model.criticalOf('root'), 100);
});

test('the other side of a call was waited for, as long as the call lasted', () => {
  const model = modelOf(documentOf({ a: [['call', null, 0, 100, { kind: 3 }]], b: [['server', 'call', 50, 180, { kind: 2 }]] }));
  assert.equal(model.criticalOf('server'), 50);
  assert.equal(model.criticalOf('call'), 50);
});

test('the path has no time twice', () => {
  const spans = [['root', null, 0, 1_000]];
  for (let each = 0; each < 200; each++) spans.push([`s${each}`, each % 3 === 0 ? 'root' : `s${each - 1}`, (each * 7) % 500, ((each * 7) % 500) + 50 + (each % 11) * 30]);
  const path = modelOf(document(...spans)).path();
  const pieces = Array.from(path.from, (from, at) => [from, path.to[at]]).sort((a, b) => a[0] - b[0]);
  pieces.forEach(([from], at) => at > 0 && assert.ok(from >= pieces[at - 1][1], `piece ${at} overlaps`));
});
