// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.AttributeKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The distinct keys of attributes of an application, up to a number: a back end makes a
 * column of each, and keys with ids in them never end. Step 10 of a request, on the
 * threads of exporters.
 */
final class KnownKeys {

	private static final Log logger = LogFactory.getLog(KnownKeys.class);

	private static final int RECENT = 256;

	/**
	 * What stands before the first dot of keys of the conventions and of ours. They are
	 * counted apart, so that whoever makes up keys does not cost the error its type.
	 */
	private static final Set<String> CONVENTIONS = Set.of("error", "exception", "http", "url", "server", "client",
			"network", "user_agent", "db", "rpc", "messaging", "graphql", "code", "thread", "user", "peer", "net",
			"otel", "job", "correlation", "sampling", "export", "storage", "auth", "cache", "n_plus_one");

	private final ConcurrentMap<AttributeKey<?>, Boolean> known = new ConcurrentHashMap<>();

	/**
	 * Most keys are constants, found here without a look at the others. Threads overwrite
	 * what others wrote, which does no harm: a key is immutable.
	 */
	private final @Nullable AttributeKey<?>[] recent = new AttributeKey<?>[RECENT];

	private final AtomicInteger conventions = new AtomicInteger();

	private final AtomicInteger others = new AtomicInteger();

	private final AtomicBoolean warned = new AtomicBoolean();

	private final int maxKeys;

	private final int maxLength;

	/**
	 * Creates them.
	 * @param maxKeys how many there may be
	 * @param maxLength of each; a longer one is none that anybody looks for
	 */
	KnownKeys(int maxKeys, int maxLength) {
		this.maxKeys = maxKeys;
		this.maxLength = maxLength;
	}

	/**
	 * Whether a key is one of the known ones, which it becomes where there is room.
	 * @param key any key
	 * @return whether its attribute may stay
	 */
	boolean admits(AttributeKey<?> key) {
		int slot = key.hashCode() & RECENT - 1;
		if (this.recent[slot] == key) {
			return true;
		}
		boolean admitted = this.known.containsKey(key) || add(key);
		if (admitted) {
			this.recent[slot] = key;
		}
		return admitted;
	}

	// Two threads at once may make one more; that is bound enough
	private boolean add(AttributeKey<?> key) {
		String name = key.getKey();
		AtomicInteger number = isOfConventions(name) ? this.conventions : this.others;
		if (number.get() >= this.maxKeys || name.length() > this.maxLength) {
			refused(name);
			return false;
		}
		if (this.known.putIfAbsent(key, Boolean.TRUE) == null) {
			number.incrementAndGet();
		}
		return true;
	}

	private static boolean isOfConventions(String name) {
		int dot = name.indexOf('.');
		return CONVENTIONS.contains((dot >= 0) ? name.substring(0, dot) : name);
	}

	private void refused(String name) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(("Attributes are dropped, first '%s': there are more than %d distinct keys, or the key is "
					+ "longer than %d characters. An id belongs into the value of an attribute. Further ones are "
					+ "counted and not logged. '%s' and '%s' are the limits")
				.formatted(SafeExample.of(name), this.maxKeys, this.maxLength, ExportLimits.ATTRIBUTE_KEYS,
						ExportLimits.NAME_LENGTH));
		}
	}

	int size() {
		return this.known.size();
	}

}
