// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { page } from './browser.mjs';
import { logs, traces } from './protobuf.mjs';

const resource = { 'service.name': 'checkout', 'telemetry.sdk.language': 'nodejs' };
const scope = 'checkout.http';
const nanos = (millis) => BigInt(Math.round(millis)) * 1_000_000n;
const id = (bytes) => randomBytes(bytes).toString('hex');

/**
 * A service that is not Java: it orders at the sample, and sends its own spans and log lines to the page in all the ways that OTLP
 * over HTTP has, protobuf and JSON, packed and not.
 */
export async function checkout(sample) {
  const [traceId, root, call] = [id(16), id(8), id(8)];
  const start = Date.now();
  const answer = await fetch(new URL('/orders', sample), {
    method: 'POST', headers: { traceparent: `00-${traceId}-${call}-01` },
    body: new URLSearchParams({ customer: 'Zoë', sku: 'notebook', quantity: '1', card: '4242424242424242' }),
  });
  await answer.text();
  const end = Date.now() + 1;
  await send('traces', 'application/x-protobuf', gzipSync(traces(resource, scope, [{
    traceId, spanId: root, name: 'POST /checkout', kind: 2, start: nanos(start - 2), end: nanos(end + 5),
    attributes: { 'http.request.method': 'POST', 'http.response.status_code': 201n, 'cart.items': 9_007_199_254_740_993n, 'cart.weight': 1.25, 'cart.gift': true, 'cart.tags': ['paper', 'größe'] },
    events: [{ at: nanos(start - 1), name: 'cart closed', attributes: { 'cart.lines': 1n } }],
  }])));
  await send('traces', 'application/json', Buffer.from(JSON.stringify({ resourceSpans: [{ resource: { attributes: keyed(resource) }, scopeSpans: [{ scope: { name: scope }, spans: [{
    traceId, spanId: call, parentSpanId: root, name: 'POST', kind: 3, flags: 257, startTimeUnixNano: String(nanos(start)), endTimeUnixNano: String(nanos(end)), attributes: keyed({ 'http.request.method': 'POST' }),
  }] }] }] })), false);
  await send('logs', 'application/x-protobuf', logs(resource, scope, [{ traceId, spanId: root, at: nanos(start - 1), severity: 13, level: 'WARN', text: 'The cart was nearly full, größer than most', attributes: { 'cart.limit': 2n } }]), false);
  await send('logs', 'application/json', gzipSync(JSON.stringify({ resourceLogs: [{ resource: { attributes: keyed(resource) }, scopeLogs: [{ scope: { name: scope }, logRecords: [{
    traceId, spanId: root, timeUnixNano: String(nanos(end + 4)), severityNumber: 17, severityText: 'ERROR', body: { stringValue: 'The receipt could not be printed' },
  }] }] }] })));
  return { status: answer.status, traceId, root, call };
}

const keyed = (values) => Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

async function send(signal, type, body, packed = true) {
  const answer = await fetch(new URL(`v1/${signal}`, page), { method: 'POST', headers: { 'Content-Type': type, ...(packed ? { 'Content-Encoding': 'gzip' } : {}) }, body });
  const content = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, content.toString());
  assert.equal(answer.headers.get('content-type'), type);
  // A body with anything in it would tell what was not taken.
  assert.equal(content.toString(), type === 'application/json' ? '{}' : '');
}
