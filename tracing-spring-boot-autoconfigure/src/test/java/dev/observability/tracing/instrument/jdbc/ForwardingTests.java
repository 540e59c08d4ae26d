// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForwardingTests {

	/** Methods of JDKs newer than the one we compile for; their defaults forward. */
	private static final Set<String> NEWER = Set.of();

	/** What the wrappers answer themselves, or with another call. */
	private static final Set<String> ANSWERED = Set.of("isWrapperFor", "unwrap");

	@Test
	void everyMethodOfJdbcReachesTheDriver() throws Exception {
		JdbcSpans spans = new JdbcSpans();
		Recorder recorder = new Recorder();
		TracedConnection connection = new TracedConnection(spans.tracing(),
				new ConnectionInterceptor(JdbcSpans.provider(spans.tracing()), Object.class),
				recorder.proxy(Connection.class));
		check(Connection.class, connection, recorder);
		check(Statement.class, new TracedStatement(connection, recorder.proxy(Statement.class)), recorder);
		check(PreparedStatement.class,
				new TracedPreparedStatement(connection, recorder.proxy(PreparedStatement.class), "SELECT 1"), recorder);
		TracedStatement callable = new TracedCallableStatement(connection, recorder.proxy(CallableStatement.class),
				"CALL x");
		check(CallableStatement.class, callable, recorder);
		check(ResultSet.class, new TracedResultSet(callable, recorder.proxy(ResultSet.class), QuerySpan.NONE),
				recorder);
	}

	private static void check(Class<?> type, Object wrapper, Recorder recorder) throws Exception {
		Set<String> missing = new HashSet<>();
		for (Method method : type.getMethods()) {
			if (Modifier.isStatic(method.getModifiers()) || NEWER.contains(method.getName())
					|| ANSWERED.contains(method.getName())) {
				continue;
			}
			assertThat(wrapper.getClass().getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass())
				.as(method.toString())
				.isNotEqualTo(type);
			@Nullable Object[] arguments = Arrays.stream(method.getParameterTypes()).map(Recorder::value).toArray();
			recorder.calls.clear();
			try {
				method.invoke(wrapper, arguments);
			}
			catch (InvocationTargetException ex) {
				assertThat(ex.getCause()).isInstanceOf(SQLException.class);
			}
			if (!recorder.calls.contains(method.toGenericString())) {
				missing.add(method.toGenericString());
			}
		}
		assertThat(missing).isEmpty();
	}

	/**
	 * A driver that remembers what it was asked.
	 */
	static final class Recorder {

		private final List<String> calls = new ArrayList<>();

		<T> T proxy(Class<T> type) {
			return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> {
						this.calls.add(method.toGenericString());
						Class<?> result = method.getReturnType();
						return (result == void.class) ? null : value(result);
					}));
		}

		private static @Nullable Object value(Class<?> type) {
			if (type == boolean.class) {
				return false;
			}
			if (type == char.class) {
				return 'x';
			}
			if (type.isPrimitive()) {
				return (type == long.class) ? (Object) 0L
						: (type == double.class) ? (Object) 0d
								: (type == float.class) ? (Object) 0f : (type == short.class) ? (Object) (short) 0
										: (type == byte.class) ? (Object) (byte) 0 : (Object) 0;
			}
			return (type == String.class) ? "x" : (type == Class.class) ? String.class : null;
		}

	}

}
