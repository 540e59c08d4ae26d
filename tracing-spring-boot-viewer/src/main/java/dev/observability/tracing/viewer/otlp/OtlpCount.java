// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of the spans or log lines of a body. Made on the thread of the request.
 *
 * @param accepted how many the sink has got
 * @param rejected how many it has not: without valid ids, or too many
 * @param message why, in plain words; empty where none was rejected
 * @since 0.1.0
 */
public record OtlpCount(int accepted, int rejected, String message) {

	OtlpCount plus(OtlpCount other) {
		String both = Stream.of(this.message, other.message)
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining("; "));
		return new OtlpCount(this.accepted + other.accepted, this.rejected + other.rejected, both);
	}

}
