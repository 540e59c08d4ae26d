// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes and strictly reads messages of the official classes in the JSON form of OTLP, by
 * the definition of each message and without anything of this package.
 */
final class ProtoJson {

	static final JsonMapper MAPPER = new JsonMapper();

	private static final Set<String> IDS = Set.of("trace_id", "span_id", "parent_span_id");

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private ProtoJson() {
	}

	static byte[] write(Message message, Style style) {
		return node(message, style).toString().getBytes(StandardCharsets.UTF_8);
	}

	static ObjectNode node(Message message, Style style) {
		ObjectNode node = NODES.objectNode();
		for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
			FieldDescriptor field = entry.getKey();
			String name = style.snakeCase() ? field.getName() : field.getJsonName();
			if (field.isRepeated()) {
				ArrayNode list = node.putArray(name);
				((List<?>) entry.getValue()).forEach((each) -> list.add(node(field, each, style)));
			}
			else {
				node.set(name, node(field, entry.getValue(), style));
			}
		}
		return node;
	}

	private static JsonNode node(FieldDescriptor field, Object value, Style style) {
		return switch (field.getType()) {
			case MESSAGE -> node((Message) value, style);
			case STRING -> NODES.stringNode((String) value);
			case BOOL -> NODES.booleanNode((Boolean) value);
			case DOUBLE ->
				Double.isFinite((Double) value) ? NODES.numberNode((Double) value) : NODES.stringNode(value.toString());
			case ENUM -> style.constants() ? NODES.stringNode(((EnumValueDescriptor) value).getName())
					: NODES.numberNode(((EnumValueDescriptor) value).getNumber());
			case INT64 -> style.numbers() ? NODES.numberNode((Long) value) : NODES.stringNode(value.toString());
			case FIXED64 -> style.numbers() ? NODES.numberNode((Long) value)
					: NODES.stringNode(Long.toUnsignedString((Long) value));
			case FIXED32, UINT32 -> NODES.numberNode(Integer.toUnsignedLong((Integer) value));
			case BYTES -> NODES.stringNode(text(field, (ByteString) value, style));
			default -> throw new IllegalStateException(field.toString());
		};
	}

	private static String text(FieldDescriptor field, ByteString bytes, Style style) {
		if (IDS.contains(field.getName())) {
			String hex = HexFormat.of().formatHex(bytes.toByteArray());
			return style.upperCase() ? hex.toUpperCase(Locale.ROOT) : hex;
		}
		return Base64.getEncoder().encodeToString(bytes.toByteArray());
	}

	/**
	 * Reads a message as a receiver without any tolerance would.
	 * @param json what was written
	 * @param message takes its fields
	 */
	static void read(JsonNode json, Message.Builder message) {
		assertThat(json.isObject()).as(json.toString()).isTrue();
		json.forEachEntry((name, value) -> {
			FieldDescriptor field = message.getDescriptorForType()
				.getFields()
				.stream()
				.filter((each) -> each.getJsonName().equals(name))
				.findFirst()
				.orElseThrow(() -> new AssertionError("Unknown: " + name));
			if (field.isRepeated()) {
				assertThat(value.isArray()).as(name).isTrue();
				value.forEach((each) -> message.addRepeatedField(field, value(field, each, message)));
			}
			else {
				Object read = value(field, value, message);
				// A key is always there, for browsers that rely on it
				assertThat(field.hasPresence() || name.equals("key") || !read.equals(field.getDefaultValue()))
					.as("default of " + name)
					.isTrue();
				message.setField(field, read);
			}
		});
	}

	private static Object value(FieldDescriptor field, JsonNode json, Message.Builder message) {
		switch (field.getType()) {
			case MESSAGE -> {
				Message.Builder nested = message.newBuilderForField(field);
				read(json, nested);
				return nested.build();
			}
			case STRING -> {
				return text(json);
			}
			case BOOL -> {
				assertThat(json.isBoolean()).as(json.toString()).isTrue();
				return json.booleanValue();
			}
			case DOUBLE -> {
				return json.isString() ? Double.parseDouble(json.stringValue()) : json.doubleValue();
			}
			case ENUM -> {
				assertThat(json.isInt()).as(json.toString()).isTrue();
				return field.getEnumType().findValueByNumber(json.intValue());
			}
			case INT64 -> {
				return Long.parseLong(text(json));
			}
			case FIXED64 -> {
				return Long.parseUnsignedLong(text(json));
			}
			case FIXED32, UINT32 -> {
				assertThat(json.isIntegralNumber()).as(json.toString()).isTrue();
				return Integer.parseUnsignedInt(json.toString());
			}
			case BYTES -> {
				return bytes(field, text(json));
			}
			default -> throw new IllegalStateException(field.toString());
		}
	}

	private static String text(JsonNode json) {
		assertThat(json.isString()).as(json.toString()).isTrue();
		return json.stringValue();
	}

	private static ByteString bytes(FieldDescriptor field, String text) {
		if (IDS.contains(field.getName())) {
			assertThat(text).matches(field.getName().equals("trace_id") ? "[0-9a-f]{32}" : "[0-9a-f]{16}");
			return ByteString.copyFrom(HexFormat.of().parseHex(text));
		}
		return ByteString.copyFrom(Base64.getDecoder().decode(text));
	}

	/**
	 * Which of the allowed forms to write.
	 *
	 * @param snakeCase names as in the definition
	 * @param constants enumerations by name
	 * @param numbers numbers of 64 bits as numbers
	 * @param upperCase ids in upper case
	 */
	record Style(boolean snakeCase, boolean constants, boolean numbers, boolean upperCase) {

		static final Style USUAL = new Style(false, false, false, false);

		static final Style UNUSUAL = new Style(true, true, true, true);

	}

}
