// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { kindNames } from './columns.ts';
import type { Model } from './model.ts';
import { list, text, valueText } from './otlp.ts';

const texts = new WeakMap<Model, string[]>();

/** The rows whose name, service, id, attributes, events or lines hold the words, in order of the waterfall. */
export function search(model: Model, query: string): Int32Array {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return new Int32Array(0);
  let haystack = texts.get(model);
  if (!haystack) texts.set(model, (haystack = haystacks(model)));
  const found: number[] = [];
  for (const row of model.display.order)
    if (row < model.spans.spans && words.every((word) => haystack[row]!.includes(word))) found.push(row);
  return Int32Array.from(found);
}

function haystacks(model: Model): string[] {
  const { spans, services, logs, logsOf } = model;
  const result: string[] = [];
  for (let row = 0; row < spans.spans; row++) {
    const raw = spans.raw[row];
    let all = `${spans.name[row]}\n${services[spans.service[row]!]}\n${spans.id[row]}\n${kindNames[spans.kind[row]!]}`;
    if (spans.error[row]) all += `\nerror\n${text(raw?.status?.message)}`;
    for (const each of list(raw?.attributes)) all += `\n${text(each.key)}=${valueText(each.value)}`;
    for (const event of list(raw?.events)) {
      all += `\n${text(event.name)}`;
      for (const each of list(event.attributes)) all += `\n${text(each.key)}=${valueText(each.value)}`;
    }
    for (let at = logsOf.first[row]!; at < logsOf.first[row + 1]!; at++) all += `\n${logs.message[logsOf.list[at]!]}`;
    result.push(all.toLowerCase());
  }
  return result;
}
