// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Kind, type Children, type Spans } from './columns.ts';
import { attribute } from './otlp.ts';

/** Sentry's published thresholds for N+1 calls. */
const COUNT = 5;
const TOTAL = 50e6;

/** Calls of the same kind below the same parent. */
export interface Repeat {
  readonly parent: number;
  /** In order of their start. */
  readonly rows: Int32Array;
  readonly total: number;
  /** One after another, often and long enough to be worth a single call. */
  readonly warning: boolean;
  /** Finds the same group again when the trace has grown. */
  readonly key: string;
}

/**
 * Finds siblings that are the same call again: same service, name, kind and statement, and the same shape below. Other
 * siblings may stand between them (a loop that reads and then writes repeats two calls). Spans with an error at or below
 * them are left out, so that no error is folded away. Needs children sorted by start.
 */
export function repeats(spans: Spans, children: Children, order: Int32Array, errors: Int32Array): Repeat[] {
  const found: Repeat[] = [];
  const shapes = new Shapes(spans, order);
  for (let parent = 0; parent <= spans.size; parent++) {
    const from = children.first[parent]!;
    const to = children.first[parent + 1]!;
    if (to - from < COUNT) continue;
    const groups = new Map<string, number[]>();
    for (let at = from; at < to; at++) {
      const row = children.list[at]!;
      if (errors[row]! > 0 || row >= spans.spans) continue;
      const key = shapes.key(row);
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
    for (const [key, rows] of groups) if (rows.length >= COUNT) found.push(repeat(spans, parent, rows, key));
  }
  return found;
}

function repeat(spans: Spans, parent: number, rows: number[], key: string): Repeat {
  let total = 0;
  let after = 0;
  rows.forEach((row, index) => {
    total += spans.duration[row]!;
    const previous = rows[index - 1];
    if (previous !== undefined && spans.start[row]! >= spans.start[previous]! + spans.duration[previous]!) after++;
  });
  const sequential = after >= (rows.length - 1) * 0.8;
  const call = spans.kind[rows[0]!] === Kind.CLIENT || statement(spans, rows[0]!) !== '';
  return { parent, rows: Int32Array.from(rows), total, warning: sequential && call && total >= TOTAL, key };
}

/** Tells spans of the same call by a key. */
class Shapes {
  private readonly normalised = new Map<string, string>();
  private readonly names = new Map<string, number>();
  private readonly spans: Spans;
  private readonly shape: Int32Array;

  constructor(spans: Spans, order: Int32Array) {
    this.spans = spans;
    this.shape = new Int32Array(spans.size);
    // Children come after their parents in the order, so from the back each span's shape is complete before it is used.
    for (let at = order.length - 1; at >= 0; at--) {
      const row = order[at]!;
      const own = mix(this.shape[row]! + Math.imul(this.name(row), 31) + spans.service[row]! * 7 + spans.kind[row]!);
      this.shape[row] = own;
      const parent = spans.parent[row]!;
      // A sum, because the order among siblings does not matter.
      if (parent >= 0) this.shape[parent]! += own;
    }
  }

  key(row: number): string {
    return `${this.shape[row]}:${this.spans.service[row]}:${this.normal(this.spans.name[row]!)}:${this.normal(statement(this.spans, row))}`;
  }

  private name(row: number): number {
    const name = this.spans.name[row]!;
    let number = this.names.get(name);
    if (number === undefined) {
      const normal = this.normal(name);
      number = this.names.get(normal) ?? this.names.size + 1;
      this.names.set(normal, number).set(name, number);
    }
    return number;
  }

  private normal(text: string): string {
    let result = this.normalised.get(text);
    if (result === undefined) this.normalised.set(text, (result = withoutValues(text)));
    return result;
  }
}

/** What a call asks for, if it tells. */
function statement(spans: Spans, row: number): string {
  const attributes = spans.raw[row]?.attributes;
  const query = attribute(attributes, 'db.query.summary', 'db.query.text', 'db.statement', 'db.system.name', 'db.system');
  if (query !== '' || spans.kind[row] !== Kind.CLIENT) return query;
  const url = attribute(attributes, 'url.template', 'url.path', 'url.full', 'http.url').split('?')[0]!;
  return url === '' ? '' : `${attribute(attributes, 'http.request.method', 'http.method')} ${url}`;
}

/** The text without what differs from call to call: numbers, ids and quoted values, however many of them. */
export function withoutValues(text: string): string {
  return text
    .slice(0, 2_000)
    .replace(/'[^']*'/g, '#')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, '#')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/gi, '#')
    .replace(/\b\d+(\.\d+)?\b/g, '#')
    .replace(/\(\s*[#?](\s*,\s*[#?])+\s*\)/g, '(#)');
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) | 0;
}
