// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Turns a tracing annotation that cannot work into a readable end of the start. Main
 * thread.
 */
final class InvalidTracedMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTracedMethodException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTracedMethodException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
