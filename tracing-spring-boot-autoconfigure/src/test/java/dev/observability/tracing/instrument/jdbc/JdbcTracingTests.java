// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

import dev.observability.tracing.SemanticConventions;
import dev.observability.tracing.prepared.PreparedTracer;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcTracingTests {

	private final JdbcTracing tracing = new JdbcTracing(PreparedTracer.of(OpenTelemetry.noop(), "test"),
			new JdbcProperties(true, 4096, 10), SemanticConventions.STABLE, false);

	@Test
	void remembersAThousandDatabasesAndNoMore() {
		DatabaseTarget first = this.tracing.target(connection(0));
		for (int i = 1; i < 1500; i++) {
			this.tracing.target(connection(i));
		}
		assertThat(this.tracing.target(connection(0))).isSameAs(first);
		assertThat(this.tracing.target(connection(999))).isSameAs(this.tracing.target(connection(999)));
		assertThat(this.tracing.target(connection(1000))).isNotSameAs(this.tracing.target(connection(1000)));
		assertThat(this.tracing.failures()).isZero();
	}

	private static Connection connection(int number) {
		DatabaseMetaData metaData = (DatabaseMetaData) Proxy.newProxyInstance(JdbcTracingTests.class.getClassLoader(),
				new Class<?>[] { DatabaseMetaData.class },
				(proxy, method, arguments) -> "jdbc:postgresql://db/tenant" + number);
		return (Connection) Proxy.newProxyInstance(JdbcTracingTests.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> metaData);
	}

}
