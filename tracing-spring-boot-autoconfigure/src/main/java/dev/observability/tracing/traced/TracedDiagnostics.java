// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.DiagnosticsContributor;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;

/**
 * Tells which annotated methods make no span. Step 11, on the thread of the one who asks.
 *
 * @param unreachable knows them
 */
record TracedDiagnostics(UnreachableMethods unreachable) implements DiagnosticsContributor {

	@Override
	public String feature() {
		return "traced";
	}

	@Override
	public Map<String, ?> facts() {
		return Map.of("unreachableMethods", List.copyOf(this.unreachable.find()));
	}

	@Override
	public List<Finding> findings() {
		Set<String> found = this.unreachable.find();
		return found.isEmpty() ? List.of()
				: List.of(new Finding(FindingCode.METHOD_UNREACHABLE, Confidence.HIGH,
						"These calls of annotated methods make no span, because a proxy cannot see them: "
								+ String.join("; ", found),
						"Make the method reachable, move it to another bean, or use Tracing by hand"));
	}

}
