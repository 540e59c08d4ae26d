// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lossText } from '../../target/unit/list/losses.js';

test('what was lost is told by what it was', () => {
  assert.equal(lossText({ bytes: 0, traces: 0, logs: 0 }), '');
  assert.equal(lossText({ bytes: 0, traces: 3, spans: 1 }), 'older ones dropped');
  assert.equal(lossText({ age: 1 }), 'older ones dropped');
  assert.equal(lossText({ traces: 0, logs: 3 }), 'some spans or lines are missing');
  assert.equal(lossText({ queue: 1 }), 'some spans or lines are missing');
  assert.equal(lossText({ reasonOfTomorrow: 1 }), 'some spans or lines are missing');
  assert.equal(lossText({ bytes: 2, spansPerTrace: 1 }), 'older ones dropped, some spans or lines are missing');
});
