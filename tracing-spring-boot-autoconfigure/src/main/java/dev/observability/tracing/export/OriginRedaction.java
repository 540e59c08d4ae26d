// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Masks resources and instrumentation scopes, each once for all of its spans. Step 10 of
 * a request, on the thread of an exporter or of a {@link SpanTap}.
 */
final class OriginRedaction {

	/** Who names a scope by a value gets each looked at anew. */
	private static final int MAX_SCOPES = 1000;

	private final Redactor redactor;

	private final AttributeRedaction attributes;

	private final Map<InstrumentationScopeInfo, InstrumentationScopeInfo> scopes = new ConcurrentHashMap<>();

	private volatile Known known;

	OriginRedaction(Redactor redactor) {
		this.redactor = redactor;
		this.attributes = new AttributeRedaction(redactor.withoutAllowList(), false);
		this.known = new Known(Resource.empty(), Resource.empty());
	}

	/**
	 * Masks the origin of a span.
	 * @param span its own texts masked or not
	 * @return the same instance where there is nothing to mask
	 */
	SpanData redact(SpanData span) {
		Resource resource = resource(span.getResource());
		InstrumentationScopeInfo scope = scope(span.getInstrumentationScopeInfo());
		return (resource == span.getResource() && scope == span.getInstrumentationScopeInfo()) ? span
				: new MaskedOrigin(span, resource, scope);
	}

	Resource resource(Resource resource) {
		Known known = this.known;
		if (known.original != resource) {
			Attributes masked = this.attributes.redact(resource.getAttributes());
			known = new Known(resource,
					(masked == resource.getAttributes()) ? resource : Resource.create(masked, resource.getSchemaUrl()));
			this.known = known;
		}
		return known.masked;
	}

	InstrumentationScopeInfo scope(InstrumentationScopeInfo scope) {
		InstrumentationScopeInfo known = this.scopes.get(scope);
		if (known == null) {
			known = mask(scope);
			if (this.scopes.size() < MAX_SCOPES) {
				this.scopes.put(scope, known);
			}
		}
		return known.equals(scope) ? scope : known;
	}

	private InstrumentationScopeInfo mask(InstrumentationScopeInfo scope) {
		InstrumentationScopeInfoBuilder masked = InstrumentationScopeInfo.builder(this.redactor.name(scope.getName()))
			.setAttributes(this.attributes.redact(scope.getAttributes()));
		if (scope.getVersion() != null) {
			masked.setVersion(this.redactor.name(scope.getVersion()));
		}
		if (scope.getSchemaUrl() != null) {
			masked.setSchemaUrl(this.redactor.url(scope.getSchemaUrl()));
		}
		return masked.build();
	}

	/**
	 * A resource that most spans have, and what is left of it.
	 *
	 * @param original as the application made it
	 * @param masked without secrets
	 */
	private record Known(Resource original, Resource masked) {

	}

	/** A span with what is left of its origin. */
	private static final class MaskedOrigin extends DelegatingSpanData {

		private final Resource resource;

		private final InstrumentationScopeInfo scope;

		MaskedOrigin(SpanData span, Resource resource, InstrumentationScopeInfo scope) {
			super(span);
			this.resource = resource;
			this.scope = scope;
		}

		@Override
		public Resource getResource() {
			return this.resource;
		}

		@Override
		public InstrumentationScopeInfo getInstrumentationScopeInfo() {
			return this.scope;
		}

	}

}
