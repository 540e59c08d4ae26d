// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The distinct names of spans of an application, up to a number for each instrumentation
 * scope and kind, so that who names spans after orders does not cost requests their
 * routes. Back ends list names and compute metrics by them. Step 10 of a request, on the
 * threads of exporters.
 */
final class KnownNames {

	/** In the place of names beyond the number. */
	static final String OTHER = "other";

	/** Further ones share their names: who makes a scope for each order shall not win. */
	static final int MAX_SCOPES = 100;

	/** So many times the number of one scope and kind is the number of all together. */
	private static final int ALL = 10;

	private static final Log logger = LogFactory.getLog(KnownNames.class);

	private final ConcurrentMap<String, Names[]> scopes = new ConcurrentHashMap<>();

	private final Names[] otherScopes = kinds(OTHER);

	private final AtomicInteger all = new AtomicInteger();

	private final AtomicBoolean warned = new AtomicBoolean();

	private final int maxNames;

	KnownNames(int maxNames) {
		this.maxNames = maxNames;
	}

	/**
	 * Whether a name is one of the known ones, which it becomes where there is room.
	 * @param scope of the span
	 * @param kind of the span
	 * @param name of the span, of bounded length
	 * @return whether the span may keep it
	 */
	boolean admit(InstrumentationScopeInfo scope, SpanKind kind, String name) {
		Names[] kinds = this.scopes.get(scope.getName());
		if (kinds == null) {
			kinds = add(scope.getName());
		}
		return kinds[kind.ordinal()].admit(name);
	}

	private Names[] add(String scope) {
		return (this.scopes.size() < MAX_SCOPES) ? this.scopes.computeIfAbsent(scope, this::kinds) : this.otherScopes;
	}

	private Names[] kinds(String scope) {
		return Arrays.stream(SpanKind.values()).map((kind) -> new Names(scope, kind)).toArray(Names[]::new);
	}

	/** Those of a scope and kind. */
	private final class Names {

		private final Set<String> known = ConcurrentHashMap.newKeySet();

		private final AtomicBoolean warned = new AtomicBoolean();

		private final String scope;

		private final String where;

		Names(String scope, SpanKind kind) {
			this.scope = scope;
			this.where = "of kind " + kind;
		}

		// Two threads at once may make one more; that is bound enough
		boolean admit(String name) {
			if (this.known.contains(name)) {
				return true;
			}
			if (KnownNames.this.all.get() >= ALL * KnownNames.this.maxNames) {
				refused(KnownNames.this.warned, name, ALL * KnownNames.this.maxNames, "in all, the last");
				return false;
			}
			if (this.known.size() >= KnownNames.this.maxNames) {
				refused(this.warned, name, KnownNames.this.maxNames, this.where);
				return false;
			}
			if (this.known.add(name)) {
				KnownNames.this.all.incrementAndGet();
			}
			return true;
		}

		private void refused(AtomicBoolean warned, String name, int most, String where) {
			if (warned.compareAndSet(false, true)) {
				logger
					.warn(("Spans are called '%s', first '%s': there are more than %d distinct names %s from '%s'. An "
							+ "id belongs into an attribute. Further ones are counted and not logged. '%s' is the limit")
						.formatted(OTHER, SafeExample.of(name), most, where, SafeExample.of(this.scope),
								ExportLimits.SPAN_NAMES));
			}
		}

	}

}
