// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;

import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * Adds the structured arguments and markers of logstash-logback-encoder, for applications
 * that use its API, step 7 of a request. Any thread; does nothing where that library is
 * absent.
 */
final class LogstashFields {

	private static final boolean PRESENT = isPresent("net.logstash.logback.argument.StructuredArgument")
			&& isPresent("tools.jackson.databind.json.JsonMapper");

	private LogstashFields() {
	}

	static boolean isField(Marker marker) {
		return PRESENT && Present.isField(marker);
	}

	static void addArguments(LogFields fields, Object @Nullable [] arguments) {
		if (PRESENT && arguments != null) {
			for (Object argument : arguments) {
				Present.addArgument(fields, argument);
			}
		}
	}

	static void addMarkers(LogFields fields, Collection<Marker> markers) {
		if (PRESENT) {
			for (Marker marker : markers) {
				Present.addMarker(fields, marker);
			}
		}
	}

	private static boolean isPresent(String name) {
		return ClassUtils.isPresent(name, LogstashFields.class.getClassLoader());
	}

	/** Needs the library. */
	private static final class Present {

		static boolean isField(Marker marker) {
			return marker instanceof LogstashMarker;
		}

		static void addArgument(LogFields fields, @Nullable Object argument) {
			if (argument instanceof StructuredArgument) {
				add(fields, argument);
			}
		}

		static void addMarker(LogFields fields, Marker marker) {
			if (marker instanceof LogstashMarker) {
				add(fields, marker);
			}
		}

		// By way of a text: names must be unique and texts masked before they are in the
		// line. Versions before 9 write by another Jackson: their fields are one text
		private static void add(LogFields fields, Object source) {
			Map<?, ?> members;
			try {
				JsonMapper mapper = JsonMapper.shared();
				StringWriter text = new StringWriter();
				try (JsonGenerator generator = mapper.createGenerator(text)) {
					generator.writeStartObject();
					write(source, generator);
					generator.writeEndObject();
				}
				members = mapper.readValue(text.toString(), Map.class);
			}
			catch (OutOfMemoryError ex) {
				throw ex;
			}
			catch (RuntimeException | Error ex) {
				fields.add("argument", source);
				return;
			}
			fields.addAll(members);
		}

		private static void write(Object source, JsonGenerator generator) {
			if (source instanceof StructuredArgument argument) {
				argument.writeTo(generator);
			}
			else {
				((LogstashMarker) source).writeTo(generator);
			}
		}

	}

}
