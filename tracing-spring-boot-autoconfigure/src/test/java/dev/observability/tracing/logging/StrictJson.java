// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.StandardCharsets;
import java.util.List;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads lines as a parser does that forgives nothing: no member twice, nothing behind the
 * object.
 */
final class StrictJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private StrictJson() {
	}

	static JsonNode line(String line) {
		JsonNode node = MAPPER.readTree(line.getBytes(StandardCharsets.UTF_8));
		if (!node.isObject()) {
			throw new IllegalArgumentException("No object: " + line);
		}
		return node;
	}

	static List<JsonNode> lines(String output) {
		return output.lines().filter((line) -> !line.isBlank()).map(StrictJson::line).toList();
	}

}
