// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.time.Duration;
import java.util.Map;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.viewer.ring.RingLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ViewerProperties}.
 */
class ViewerPropertiesTests {

	private static ViewerProperties bind(String key, String value) {
		return new Binder(new MapConfigurationPropertySource(Map.of(ViewerProperties.PREFIX + "." + key, value)))
			.bindOrCreate(ViewerProperties.PREFIX, ViewerProperties.class);
	}

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		ViewerProperties properties = bind("unknown", "x");
		assertThat(properties.path()).isEqualTo("/tracing");
		assertThat(properties.token()).isNull();
		assertThat(properties.limits()).isEqualTo(new RingLimits(32 << 20, 1000, 200_000, 10_000,
				Duration.ofSeconds(1).toNanos(), Duration.ofMinutes(30).toNanos()));
	}

	@ParameterizedTest
	@CsvSource({ "path, tracing", "path, /", "path, /tracing/", "path, ''", "path, /a/../b", "path, /a b",
			"token, short", "token, with blanks in between it", "allowed-hosts, http://laptop",
			"allowed-hosts, laptop:8080", "allowed-hosts, *", "allowed-networks, example.com",
			"allowed-networks, 10.0.0.0/40", "forward-to, localhost:8080", "forward-to, ftp://localhost/tracing",
			"forward-to, http://user:secret@localhost/tracing", "forward-to, http://localhost/tracing?token=secret",
			"slow-threshold, -1s", "slow-threshold, 2h", "max-memory, 1KB", "max-memory, 2GB", "max-traces, 0",
			"max-spans, -1", "max-spans-per-trace, 1000001", "links-per-minute, -1", "links-per-minute, 1001",
			"max-age, 0", "max-age, -1m", "max-age, 999ms", "max-age, 8d" })
	void aWrongValueIsRefusedWithItsKeyAndARemedy(String key, String value) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(key, value))
			.havingRootCause()
			.isInstanceOfSatisfying(InvalidTracingPropertyException.class, (ex) -> {
				assertThat(ex.getKey()).isEqualTo(ViewerProperties.PREFIX + "." + key);
				assertThat(ex.getFix()).isNotEmpty();
				assertThat(ex.getMessage()).doesNotContain("secret");
			});
	}

	@Test
	void aSlashAtTheEndOfThePageDoesNotMatter() {
		assertThat(bind("forward-to", "http://localhost:8080/tracing/").forwardTo())
			.isEqualTo("http://localhost:8080/tracing");
	}

	@Test
	void nothingPrintsTheToken() {
		assertThat(bind("token", "0123456789abcdef").toString()).doesNotContain("0123456789abcdef");
	}

}
