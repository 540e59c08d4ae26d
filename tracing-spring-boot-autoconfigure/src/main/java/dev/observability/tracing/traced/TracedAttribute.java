// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of the span of a method: where its value comes from, and its keys, one for
 * each type that the value may have. Step 6 of a request, on the thread that calls;
 * throws what the application's own properties and methods throw.
 */
final class TracedAttribute {

	private final @Nullable TracedExpression expression;

	private final int parameter;

	private final String name;

	/** That of the last value: the type hardly ever changes. */
	private volatile @Nullable AttributeKey<Object> key;

	TracedAttribute(String name, @Nullable TracedExpression expression, int parameter) {
		this.name = name;
		this.expression = expression;
		this.parameter = parameter;
	}

	boolean usesResult() {
		return this.expression != null && this.expression.usesResult();
	}

	void set(Span span, TracedCallContext call) {
		Object value = AttributeValue.of((this.expression != null)
				? this.expression.evaluate(call.withRoot(this.parameter)) : call.argument(this.parameter));
		if (value != null) {
			span.setAttribute(key(value), value);
		}
	}

	private AttributeKey<Object> key(Object value) {
		AttributeKey<Object> key = this.key;
		if (key == null || !AttributeValue.isOfType(key, value)) {
			key = AttributeValue.key(this.name, value);
			this.key = key;
		}
		return key;
	}

}
