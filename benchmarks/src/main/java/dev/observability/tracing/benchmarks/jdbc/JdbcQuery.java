// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.observability.tracing.instrument.jdbc.JdbcAutoConfiguration;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * One query as an application makes it: a connection of the pool, a prepared statement,
 * one row read to the end, all closed; below a request's span, in one of the variants.
 * <p>
 * H2 in memory answers in about a microsecond and so shows the most that a span can add.
 */
public final class JdbcQuery implements AutoCloseable {

	static final AttributeKey<Long> ROWS = AttributeKey.longKey("db.response.returned_rows");

	private static final String SQL = "SELECT name FROM items WHERE id = ?";

	private static final Attributes ATTRIBUTES = Attributes.builder()
		.put("db.system.name", "h2database")
		.put("db.namespace", "benchmark")
		.put("db.query.text", SQL)
		.put("db.query.summary", "SELECT items")
		.put("db.operation.name", "SELECT")
		.put("db.collection.name", "items")
		.build();

	private final JdbcVariant variant;

	private final Counter counter = new Counter();

	private final HikariDataSource pool;

	private final Tracer tracer;

	private final DataSource dataSource;

	private final Scope request;

	private final @Nullable AnnotationConfigApplicationContext context;

	public JdbcQuery(JdbcVariant variant) throws SQLException {
		this.variant = variant;
		this.pool = new HikariDataSource();
		this.pool.setJdbcUrl("jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1");
		this.pool.setMaximumPoolSize(1);
		try (Connection connection = this.pool.getConnection()) {
			connection.createStatement()
				.execute("CREATE TABLE IF NOT EXISTS items (id INT PRIMARY KEY, name VARCHAR(20))");
			connection.createStatement().execute("MERGE INTO items VALUES (1, 'one'), (2, 'two')");
		}
		boolean sampled = variant != JdbcVariant.HAND_WRITTEN_UNSAMPLED && variant != JdbcVariant.OURS_UNSAMPLED;
		OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				// As Boot has it: what is below a span that is not sampled is not, either
				.setSampler(Sampler.parentBased(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()))
				.addSpanProcessor(this.counter)
				.build())
			.build();
		this.tracer = openTelemetry.getTracer("benchmark");
		this.request = Context.root().with(this.tracer.spanBuilder("GET /items").startSpan()).makeCurrent();
		boolean ours = variant == JdbcVariant.OURS || variant == JdbcVariant.OURS_UNSAMPLED;
		this.context = ours ? context(openTelemetry, this.pool) : null;
		this.dataSource = (this.context != null) ? this.context.getBean(DataSource.class) : dataSource(openTelemetry);
	}

	private static AnnotationConfigApplicationContext context(OpenTelemetry openTelemetry, HikariDataSource pool) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("openTelemetry", OpenTelemetry.class, () -> openTelemetry);
		context.registerBean("dataSource", HikariDataSource.class, () -> pool);
		context.register(JdbcAutoConfiguration.class);
		context.refresh();
		return context;
	}

	private DataSource dataSource(OpenTelemetry openTelemetry) {
		return switch (this.variant) {
			case DATASOURCE_PROXY -> ProxyDataSourceBuilder.create(this.pool)
				.listener(new SpanListener(this.tracer, ATTRIBUTES))
				.proxyResultSet()
				.build();
			case OPENTELEMETRY ->
				JdbcTelemetry.builder(openTelemetry).setDataSourceInstrumenterEnabled(false).build().wrap(this.pool);
			default -> this.pool;
		};
	}

	// How many spans ended
	public long spans() {
		return this.counter.ended.get();
	}

	/**
	 * Runs the query once.
	 * @return something to consume
	 * @throws SQLException never
	 */
	public int run() throws SQLException {
		return switch (this.variant) {
			case HAND_WRITTEN, HAND_WRITTEN_AGAIN, HAND_WRITTEN_UNSAMPLED -> handWritten();
			default -> query(null);
		};
	}

	private int handWritten() throws SQLException {
		Span span = this.tracer.spanBuilder("SELECT items")
			.setSpanKind(SpanKind.CLIENT)
			.setAllAttributes(ATTRIBUTES)
			.startSpan();
		try {
			return query(span);
		}
		catch (SQLException ex) {
			span.setStatus(StatusCode.ERROR);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private int query(@Nullable Span span) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(SQL)) {
			statement.setInt(1, 1);
			try (ResultSet rows = statement.executeQuery()) {
				int result = 0;
				long count = 0;
				while (rows.next()) {
					result += rows.getString(1).length();
					count++;
				}
				if (span != null) {
					span.setAttribute(ROWS, count);
				}
				return result;
			}
		}
	}

	@Override
	public void close() {
		this.request.close();
		if (this.context != null) {
			this.context.close();
		}
		this.pool.close();
	}

	/** Counts the spans and drops them: what an exporter costs is another question. */
	private static final class Counter implements SpanProcessor {

		private final AtomicLong ended = new AtomicLong();

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended.incrementAndGet();
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
