// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.json.JsonParserFactory;

/**
 * The keys of ours that exist, with their types and defaults, as IDEs know them: read
 * from the metadata of our jars, so that no second list goes stale. Where jars were
 * merged into one and the metadata was lost, none are known. Step 11, on the thread of
 * the one who asks; never throws.
 */
final class KnownSettings {

	private static final Set<String> PLAIN = Set.of("java.lang.Boolean", "java.lang.Integer", "java.lang.Long",
			"java.lang.Float", "java.lang.Double", "java.time.Duration", "org.springframework.util.unit.DataSize");

	/** Of types of ours only enums are keys; groups have none. */
	private static final String OURS = "dev.observability.tracing.";

	private static final String RESOURCE = "META-INF/spring-configuration-metadata.json";

	private final Map<ConfigurationPropertyName, Setting> settings = new LinkedHashMap<>();

	static KnownSettings read(ClassLoader loader) {
		KnownSettings known = new KnownSettings();
		try {
			for (URL url : Collections.list(loader.getResources(RESOURCE))) {
				try (InputStream stream = url.openStream()) {
					known.add(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			// What was read so far is better than nothing
		}
		return known;
	}

	// Most are of others, and large
	private void add(String json) {
		if (json.contains('"' + OtlpMapping.PREFIX)
				&& JsonParserFactory.getJsonParser().parseMap(json).get("properties") instanceof List<?> properties) {
			properties.stream().filter(Map.class::isInstance).map(Map.class::cast).forEach(this::add);
		}
	}

	private void add(Map<?, ?> property) {
		String name = String.valueOf(property.get("name"));
		if (name.startsWith(OtlpMapping.PREFIX) && !property.containsKey("deprecation")) {
			this.settings.putIfAbsent(ConfigurationPropertyName.of(name),
					new Setting(name, String.valueOf(property.get("type")), text(property.get("defaultValue"))));
		}
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value instanceof Collection<?> list)
				? list.stream().map(String::valueOf).collect(Collectors.joining(","))
				: (value != null) ? String.valueOf(value) : null;
	}

	Collection<Setting> all() {
		return this.settings.values();
	}

	@Nullable Setting get(ConfigurationPropertyName name) {
		return this.settings.get(name);
	}

	/**
	 * Whether a key means something.
	 * @param name a key of ours
	 * @return whether it is a setting or an entry of one; also where none are known
	 */
	boolean isKnown(ConfigurationPropertyName name) {
		if (this.settings.isEmpty()) {
			return true;
		}
		for (int i = name.getNumberOfElements(); i > 0; i--) {
			Setting setting = this.settings.get(name.chop(i));
			if (setting != null) {
				return i == name.getNumberOfElements() || setting.type().startsWith("java.util.");
			}
		}
		return false;
	}

	/**
	 * A key.
	 *
	 * @param name as written in files
	 * @param type of its value
	 * @param defaultValue what it is where nobody set it, or {@code null}
	 */
	record Setting(String name, String type, @Nullable String defaultValue) {

		/**
		 * Whether it is a number, a switch or a choice, in which nobody can hide
		 * anything.
		 * @return false for texts, and for what may have some within
		 */
		boolean isPlain() {
			return PLAIN.contains(this.type) || (this.type.startsWith(OURS) && !this.type.endsWith("Properties"));
		}

	}

}
