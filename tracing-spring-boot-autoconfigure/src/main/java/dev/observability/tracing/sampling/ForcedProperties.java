// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.time.Duration;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.ObservabilityTracingProperties;
import dev.observability.tracing.propagation.SecondBudget;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of requests that are recorded whatever the sampler says. Read at the start
 * of the application, and only where there is a secret.
 *
 * @param secret Secret of 16 characters or more that signs the header. Without it no
 * request can be forced. Take it from the environment.
 * @param header Request header that asks for it.
 * @param maxValidity Longest time from the request to the expiry in its header, 1s to
 * 24h.
 * @param perSecond Requests per second that are forced, 1 to 100000.
 */
@ConfigurationProperties("observability.tracing.sampling.forced")
record ForcedProperties(@DefaultValue("") String secret, @DefaultValue("X-Trace-Force") String header,
		@DefaultValue("1h") Duration maxValidity, @DefaultValue("10") int perSecond) {

	static final String SECRET = "observability.tracing.sampling.forced.secret";

	private static final String PREFIX = "observability.tracing.sampling.forced.";

	/** With fewer, trying all of them is a matter of days. */
	private static final int MIN_SECRET = 16;

	private static final int MAX_HEADER_CHARACTERS = 64;

	private static final Duration MIN_VALIDITY = Duration.ofSeconds(1);

	/** A header that is seen by others is of use to them until it expires. */
	private static final Duration MAX_VALIDITY = Duration.ofHours(24);

	ForcedProperties {
		secret = secret.trim();
		header = header.trim();
		if (secret.length() < MIN_SECRET) {
			throw new InvalidTracingPropertyException(SECRET, null, "of %d characters or more".formatted(MIN_SECRET),
					"Make one by openssl rand -hex 32, and take it from the environment");
		}
		if (header.length() > MAX_HEADER_CHARACTERS || !ObservabilityTracingProperties.isHeaderName(header)) {
			throw new InvalidTracingPropertyException(PREFIX + "header", header,
					"a header's name of at most %d characters".formatted(MAX_HEADER_CHARACTERS),
					"Remove the property for the default");
		}
		if (maxValidity.compareTo(MIN_VALIDITY) < 0 || maxValidity.compareTo(MAX_VALIDITY) > 0) {
			throw new InvalidTracingPropertyException(PREFIX + "max-validity", maxValidity.toString(), "in [1s, 24h]",
					"Remove the property for the default");
		}
		if (perSecond < 1 || perSecond > SecondBudget.MAX_PER_SECOND) {
			throw new InvalidTracingPropertyException(PREFIX + "per-second", Integer.toString(perSecond),
					"in [1, %d]".formatted(SecondBudget.MAX_PER_SECOND),
					"Remove the secret where nobody is to force a request");
		}
	}

	@Override
	public String toString() {
		return "ForcedProperties{" + this.header + "}";
	}

}
