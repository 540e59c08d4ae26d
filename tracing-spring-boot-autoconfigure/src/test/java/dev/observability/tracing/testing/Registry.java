// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * The registry of OpenTelemetry's semantic conventions, reduced to what a check needs.
 */
final class Registry {

	private static final String RESOURCE = "semantic-conventions.json";

	private static final String TEMPLATE = "template[";

	private final Map<String, Object> content;

	private Registry(Map<String, Object> content) {
		this.content = content;
	}

	static Registry load() {
		try (InputStream stream = Objects.requireNonNull(Registry.class.getResourceAsStream(RESOURCE), RESOURCE)) {
			String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			return new Registry(JsonParserFactory.getJsonParser().parseMap(json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String version() {
		return String.valueOf(this.content.get("version"));
	}

	/**
	 * Looks up the type of an attribute.
	 * @param name the name; that of a template has a key of the user's at its end
	 * @return such as {@code string[]}, or {@code null} for an unknown name
	 */
	@Nullable String type(String name) {
		Map<String, Object> attributes = map("attributes");
		Object type = attributes.get(name);
		if (type != null && !String.valueOf(type).startsWith(TEMPLATE)) {
			return String.valueOf(type);
		}
		for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
			String template = String.valueOf(attributes.get(name.substring(0, dot)));
			if (template.startsWith(TEMPLATE)) {
				return template.substring(TEMPLATE.length(), template.length() - 1);
			}
		}
		return null;
	}

	// What replaced the name, or null for a name that is not deprecated.
	@Nullable String replacement(String name) {
		Object replacement = map("deprecated").get(name);
		return (replacement != null) ? String.valueOf(replacement) : null;
	}

	// The only values allowed, empty where others are.
	List<String> values(String name) {
		return strings(map("values").get(name));
	}

	boolean isNamespace(String namespace) {
		String prefix = namespace + ".";
		return map("attributes").keySet().stream().anyMatch((name) -> name.startsWith(prefix))
				|| map("deprecated").keySet().stream().anyMatch((name) -> name.startsWith(prefix));
	}

	@Nullable Definition span(String name) {
		return map("spans").containsKey(name) ? new Definition(name, child("spans", name)) : null;
	}

	List<Definition> entities() {
		return map("entities").keySet().stream().map((name) -> new Definition(name, child("entities", name))).toList();
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> map(String key) {
		return (Map<String, Object>) Objects.requireNonNull(this.content.get(key), key);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> child(String key, String name) {
		return (Map<String, Object>) Objects.requireNonNull(map(key).get(name), name);
	}

	private static List<String> strings(@Nullable Object list) {
		return (list instanceof List<?> values) ? values.stream().map(String::valueOf).toList() : List.of();
	}

	/**
	 * What a kind of span or entity must have.
	 *
	 * @param name such as {@code http.server}
	 * @param required attributes that are always there
	 * @param conditional attributes that are there under a condition
	 * @param others the rest, for entities only
	 */
	record Definition(String name, List<String> required, List<String> conditional, List<String> others) {

		Definition(String name, Map<String, Object> content) {
			this(name, strings(content.get("required")), strings(content.get("conditional")),
					strings(content.get("others")));
		}

	}

}
