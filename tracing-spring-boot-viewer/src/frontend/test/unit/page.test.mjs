// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { apiParameters, formatAddress, noFilters, parseAddress } from '../../target/unit/page/addressFormat.js';
import { ago, clock, duration, percent, period } from '../../target/unit/page/format.js';
import { curl, quote, traceparent } from '../../target/unit/trace/curl.js';
import { stackParts } from '../../target/unit/trace/stack.js';
import { nearest, niceStep, plot } from '../../target/unit/list/scatterPlot.js';
import { distinct } from '../../target/unit/trace/view/pieces.js';
import { attribute, document, modelOf } from './traces.mjs';

test('an address survives its way through the address bar', () => {
  const address = { ...noFilters, trace: 'a'.repeat(32), span: 'b'.repeat(16), view: 'logs', sort: 'longest', services: ['a b', 'ö&c'], name: 'GET /x?y=1', status: 'error', min: '100', max: '2.5', attributes: ['k=v', 'a=b=c'], id: 'abcdef01' };
  assert.deepEqual(parseAddress(formatAddress(address).slice(2)), address);
});

test('an address of nonsense is the plain list', () => {
  const address = parseAddress('?trace=XYZ&span=1&status=maybe&min=abc&max=-1&sort=__proto__&view=<b>&id=zz');
  assert.equal(formatAddress(address), './');
});

test('the filter by trace id has another name for the server', () => {
  const parameters = apiParameters(parseAddress('?id=abcd&trace=' + 'a'.repeat(32)), 200);
  assert.equal(parameters.get('trace'), 'abcd');
});

test('durations have three digits that matter', () => {
  assert.deepEqual([0, 999, 1_500, 12_345, 999_600, 1e6, 71e6, 999.6e6, 1.234e9, 59.96e9, 125e9, 3.72e12, 2e14].map(duration),
    ['0 ns', '999 ns', '1.5 µs', '12.3 µs', '1 ms', '1 ms', '71 ms', '1 s', '1.23 s', '1 m 0 s', '2 m 5 s', '1 h 2 m', '2 d 7 h']);
  assert.equal(duration(100e6), '100 ms');
  assert.equal(duration(-2e6), '−2 ms');
  assert.equal(duration(NaN), '–');
});

test('a bound of time reads as it was set', () => {
  assert.deepEqual([1_000, 90_000, 60_000, 1_800_000, 604_800_000].map(period), ['1 s', '90 s', '1 min', '30 min', '10,080 min']);
});

test('times and shares', () => {
  assert.equal(ago(0, 500), 'now');
  assert.equal(ago(0, 125_000), '2 min ago');
  assert.equal(percent(0.001), '< 1 %');
  assert.equal(clock(NaN), '–');
});

test('a quoted text reaches the command as it was, whatever it is', () => {
  for (const text of ["it's", '$(touch /tmp/x)', '`id`', '"; rm -rf /', '\\', "'\\''", '!!', '*', '-o/etc/passwd', 'ü ☃', "''", '']) {
    const output = execFileSync('/bin/sh', ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8' });
    assert.equal(output, text);
  }
  assert.equal(quote('a\nb\0c\rd'), "'abcd'");
  // The end of a bracketed paste, in both spellings: what follows would be typed.
  assert.equal(quote('a\x1b[201~b\x9b201~c\td\x7f\u0085'), "'a[201~b201~cd'");
});

test('a request as curl', () => {
  const request = (kind, attributes) => {
    const { spans } = modelOf(document(['a', null, 0, 1, { kind, attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)) }]));
    return curl(spans, 0);
  };
  assert.equal(request(2, { 'http.request.method': 'GET', 'url.scheme': 'http', 'server.address': 'localhost', 'server.port': '8080', 'url.path': '/a', 'url.query': "q=it's" }), "curl -g 'http://localhost:8080/a?q=it'\\''s'");
  assert.equal(request(3, { 'http.request.method': "PO'ST", 'url.full': 'https://x/y' }), "curl -g -X 'PO'\\''ST' 'https://x/y'");
  assert.equal(request(3, { 'http.request.method': 'GET', 'url.full': 'file:///etc/passwd' }), null);
  assert.equal(request(1, { 'http.request.method': 'GET', 'url.full': 'http://x/' }), null);
  assert.equal(request(2, { 'http.request.method': 'GET', 'server.address': '::1', 'url.path': 'a' }), "curl -g 'http://[::1]/a'");
  assert.equal(request(3, { 'http.request.method': 'HEAD', 'url.full': 'http://x/y?ids[]=1&{a}' }), "curl -g -I 'http://x/y?ids[]=1&{a}'");
  assert.equal(request(2, { 'http.method': 'GET', 'http.host': 'localhost:8080', 'net.host.port': '8080', 'http.target': '/a' }), "curl -g 'http://localhost:8080/a'");
  assert.equal(request(2, { 'http.method': 'GET', 'http.host': '[::1]:8080', 'net.host.port': '8080', 'http.target': '/a' }), "curl -g 'http://[::1]:8080/a'");
  assert.equal(request(2, { 'http.method': 'GET', 'http.host': '[::1]', 'net.host.port': '8080', 'http.target': '/a' }), "curl -g 'http://[::1]:8080/a'");
});

test('curl understands the command: brackets are no ranges, and HEAD waits for no body', async () => {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('Content-Length', 5).end('hello');
  }).listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/a?ids[]=1&m={x,y}&r=[1-3]`;
  for (const method of ['GET', 'HEAD', 'DELETE']) {
    const { spans } = modelOf(document(['a', null, 0, 1, { kind: 3, attributes: [attribute('http.request.method', method), attribute('url.full', url)] }]));
    await promisify(execFile)('/bin/sh', ['-c', `${curl(spans, 0)} --silent --max-time 3`]);
  }
  assert.deepEqual(requests, ['GET', 'HEAD', 'DELETE'].map((method) => `${method} /a?ids[]=1&m={x,y}&r=[1-3]`));
});

test('a traceparent', () => {
  assert.equal(traceparent('a'.repeat(32), 'b'.repeat(16), 257), `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`);
});

test('frames of libraries are told from the application\'s', () => {
  const parts = stackParts('com.acme.Boom: x\n\tat com.acme.A.b(A.java:1)\n\tat com.acme.A$$SpringCGLIB$$0.b(<generated>)\n\tat java.base/java.lang.Thread.run(Thread.java:1)\n\nCaused by: y\n\t... 3 more');
  assert.deepEqual(parts.map(({ kind, lines }) => [kind, lines.length]), [['text', 1], ['application', 1], ['library', 2], ['text', 1], ['library', 1]]);
});

test('points stand within the plot', () => {
  const area = { left: 10, top: 5, width: 100, height: 50 };
  const traces = [[0, 1e6], [5e6, 1e9], [1e6, 0]].map(([startMicros, durationNanos]) => ({ startMicros, durationNanos }));
  for (const logarithmic of [true, false]) {
    const { points } = plot(traces, area, logarithmic);
    for (const { x, y } of points) assert.ok(x >= 10 && x <= 110 && y >= 5 && y <= 55.001, `${x} ${y}`);
    assert.equal(nearest(points, points[1].x + 2, points[1].y, 10), points[1]);
    assert.equal(nearest(points, points[1].x + 20, points[1].y, 10), null);
  }
  assert.equal(niceStep(37), 50);
  assert.equal(niceStep(NaN), 1);
});

test('pieces that nearly touch are drawn as one, those outside not at all', () => {
  const pieces = [[-20, -10], [0, 10], [10.5, 20], [50, 60], [400, 500]].map(([from, to]) => ({ from, to }));
  assert.deepEqual(distinct(pieces, { from: 0, to: 300 }), [{ from: 0, to: 20 }, { from: 50, to: 60 }]);
});
