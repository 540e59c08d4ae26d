// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.Connection;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Wraps the connection that a data source hands out. Step 6 of a request, on the thread
 * that asks for the connection; adds no exception of its own.
 * <p>
 * A connection that is wrapped already, because the data source hands out those of
 * another bean, is returned as it is. While the tracer is not there yet, because the
 * connection is needed to make it, the connection stays bare.
 */
final class ConnectionInterceptor implements MethodInterceptor {

	// Pools and drivers with one URL for all their connections.
	private static final String[] SINGLE_URL = { "com.zaxxer.hikari.", "org.apache.tomcat.jdbc.pool.",
			"org.apache.commons.dbcp2.", "oracle.ucp.jdbc.", "org.h2.jdbcx.", "org.postgresql.ds." };

	private final ObjectProvider<JdbcTracing> provider;

	private final boolean singleUrl;

	private volatile @Nullable JdbcTracing tracing;

	private volatile @Nullable DatabaseTarget target;

	ConnectionInterceptor(ObjectProvider<JdbcTracing> provider, Class<?> dataSource) {
		this.provider = provider;
		boolean single = false;
		for (String prefix : SINGLE_URL) {
			single |= dataSource.getName().startsWith(prefix);
		}
		this.singleUrl = single;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object result = invocation.proceed();
		if (!(result instanceof Connection connection) || connection instanceof TracedConnection) {
			return result;
		}
		JdbcTracing current = tracing();
		return (current != null && current.isEnabled()) ? new TracedConnection(current, this, connection) : connection;
	}

	// Returns the database of the connection; not before a statement needs it.
	DatabaseTarget target(JdbcTracing current, Connection connection) {
		DatabaseTarget known = this.target;
		if (known != null) {
			return known;
		}
		DatabaseTarget found = current.target(connection);
		if (this.singleUrl) {
			this.target = found;
		}
		return found;
	}

	private @Nullable JdbcTracing tracing() {
		JdbcTracing current = this.tracing;
		if (current == null) {
			try {
				current = this.provider.getIfAvailable();
				this.tracing = current;
			}
			catch (BeansException | IllegalStateException ex) {
				// The tracer is being made, or the context is closed: asked again next
				// time
				return null;
			}
		}
		return current;
	}

}
