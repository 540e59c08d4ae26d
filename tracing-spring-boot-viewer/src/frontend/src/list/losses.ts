// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** Bounds that cost whole traces, those that have not changed for longest. */
const older = ['bytes', 'traces', 'spans', 'age'];

/** What the numbers of lost things mean for who looks at the list; empty when nothing was lost. */
export function lossText(dropped: Record<string, number>): string {
  const lost = Object.keys(dropped).filter((reason) => dropped[reason]! > 0);
  const texts: string[] = [];
  if (lost.some((reason) => older.includes(reason))) texts.push('older ones dropped');
  if (lost.some((reason) => !older.includes(reason))) texts.push('some spans or lines are missing');
  return texts.join(', ');
}
