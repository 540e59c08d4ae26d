// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

const json = process.env.TRACING_PROBE === 'json';

/** Says something to whoever reads along. */
export function say(text) {
  if (json) console.error(text);
  else console.log(text);
}

/** Reports a measure: its values in order of measuring for programs, what they amount to for people. */
export function report(name, meaning, values, { unit = 'ms', ...details } = {}) {
  if (json) console.log(JSON.stringify({ name, unit, ...details, values: values.map((value) => Number(value.toFixed(2))) }));
  if (values.length === 0) return say(`  ${meaning}: nothing measured`);
  const sorted = [...values].sort((a, b) => a - b);
  const digits = sorted.at(-1) < 100 ? 1 : 0;
  const text = (value) => value.toFixed(digits);
  const p95 = values.length >= 20 ? `, p95 ${text(percentile(sorted, 95))}` : '';
  say(`  ${meaning}: median ${text(percentile(sorted, 50))}${p95}, worst ${text(sorted.at(-1))} ${unit} (${values.length} times)`);
}

export async function repeat(times, measure) {
  const values = [];
  for (let each = 0; each < times; each++) values.push(await measure(each));
  return values;
}

/** The smallest value that so many percent of the values do not exceed. */
export function percentile(sorted, percent) {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
}
