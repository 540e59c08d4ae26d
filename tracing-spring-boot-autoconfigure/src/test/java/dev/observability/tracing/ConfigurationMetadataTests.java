// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows for our keys, of every feature in this module.
 */
class ConfigurationMetadataTests {

	private static final String PREFIX = "observability.";

	private final Map<String, Object> metadata = read();

	private static Map<String, Object> read() {
		// The test tree has properties of its own, and with them metadata of the same
		// name
		URL classes = ObservabilityTracingProperties.class.getProtectionDomain().getCodeSource().getLocation();
		String metadata = "META-INF/spring-configuration-metadata.json";
		try (InputStream stream = new UrlResource(classes).createRelative(metadata).getInputStream()) {
			return JsonParserFactory.getJsonParser().parseMap(new String(stream.readAllBytes()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> properties() {
		List<Map<String, Object>> properties = new ArrayList<>();
		for (Object property : (List<Object>) this.metadata.getOrDefault("properties", List.of())) {
			Map<String, Object> map = (Map<String, Object>) property;
			if (String.valueOf(map.get("name")).startsWith(PREFIX)) {
				properties.add(map);
			}
		}
		return properties;
	}

	@Test
	void describesEveryKey() {
		assertThat(properties()).hasSizeGreaterThan(15).allSatisfy((property) -> {
			assertThat(String.valueOf(property.get("description"))).as("description of %s", property.get("name"))
				.endsWith(".")
				.hasSizeGreaterThan(10);
			assertThat(String.valueOf(property.get("type"))).as("type of %s", property.get("name")).contains(".");
		});
	}

	@Test
	void saysWhetherForSwitches() {
		assertThat(properties().stream().filter((property) -> "java.lang.Boolean".equals(property.get("type"))))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(String.valueOf(property.get("description")))
				.as("description of %s", property.get("name"))
				.startsWith("Whether "));
	}

	@Test
	@SuppressWarnings("unchecked")
	void namesTheReplacementOfEveryDeprecatedKey() {
		Map<Object, Object> replacements = properties().stream()
			.filter((property) -> property.containsKey("deprecation"))
			.collect(Collectors.toMap((property) -> property.get("name"), (property) -> String
				.valueOf(((Map<String, Object>) property.get("deprecation")).get("replacement"))));
		assertThat(replacements).containsOnly(
				Map.entry("observability.service-name", "observability.tracing.service-name"),
				Map.entry("observability.service-version", "observability.tracing.service-version"),
				Map.entry("observability.environment", "observability.tracing.environment"),
				Map.entry("observability.otlp-endpoint", "observability.tracing.endpoint"),
				Map.entry("observability.sampling-rate", "observability.tracing.sample-rate"),
				Map.entry("observability.log-level", "logging.level.root"));
	}

	@Test
	@SuppressWarnings("unchecked")
	void offersTheSpellingsOfProtocolsAndCompressions() {
		List<Map<String, Object>> hints = (List<Map<String, Object>>) this.metadata.getOrDefault("hints", List.of());
		Map<Object, Object> values = hints.stream()
			.collect(Collectors.toMap((hint) -> hint.get("name"),
					(hint) -> ((List<Map<String, Object>>) hint.getOrDefault("values", List.of())).stream()
						.map((value) -> value.get("value"))
						.toList()));
		assertThat(values).containsEntry("observability.tracing.protocol", List.of("grpc", "http/protobuf"))
			.containsEntry("observability.tracing.compression", List.of("gzip", "none"));
	}

}
