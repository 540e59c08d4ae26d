// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.observability.tracing.redaction.Redactor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The meters of observations and the distinct values of their tags, up to a number: each
 * value is a series in the registry, in the scrape and in Prometheus for as long as the
 * application runs. Step 8 of a request, when a series is met for the first time, and
 * once a second from then on.
 */
final class KnownValues {

	/** In the place of values beyond the number. */
	static final String OTHER = "other";

	private static final int MAX_EXAMPLE = 64;

	private static final Log logger = LogFactory.getLog(KnownValues.class);

	private final ConcurrentMap<String, Values> meters = new ConcurrentHashMap<>();

	private final AtomicInteger all = new AtomicInteger();

	private final AtomicBoolean warned = new AtomicBoolean();

	private final MeterBounds bounds;

	private final MeterCuts cuts;

	KnownValues(MeterBounds bounds, MeterCuts cuts) {
		this.bounds = bounds;
		this.cuts = cuts;
	}

	/**
	 * Returns what is known of a meter. Two threads at once may make one more; that is
	 * bound enough.
	 * @param meter its name
	 * @return {@code null} where there are too many meters
	 */
	@Nullable Values of(String meter) {
		Values values = this.meters.get(meter);
		if (values != null || this.meters.size() < this.bounds.meters()) {
			return (values != null) ? values : this.meters.computeIfAbsent(meter, Values::new);
		}
		this.cuts.add(MeterCut.METERS);
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(("Meters of observations are missing, first '%s': there are more than %d names. An id belongs "
					+ "into a key value of high cardinality. Further ones are counted and not logged. '%s' is the limit")
				.formatted(example(meter), this.bounds.meters(), MetricsProperties.MAX_METERS));
		}
		return null;
	}

	// A line break would begin a line of the log that the application never wrote
	private static String example(String text) {
		return Redactor.standard()
			.text(Redactor.standard().cut(text, MAX_EXAMPLE))
			.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
	}

	/** The values of one meter. */
	final class Values {

		private final ConcurrentMap<String, Set<String>> keys = new ConcurrentHashMap<>();

		private final AtomicBoolean warned = new AtomicBoolean();

		private final String meter;

		private Values(String meter) {
			this.meter = meter;
		}

		/**
		 * Bounds the value of a tag.
		 * @param key of the tag
		 * @param value any
		 * @return the value, {@code other}, or {@code null} where there are too many tags
		 */
		@Nullable String bound(String key, String value) {
			Set<String> known = this.keys.get(key);
			if (known == null) {
				if (this.keys.size() >= KnownValues.this.bounds.tags()) {
					refused(MeterCut.TAGS, "tags, and further ones are left out", MetricsProperties.MAX_TAGS);
					return null;
				}
				known = this.keys.computeIfAbsent(key, (name) -> ConcurrentHashMap.newKeySet());
			}
			if (known.contains(value)) {
				return value;
			}
			MeterBounds bounds = KnownValues.this.bounds;
			if (known.size() >= bounds.values() || KnownValues.this.all.get() >= bounds.allValues()) {
				refused(MeterCut.VALUES,
						"values of its tag '" + example(key) + "', and further ones are '" + OTHER + "'",
						MetricsProperties.MAX_TAG_VALUES);
				return OTHER;
			}
			if (known.add(value)) {
				KnownValues.this.all.incrementAndGet();
			}
			return value;
		}

		private void refused(MeterCut kind, String what, String limit) {
			KnownValues.this.cuts.add(kind);
			if (this.warned.compareAndSet(false, true)) {
				logger.warn(("The meter '%s' has too many %s. Not logged again for this meter. '%s' is the limit")
					.formatted(example(this.meter), what, limit));
			}
		}

	}

}
