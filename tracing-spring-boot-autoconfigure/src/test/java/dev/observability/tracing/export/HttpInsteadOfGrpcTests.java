// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.lang.reflect.Proxy;
import java.net.URI;

import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpInsteadOfGrpc}.
 */
class HttpInsteadOfGrpcTests {

	@ParameterizedTest
	@CsvSource({ "http://localhost:4317, trace, http://localhost:4318/v1/traces",
			"https://collector.example, trace, https://collector.example:4318/v1/traces",
			"https://user:key@collector.example:9/path, trace, https://collector.example:4318/v1/traces",
			"http://[::1]:4317, trace, http://[::1]:4318/v1/traces",
			"http://otel_collector:4317, trace, http://otel_collector:4318/v1/traces",
			"http://localhost:4317, logs, http://localhost:4318/v1/logs",
			"http://localhost:4317, metrics, http://localhost:4318/v1/metrics" })
	void sameHostAndSchemeAtThePortAndPathOfHttp(String grpc, String signal, String http) {
		assertThat(new HttpInsteadOfGrpc(config(grpc, signal), 4318).getEndpoint()).hasToString(http);
	}

	private static GrpcSenderConfig config(String endpoint, String signal) {
		return (GrpcSenderConfig) Proxy.newProxyInstance(GrpcSenderConfig.class.getClassLoader(),
				new Class<?>[] { GrpcSenderConfig.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "getEndpoint" -> URI.create(endpoint);
					case "getFullMethodName" -> "opentelemetry.proto.collector." + signal + ".v1.Service/Export";
					default -> null;
				});
	}

}
