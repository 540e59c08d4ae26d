// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { search } from '../../target/unit/trace/search.js';
import { random } from '../../dev/traces/random.mjs';
import { broken, large } from '../../dev/traces/scenes.mjs';
import { document, modelOf } from './traces.mjs';

function useAll(built) {
  built.self();
  built.path();
  search(built, 'a 1');
  assert.equal(new Set(built.display.order).size, built.display.size);
  return built;
}

test('what is no trace at all does not throw', () => {
  for (const nothing of [null, undefined, {}, [], 'x', 7, { resourceSpans: 'x' }, { resourceSpans: [null, 1, { scopeSpans: [null, { spans: [null, 'x', 3] }] }] }, { resourceLogs: [{ scopeLogs: [{ logRecords: [{}] }] }] }])
    useAll(modelOf(nothing));
});

test('spans of nonsense do not throw', () => {
  const nonsense = [null, undefined, '', 0, -1, 1e400, NaN, 'x', {}, [], true, '0'.repeat(16), 'ffffffffffffffff', { stringValue: {} }];
  const dice = random(7);
  for (let round = 0; round < 300; round++) {
    const any = () => dice.pick(nonsense);
    const spans = Array.from({ length: 12 }, () => ({
      traceId: any(), spanId: any(), parentSpanId: any(), name: any(), kind: any(), startTimeUnixNano: any(), endTimeUnixNano: any(), flags: any(),
      attributes: any(), events: [{ timeUnixNano: any(), name: any(), attributes: [{ key: any(), value: any() }] }, any()], links: any(), status: any(),
    }));
    useAll(modelOf({ resourceSpans: [{ resource: { attributes: [{ key: 'service.name', value: any() }] }, scopeSpans: [{ scope: any(), spans }] }] }));
  }
});

test('random parents, cycles and times among them, keep every span once', () => {
  const dice = random(11);
  for (let round = 0; round < 100; round++) {
    const size = 1 + Math.floor(dice.next() * 60);
    const spans = Array.from({ length: size }, (_, at) => [`s${Math.floor(dice.next() * size)}`, dice.next() > 0.2 ? `s${Math.floor(dice.next() * (size + 3))}` : null, dice.between(0, 100), dice.between(-20, 120), { name: `n${at % 4}`, kind: Math.floor(dice.next() * 7) }]);
    const model = useAll(modelOf(document(...spans)));
    assert.ok(model.self().every((each) => each >= 0));
  }
});

test('a chain of 100 000 spans does not use up the stack', () => {
  const spans = Array.from({ length: 100_000 }, (_, at) => [`s${at}`, at > 0 ? `s${at - 1}` : null, 0, 100]);
  assert.equal(useAll(modelOf(document(...spans))).depth('s99999'), 99_999);
});

test('100 000 spans below one take time that is not their square', () => {
  const spans = Array.from({ length: 100_000 }, (_, at) => [`s${at}`, at > 0 ? 's0' : null, (at * 7919) % 100_000, 100_001, { name: `name ${at % 7}` }]);
  useAll(modelOf(document(...spans)));
});

test('the scenes of the development server are survived', () => {
  useAll(modelOf(broken(random(1), 1_790_000_000_000).document()));
  useAll(modelOf(large(random(1), 1_790_000_000_000, 5_000).document()));
});
