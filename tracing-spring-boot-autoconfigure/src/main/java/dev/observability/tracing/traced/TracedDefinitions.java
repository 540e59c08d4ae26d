// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.observability.tracing.job.TracedJob;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Reads the annotations of a method: its own, those of the methods that it overrides or
 * implements, and those of its class; annotations that carry ours count as ours. Start of
 * the application, on the thread that creates the bean.
 */
final class TracedDefinitions {

	private TracedDefinitions() {
	}

	static @Nullable TracedDefinition of(Method method, Class<?> targetClass, ForeignAnnotations others, boolean jobs) {
		MergedAnnotation<TracedJob> job = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(TracedJob.class);
		if (jobs && job.isPresent()) {
			return new TracedDefinition(job.getString("name"), SpanKind.INTERNAL, false, ofParameters(method),
					List.of(), expected(job), job);
		}
		MergedAnnotation<Traced> traced = find(method);
		if (traced.isPresent()) {
			return definition(traced, traced.getString("name"), method);
		}
		TracedDefinition foreign = others.of(method);
		if (foreign != null) {
			return foreign;
		}
		traced = find(targetClass);
		if (!traced.isPresent()) {
			return null;
		}
		String name = traced.getString("name");
		return definition(traced, name.isEmpty() ? name : name + "." + method.getName(), method);
	}

	private static MergedAnnotation<Traced> find(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).get(Traced.class);
	}

	private static TracedDefinition definition(MergedAnnotation<Traced> traced, String name, Method method) {
		List<TracedDefinition.Attribute> attributes = new ArrayList<>();
		for (MergedAnnotation<SpanAttribute> attribute : traced.getAnnotationArray("attributes", SpanAttribute.class)) {
			attributes.add(new TracedDefinition.Attribute(attribute.getString("name"),
					attribute.getString("expression"), TracedDefinition.NO_PARAMETER, true));
		}
		attributes.addAll(ofParameters(method));
		return new TracedDefinition(name, traced.getEnum("kind", SpanKind.class), traced.getBoolean("newRoot"),
				attributes, Arrays.asList(traced.getStringArray("links")), expected(traced));
	}

	@SuppressWarnings("unchecked")
	private static List<Class<? extends Throwable>> expected(MergedAnnotation<?> annotation) {
		List<Class<? extends Throwable>> expected = new ArrayList<>();
		for (Class<?> type : annotation.getClassArray("expected")) {
			expected.add((Class<? extends Throwable>) type);
		}
		return expected;
	}

	// Also those that only the interface has
	private static List<TracedDefinition.Attribute> ofParameters(Method method) {
		List<TracedDefinition.Attribute> attributes = new ArrayList<>();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			for (Annotation annotation : parameter.getParameterAnnotations()) {
				if (annotation instanceof SpanAttribute) {
					MergedAnnotation<SpanAttribute> attribute = MergedAnnotations.from(annotation)
						.get(SpanAttribute.class);
					attributes.add(new TracedDefinition.Attribute(attribute.getString("name"),
							attribute.getString("expression"), parameter.getParameterIndex(), true));
				}
			}
		}
		return attributes;
	}

}
