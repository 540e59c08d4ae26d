// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Kind, type Spans } from './columns.ts';
import { attribute, type OtlpAttribute } from './otlp.ts';

/** The command that repeats the span's HTTP request, without any header; null when the span is no request. */
export function curl(spans: Spans, row: number): string | null {
  const kind = spans.kind[row];
  const attributes = spans.raw[row]?.attributes;
  const method = attribute(attributes, 'http.request.method', 'http.method');
  if ((kind !== Kind.SERVER && kind !== Kind.CLIENT) || method === '') return null;
  const url = urlOf(attributes);
  if (url === null) return null;
  // With -X a HEAD would wait for a body that never comes.
  const verb = method === 'GET' ? '' : method === 'HEAD' ? ' -I' : ` -X ${quote(method)}`;
  // Without -g, brackets and braces would be ranges and sets of addresses.
  return `curl -g${verb} ${quote(url)}`;
}

/** Quotes a text for a POSIX shell, whatever it holds. */
export function quote(text: string): string {
  // A shell cannot pass a NUL on, a line break in a pasted command would run its first line at once, and an escape sequence
  // would end the paste, so that what follows is taken as typed.
  return `'${text.replace(/[\x00-\x1f\x7f-\x9f]/g, '').replace(/'/g, `'\\''`)}'`;
}

export function traceparent(traceId: string, spanId: string, flags: number): string {
  return `00-${traceId}-${spanId}-${(flags & 0xff).toString(16).padStart(2, '0')}`;
}

function urlOf(attributes: OtlpAttribute[] | undefined): string | null {
  const full = attribute(attributes, 'url.full', 'http.url');
  // Anything else than http could name a file, or be an option of curl.
  if (full !== '') return /^https?:\/\//i.test(full) ? full : null;
  const path = attribute(attributes, 'url.path', 'http.target');
  if (path === '') return null;
  const scheme = attribute(attributes, 'url.scheme', 'http.scheme') === 'https' ? 'https' : 'http';
  const host = attribute(attributes, 'server.address', 'net.host.name', 'http.host') || 'localhost';
  const port = attribute(attributes, 'server.port', 'net.host.port');
  const query = attribute(attributes, 'url.query');
  // One colon is before a port, two are in an IPv6 address.
  const name = host.split(':').length > 2 && !host.startsWith('[') ? `[${host}]` : host;
  const ported = port === '' || /:\d+$/.test(name) ? name : `${name}:${port}`;
  return `${scheme}://${ported}${path.startsWith('/') ? '' : '/'}${path}${query === '' ? '' : `?${query}`}`;
}
