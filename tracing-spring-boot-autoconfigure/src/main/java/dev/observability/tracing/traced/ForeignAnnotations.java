// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.StringUtils;

/**
 * Reads annotations of other libraries that mean the same: {@code @WithSpan} of
 * OpenTelemetry, {@code @NewSpan} of Micrometer, with theirs for parameters. By their
 * names, so that nobody needs the libraries. Start of the application, on the thread that
 * creates the bean.
 *
 * @param withSpan whether {@code @WithSpan} is ours to read, because no aspect of
 * OpenTelemetry does
 * @param newSpan whether {@code @NewSpan} is, because Micrometer's own aspect does not
 */
record ForeignAnnotations(boolean withSpan, boolean newSpan) {

	static final String WITH_SPAN = "io.opentelemetry.instrumentation.annotations.WithSpan";

	static final String NEW_SPAN = "io.micrometer.tracing.annotation.NewSpan";

	private static final String SPAN_ATTRIBUTE = "io.opentelemetry.instrumentation.annotations.SpanAttribute";

	private static final String SPAN_TAG = "io.micrometer.tracing.annotation.SpanTag";

	/**
	 * Reads the annotation of a method.
	 * @param method the method
	 * @return what it asks for, or {@code null} where there is none
	 */
	@Nullable TracedDefinition of(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotation<Annotation> otel = annotations.get(WITH_SPAN);
		if (this.withSpan && otel.isPresent()) {
			return new TracedDefinition(otel.getString("value"), otel.getEnum("kind", SpanKind.class),
					!otel.getValue("inheritContext", Boolean.class).orElse(true), ofParameters(method), List.of(),
					List.of());
		}
		MergedAnnotation<Annotation> micrometer = annotations.get(NEW_SPAN);
		if (this.newSpan && micrometer.isPresent()) {
			String name = firstText(micrometer.getString("name"), micrometer.getString("value"), method.getName());
			return new TracedDefinition(lowerHyphen(name), SpanKind.INTERNAL, false, ofParameters(method), List.of(),
					List.of());
		}
		return null;
	}

	private static List<TracedDefinition.Attribute> ofParameters(Method method) {
		List<TracedDefinition.Attribute> attributes = new ArrayList<>();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			MergedAnnotations annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
			MergedAnnotation<Annotation> attribute = annotations.get(SPAN_ATTRIBUTE);
			if (attribute.isPresent()) {
				attributes.add(new TracedDefinition.Attribute(attribute.getString("value"), "",
						parameter.getParameterIndex(), false));
			}
			MergedAnnotation<Annotation> tag = annotations.get(SPAN_TAG);
			if (tag.isPresent()) {
				attributes.add(new TracedDefinition.Attribute(firstText(tag.getString("key"), tag.getString("value")),
						tag.getString("expression"), parameter.getParameterIndex(), false));
			}
		}
		return attributes;
	}

	private static String firstText(String... texts) {
		for (String text : texts) {
			if (StringUtils.hasText(text)) {
				return text;
			}
		}
		return "";
	}

	// As Micrometer does: "newOrder" is "new-order"
	private static String lowerHyphen(String name) {
		StringBuilder result = new StringBuilder();
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			if (Character.isUpperCase(character)) {
				if (i != 0) {
					result.append('-');
				}
				result.append(Character.toLowerCase(character));
			}
			else {
				result.append(character);
			}
		}
		return result.toString();
	}

}
