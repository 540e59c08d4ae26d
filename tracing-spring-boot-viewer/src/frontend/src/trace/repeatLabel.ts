// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { attribute } from './otlp.ts';
import type { Model } from './model.ts';

/** What a folded row says: the statement if there is one, for a name like "query" tells little. */
export function repeatLabel(model: Model, index: number): string {
  const first = model.display.repeats[index]!.rows[0]!;
  const attributes = model.spans.raw[first]?.attributes;
  return attribute(attributes, 'db.query.summary', 'db.query.text', 'db.statement') || model.spans.name[first]!;
}
