// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** A dotted name that may break after its dots rather than anywhere. */
export function Breakable({ text }: { text: string }) {
  return <>{text.split(/(?<=[._/(-])/).map((part, index) => (index === 0 ? part : <><wbr />{part}</>))}</>;
}
