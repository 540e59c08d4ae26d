// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** A piece of a stack trace: text as it is, or frames of libraries that can be folded. */
export interface StackPart {
  readonly kind: 'text' | 'application' | 'library';
  readonly lines: string[];
}

const libraries =
  /^\s*at (?:[\w.$-]+\/+)?(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|kotlinx|scala|groovy|org\.springframework|org\.apache|org\.hibernate|org\.eclipse|org\.jboss|org\.aspectj|org\.junit|org\.mockito|org\.postgresql|org\.h2|org\.mariadb|org\.slf4j|org\.thymeleaf|com\.mysql|com\.zaxxer|com\.fasterxml|tools\.jackson|com\.google|com\.mongodb|ch\.qos|io\.micrometer|io\.opentelemetry|io\.netty|io\.undertow|io\.lettuce|io\.vertx|reactor|okhttp3|feign|net\.bytebuddy|dev\.observability\.tracing\.(?!sample\.)[\w.]*[a-z])\./;

/** Cuts a stack trace where its frames change between the application's own and those of libraries. */
export function stackParts(stack: string): StackPart[] {
  const parts: StackPart[] = [];
  for (const line of stack.split('\n')) {
    if (line.trim() === '') continue;
    const kind = kindOf(line);
    const last = parts[parts.length - 1];
    if (last && last.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts;
}

function kindOf(line: string): StackPart['kind'] {
  if (/^\s*\.\.\. \d+ (more|common frames omitted)/.test(line)) return 'library';
  if (!/^\s*at /.test(line)) return 'text';
  // Proxies and lambdas forms have generated classes in the application's package.
  return libraries.test(line) || /\$\$(SpringCGLIB|EnhancerBy|FastClass)|\$Proxy\d/.test(line) ? 'library' : 'application';
}
