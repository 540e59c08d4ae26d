// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a message of OTLP that the page reads, by their number and by their name
 * in JSON. Whatever is not here is skipped. Any thread.
 * <p>
 * Source: opentelemetry-proto 1.11, {@code trace.proto}, {@code logs.proto},
 * {@code common.proto}, {@code resource.proto}.
 */
final class OtlpSchema {

	static final int VARINT = 0;

	static final int FIXED64 = 1;

	static final int LENGTH_DELIMITED = 2;

	static final int FIXED32 = 5;

	static final OtlpSchema TRACES_REQUEST = of(list(1, "resourceSpans"));

	static final OtlpSchema LOGS_REQUEST = of(list(1, "resourceLogs"));

	/** What the page exports of one trace; exists in JSON only. */
	static final OtlpSchema TRACE = of(list(1, "resourceSpans"), list(2, "resourceLogs"));

	/** One trace or several; exists in JSON only. */
	static final OtlpSchema DOCUMENT = of(list(1, "resourceSpans"), list(2, "resourceLogs"), list(3, "traces"));

	static final OtlpSchema RESOURCE_SPANS = of(bytes(1, "resource"), list(2, "scopeSpans"));

	static final OtlpSchema RESOURCE_LOGS = of(bytes(1, "resource"), list(2, "scopeLogs"));

	static final OtlpSchema SCOPE_SPANS = of(bytes(1, "scope"), list(2, "spans"));

	static final OtlpSchema SCOPE_LOGS = of(bytes(1, "scope"), list(2, "logRecords"));

	static final OtlpSchema RESOURCE = of(list(1, "attributes"));

	static final OtlpSchema SCOPE = of(bytes(1, "name"), bytes(2, "version"), list(3, "attributes"));

	static final OtlpSchema SPAN = of(bytes(1, "traceId"), bytes(2, "spanId"), bytes(3, "traceState"),
			bytes(4, "parentSpanId"), bytes(5, "name"), varint(6, "kind"), fixed64(7, "startTimeUnixNano"),
			fixed64(8, "endTimeUnixNano"), list(9, "attributes"), varint(10, "droppedAttributesCount"),
			list(11, "events"), varint(12, "droppedEventsCount"), list(13, "links"), varint(14, "droppedLinksCount"),
			bytes(15, "status"), fixed32(16, "flags"));

	static final OtlpSchema EVENT = of(fixed64(1, "timeUnixNano"), bytes(2, "name"), list(3, "attributes"),
			varint(4, "droppedAttributesCount"));

	static final OtlpSchema LINK = of(bytes(1, "traceId"), bytes(2, "spanId"), list(4, "attributes"),
			varint(5, "droppedAttributesCount"));

	static final OtlpSchema STATUS = of(bytes(2, "message"), varint(3, "code"));

	static final OtlpSchema LOG_RECORD = of(fixed64(1, "timeUnixNano"), varint(2, "severityNumber"),
			bytes(3, "severityText"), bytes(5, "body"), list(6, "attributes"), bytes(9, "traceId"), bytes(10, "spanId"),
			fixed64(11, "observedTimeUnixNano"), bytes(12, "eventName"));

	static final OtlpSchema KEY_VALUE = of(bytes(1, "key"), bytes(2, "value"));

	static final OtlpSchema ANY_VALUE = of(bytes(1, "stringValue"), varint(2, "boolValue"), varint(3, "intValue"),
			fixed64(4, "doubleValue"), bytes(5, "arrayValue"), bytes(6, "kvlistValue"), bytes(7, "bytesValue"));

	/** An {@code ArrayValue} or a {@code KeyValueList}. */
	static final OtlpSchema VALUES = of(list(1, "values"));

	/** No field of these messages has a larger number. */
	private static final int MAX_NUMBER = 16;

	private final @Nullable Field[] byNumber = new @Nullable Field[MAX_NUMBER + 1];

	private final Map<String, Field> byName = new HashMap<>();

	private OtlpSchema(Field... fields) {
		for (Field field : fields) {
			this.byNumber[field.number()] = field;
			this.byName.put(field.name(), field);
			// As the definition has it, which readers of JSON must know as well
			this.byName.put(field.name().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), field);
		}
	}

	@Nullable Field field(int number) {
		return (number <= MAX_NUMBER) ? this.byNumber[number] : null;
	}

	@Nullable Field field(String name) {
		return this.byName.get(name);
	}

	private static OtlpSchema of(Field... fields) {
		return new OtlpSchema(fields);
	}

	private static Field varint(int number, String name) {
		return new Field(number, name, VARINT, false);
	}

	private static Field fixed64(int number, String name) {
		return new Field(number, name, FIXED64, false);
	}

	private static Field fixed32(int number, String name) {
		return new Field(number, name, FIXED32, false);
	}

	private static Field bytes(int number, String name) {
		return new Field(number, name, LENGTH_DELIMITED, false);
	}

	private static Field list(int number, String name) {
		return new Field(number, name, LENGTH_DELIMITED, true);
	}

	/**
	 * A field of a message.
	 *
	 * @param number its number
	 * @param name its name in JSON
	 * @param wireType how its value stands in protobuf
	 * @param repeated whether it may come more than once
	 */
	record Field(int number, String name, int wireType, boolean repeated) {
	}

}
