// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.queue;

/**
 * What takes ended spans.
 */
public enum QueueVariant {

	/** OpenTelemetry's {@code BatchSpanProcessor}, with Boot's settings. */
	SDK,

	/** The same again: what the ratios of identical variants look like. */
	SDK_AGAIN,

	/**
	 * What our starter registers: bounded by bytes, too, and every span accounted for.
	 */
	OURS

}
