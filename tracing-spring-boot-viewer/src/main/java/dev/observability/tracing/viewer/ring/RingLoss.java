// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

/**
 * Why something is not on the page. Each is counted.
 *
 * @since 0.1.0
 */
public enum RingLoss {

	/** Traces that made place because of {@link RingLimits#bytes()}. */
	BYTES("bytes"),

	/** Traces that made place because of {@link RingLimits#traces()}. */
	TRACES("traces"),

	/** Traces that made place because of {@link RingLimits#spans()}. */
	SPANS("spans"),

	/** Traces that had not changed for {@link RingLimits#ageNanos()}. */
	AGE("age"),

	/** Spans beyond {@link RingLimits#spansPerTrace()}. */
	SPANS_PER_TRACE("spansPerTrace"),

	/**
	 * Log lines beyond {@link RingLimits#LINES_PER_TRACE}, and those of traces without
	 * any span that made place for others of that kind or became too old.
	 */
	LOGS("logs"),

	/** Spans and lines that came faster than they could be kept. */
	QUEUE("queue");

	private final String text;

	RingLoss(String text) {
		this.text = text;
	}

	/**
	 * Returns the name on the page.
	 * @return a word
	 */
	public String text() {
		return this.text;
	}

}
