// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.common.docs.KeyName;
import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link KeyRules} with every key that the classes of this project hold: an
 * allow-list of the application does not hide what this project writes.
 */
class AllowedKeysTests {

	private static final Path CLASSES = classes();

	private final KeyRules rules = new KeyRules(List.of(), List.of("order.id"));

	@Test
	void listOfAllowedKeysKeepsAllThatThisProjectWrites() throws IOException {
		Set<String> keys = keys();
		assertThat(keys).as("keys that were found")
			.contains("http.request.method", "user_agent.original", "job.step.name", "db.query.text",
					"net.protocol.version", "graphql.operation.name", CorrelationId.ATTRIBUTE)
			.hasSizeGreaterThan(80);
		assertThat(keys).allSatisfy((key) -> assertThat(this.rules.of(key)).isNotEqualTo(KeyRule.UNLISTED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "order.name", "note", "customer.user_agent.x", "cassandra", "mynet.x" })
	void listOfAllowedKeysHidesOthers(String key) {
		assertThat(this.rules.of(key)).isEqualTo(KeyRule.UNLISTED);
	}

	private static Set<String> keys() throws IOException {
		Set<String> keys = new TreeSet<>(Set.of(CorrelationId.ATTRIBUTE));
		try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/observability/tracing"))) {
			files.filter((file) -> file.toString().endsWith(".class"))
				.map(AllowedKeysTests::type)
				.forEach((type) -> addKeys(type, keys));
		}
		return keys;
	}

	private static Path classes() {
		try {
			return Path.of(CorrelationId.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Class<?> type(Path file) {
		String name = CLASSES.relativize(file).toString();
		try {
			return Class.forName(name.substring(0, name.length() - ".class".length()).replace('/', '.'), false,
					AllowedKeysTests.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	private static void addKeys(Class<?> type, Set<String> keys) {
		Object[] constants = type.isEnum() ? type.getEnumConstants() : new Object[0];
		for (Object constant : constants) {
			if (constant instanceof KeyName name) {
				keys.add(name.asString());
			}
		}
		for (Field field : type.getDeclaredFields()) {
			if (field.getType() != AttributeKey.class) {
				continue;
			}
			if (Modifier.isStatic(field.getModifiers())) {
				add(field, null, keys);
			}
			else {
				Stream.of(constants).forEach((constant) -> add(field, constant, keys));
			}
		}
	}

	private static void add(Field field, @Nullable Object constant, Set<String> keys) {
		try {
			field.setAccessible(true);
			if (field.get(constant) instanceof AttributeKey<?> key) {
				keys.add(key.getKey());
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
