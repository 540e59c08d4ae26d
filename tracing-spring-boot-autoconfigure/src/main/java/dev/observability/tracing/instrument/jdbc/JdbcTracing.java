// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.observability.tracing.SemanticConventions;
import dev.observability.tracing.prepared.PreparedTracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Starts the span of a statement and knows the databases that statements went to. Step 6
 * of a request, on the thread that runs the statement; never throws, and what fails here
 * costs a span, is counted and logged once, errors of mixed library versions included.
 * <p>
 * The span is the child of what is current and does not become current itself: nothing of
 * the application runs below it, and a scope would cost the statement its MDC events.
 */
final class JdbcTracing {

	/** Name of the instrumentation scope. */
	static final String SCOPE = "dev.observability.tracing.jdbc";

	/**
	 * Whether the thread is inside a traced statement: of two traced data sources over
	 * each other, the outer one makes the span. An array of the JDK, so that a thread of
	 * a pool does not hold our class loader.
	 */
	static final ThreadLocal<boolean[]> INSIDE = ThreadLocal.withInitial(() -> new boolean[1]);

	/**
	 * An application of hundreds of tenants has a URL each; a thousand is no data source.
	 */
	private static final int MAX_TARGETS = 1000;

	private static final Log logger = LogFactory.getLog(JdbcTracing.class);

	private final PreparedTracer tracer;

	private final JdbcProperties properties;

	private final SemanticConventions conventions;

	private final boolean followsParent;

	private final ConcurrentHashMap<String, DatabaseTarget> targets = new ConcurrentHashMap<>();

	private final LongAdder failures = new LongAdder();

	private final DatabaseTarget unknown;

	/**
	 * Creates the tracing of an application.
	 * @param tracer makes the spans
	 * @param properties what to take
	 * @param conventions which names
	 * @param followsParent whether nothing below a span that is not sampled is sampled
	 */
	JdbcTracing(PreparedTracer tracer, JdbcProperties properties, SemanticConventions conventions,
			boolean followsParent) {
		this.tracer = tracer;
		this.followsParent = followsParent;
		this.properties = properties;
		this.conventions = conventions;
		this.unknown = target(JdbcUrl.UNKNOWN);
	}

	// Whether spans could come of it; otherwise connections are not wrapped at all.
	boolean isEnabled() {
		return this.tracer.isEnabled();
	}

	QuerySpan start(TracedQuery query, int batchSize) {
		try {
			Context parent = Context.current();
			if (this.followsParent && isUnrecorded(Span.fromContext(parent))) {
				return QuerySpan.NONE;
			}
			return (batchSize == 1) ? QuerySpan.start(this, this.tracer, query, parent)
					: QuerySpan.start(this, batch(query, batchSize).setParent(parent));
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			failed(ex);
			return QuerySpan.NONE;
		}
	}

	private SpanBuilder batch(TracedQuery query, int size) {
		return this.tracer.spanBuilder(query.name())
			.setSpanKind(SpanKind.CLIENT)
			.setAllAttributes(query.attributes())
			.setAttribute(JdbcAttributes.BATCH_SIZE.number(), (long) size);
	}

	private static boolean isUnrecorded(Span parent) {
		SpanContext context = parent.getSpanContext();
		return context.isValid() && !context.isRemote() && !context.isSampled() && !parent.isRecording();
	}

	// Asks the driver, which knows its URL without a round trip.
	DatabaseTarget target(Connection connection) {
		try {
			@Nullable String url = connection.getMetaData().getURL();
			if (url == null) {
				return this.unknown;
			}
			DatabaseTarget target = this.targets.get(url);
			return (target != null) ? target : remember(url);
		}
		catch (SQLException | RuntimeException | AbstractMethodError ex) {
			failed(ex);
			return this.unknown;
		}
	}

	// Counts what went wrong on our side.
	void failed(Throwable ex) {
		this.failures.increment();
		if (this.failures.sum() == 1) {
			logger.warn("A JDBC span could not be made; the statement was not affected. Further failures are counted "
					+ "and not logged: " + ex.getClass().getName());
		}
	}

	long failures() {
		return this.failures.sum();
	}

	long cacheMisses() {
		return this.unknown.cacheMisses() + this.targets.values().stream().mapToLong(DatabaseTarget::cacheMisses).sum();
	}

	private DatabaseTarget remember(String url) {
		DatabaseTarget target = target(JdbcUrl.parse(url));
		if (this.targets.size() < MAX_TARGETS) {
			DatabaseTarget other = this.targets.putIfAbsent(url, target);
			return (other != null) ? other : target;
		}
		return target;
	}

	private DatabaseTarget target(JdbcUrl url) {
		return new DatabaseTarget(url, this.properties.maxQueryLength(), this.properties.cachedQueries(),
				this.conventions);
	}

}
