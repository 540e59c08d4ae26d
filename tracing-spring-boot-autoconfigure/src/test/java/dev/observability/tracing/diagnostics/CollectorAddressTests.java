// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CollectorAddressTests {

	@ParameterizedTest
	@CsvSource({ "http://localhost:4317 (grpc), false, localhost, 4317, true",
			"https://REDACTED:REDACTED@collector.example.com/v1/traces?key=REDACTED (http/protobuf), true,"
					+ " collector.example.com, 443, false",
			"http://[::1]:4318/v1/traces (http/protobuf), false, ::1, 4318, false",
			"backend http://tempo (http/protobuf), false, tempo, 80, false" })
	void readsTheTargetOfAReport(String target, boolean tls, String host, int port, boolean grpc) {
		CollectorAddress address = Objects.requireNonNull(CollectorAddress.of(target));
		assertThat(address.tls()).isEqualTo(tls);
		assertThat(address.plainHost()).isEqualTo(host);
		assertThat(address.port()).isEqualTo(port);
		assertThat(address.grpc()).isEqualTo(grpc);
	}

	@ParameterizedTest
	@ValueSource(strings = { "InMemorySpanExporter", "http://host", "http://a_b:1 (grpc)", "ftp://host:1 (grpc)", "" })
	void knowsNothingOfOthers(String target) {
		assertThat(CollectorAddress.of(target)).isNull();
	}

}
