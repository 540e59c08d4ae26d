// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;

import dev.observability.tracing.SemanticConventions;
import dev.observability.tracing.prepared.PreparedTracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Statements run as if the tracer were not there when it fails. */
class BrokenTracerTests {

	private final AtomicReference<@Nullable Throwable> onStart = new AtomicReference<>();

	private final AtomicReference<@Nullable Throwable> onEnd = new AtomicReference<>();

	private final SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(new Throwing()).build();

	private final JdbcTracing tracing = new JdbcTracing(
			PreparedTracer.of(OpenTelemetrySdk.builder().setTracerProvider(this.provider).build(), "test"),
			new JdbcProperties(true, 4096, 10), SemanticConventions.STABLE, false);

	private final JdbcDataSource h2 = new JdbcDataSource();

	BrokenTracerTests() {
		this.h2.setUrl("jdbc:h2:mem:");
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, AssertionError.class })
	void runsTheStatementWhenASpanCannotStart(Class<? extends Throwable> type) throws Exception {
		try (Connection connection = JdbcSpans.trace(this.h2, this.tracing).getConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
			this.onStart.set(type.getDeclaredConstructor().newInstance());
			try (ResultSet rows = statement.executeQuery()) {
				assertThat(rows.next()).isTrue();
			}
			assertThat(this.tracing.failures()).isOne();
			assertThat(JdbcTracing.INSIDE.get()[0]).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, AssertionError.class })
	void runsTheStatementWhenASpanCannotEnd(Class<? extends Throwable> type) throws Exception {
		try (Connection connection = JdbcSpans.trace(this.h2, this.tracing).getConnection();
				Statement statement = connection.createStatement()) {
			this.onEnd.set(type.getDeclaredConstructor().newInstance());
			assertThat(statement.execute("SET @x = 1")).isFalse();
			try (ResultSet rows = statement.executeQuery("SELECT 1")) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.next()).isFalse();
			}
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT nothing"))
				.withMessageContaining("NOTHING");
			assertThat(this.tracing.failures()).isEqualTo(3);
			assertThat(JdbcTracing.INSIDE.get()[0]).isFalse();
		}
	}

	@Test
	void runsTheStatementWhenTheTracerIsShutDown() throws SQLException {
		try (Connection connection = JdbcSpans.trace(this.h2, this.tracing).getConnection();
				Statement statement = connection.createStatement()) {
			this.provider.close();
			assertThat(statement.executeUpdate("CREATE TABLE t(id INT)")).isZero();
			assertThat(this.tracing.failures()).isZero();
		}
	}

	/** Throws what it is told to. */
	private final class Throwing implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			raise(BrokenTracerTests.this.onStart.get());
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			raise(BrokenTracerTests.this.onEnd.get());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		private static void raise(@Nullable Throwable throwable) {
			if (throwable instanceof RuntimeException exception) {
				throw exception;
			}
			if (throwable instanceof Error error) {
				throw error;
			}
		}

	}

}
