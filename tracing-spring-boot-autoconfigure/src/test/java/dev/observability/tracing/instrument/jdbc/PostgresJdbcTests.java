// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresJdbcTests {

	private static final String SECRET = "jane@example.com";

	private static @Nullable PostgresServer server;

	private final JdbcSpans spans = new JdbcSpans();

	private final PGSimpleDataSource postgres = new PGSimpleDataSource();

	private final DataSource dataSource = this.spans.trace(this.postgres);

	private final JdbcTemplate template = new JdbcTemplate(this.dataSource);

	@BeforeAll
	static void startServer() throws IOException {
		server = PostgresServer.start();
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@BeforeEach
	void createTable() {
		this.postgres.setUrl(server().url());
		JdbcTemplate plain = new JdbcTemplate(this.postgres);
		plain.execute("DROP TABLE IF EXISTS customers");
		plain.execute("CREATE TABLE customers (id SERIAL PRIMARY KEY, mail TEXT UNIQUE, data JSONB)");
		plain.update("INSERT INTO customers (mail) VALUES ('a'), ('b'), (?)", SECRET);
	}

	@Test
	void namesAndDescribesAQuery() {
		this.template.queryForList("SELECT * FROM customers WHERE mail = 'a' OR id IN (1, 2)");
		assertThat(this.spans.single().getName()).isEqualTo("SELECT customers");
		assertThat(this.spans.string("db.system.name")).isEqualTo("postgresql");
		assertThat(this.spans.string("db.namespace")).isEqualTo("postgres|public");
		assertThat(this.spans.string("server.address")).isEqualTo("127.0.0.1");
		assertThat(this.spans.number("server.port")).isEqualTo(server().port());
		assertThat(this.spans.string("db.query.text")).isEqualTo("SELECT * FROM customers WHERE mail = ? OR id IN (?)");
		assertThat(this.spans.number("db.response.returned_rows")).isEqualTo(2);
	}

	@Test
	void tellsTheSqlStateOfAUniqueViolationAndNoValue() {
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.template.update("INSERT INTO customers (mail) VALUES ('" + SECRET + "')"))
			.withMessageContaining(SECRET);
		assertThat(this.spans.single().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(this.spans.string("db.response.status_code")).isEqualTo("23505");
		assertThat(this.spans.string("error.type")).isEqualTo("23505");
		assertThat(this.spans.single().toString()).doesNotContain(SECRET);
	}

	@Test
	void masksWhatPostgresTakesForALiteral() {
		this.template.queryForList("SELECT E'it\\'s " + SECRET + "', $$" + SECRET + "$$, $x$" + SECRET
				+ "$x$, U&'\\0061" + SECRET + "', X'1F', -1.5e-3::numeric /* " + SECRET + " /* nested */ */");
		assertThat(this.spans.string("db.query.text")).isEqualTo("SELECT ?, ?, ?, ?, ?, ?::numeric");
		assertThat(this.spans.single().toString()).doesNotContain(SECRET);
	}

	@Test
	void makesOneSpanOfABatchAndReturnsItsKeys() {
		this.template.batchUpdate("INSERT INTO customers (mail) VALUES (?)",
				List.of(new Object[] { "x" }, new Object[] { "y" }));
		assertThat(this.spans.single().getName()).isEqualTo("BATCH INSERT customers");
		assertThat(this.spans.number("db.operation.batch.size")).isEqualTo(2);
	}

	@Test
	void countsRowsThatArriveInPortions() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM generate_series(1, 1000)")) {
				statement.setFetchSize(10);
				ResultSet rows = statement.executeQuery();
				while (rows.next()) {
					assertThat(rows.getInt(1)).isPositive();
				}
			}
			connection.rollback();
		}
		assertThat(this.spans.number("db.response.returned_rows")).isEqualTo(1000);
	}

	@Test
	void marksAQueryThatFailsWhileItsRowsAreRead() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.setFetchSize(1);
				ResultSet rows = statement.executeQuery("SELECT 1 / (3 - n) FROM generate_series(1, 5) n");
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
					while (rows.next()) {
						assertThat(rows.getInt(1)).isNotNegative();
					}
				});
			}
			connection.rollback();
		}
		assertThat(this.spans.single().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(this.spans.string("db.response.status_code")).isEqualTo("22012");
	}

	@Test
	void marksAStatementThatIsCancelled() throws Exception {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT pg_sleep(30)"));
		}
		assertThat(this.spans.string("db.response.status_code")).isEqualTo("57014");
	}

	@Test
	void callsAProcedure() throws SQLException {
		new JdbcTemplate(this.postgres).execute("CREATE OR REPLACE PROCEDURE touch() LANGUAGE sql AS 'SELECT 1'");
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CALL touch()");
		}
		assertThat(this.spans.single().getName()).isEqualTo("CALL touch");
		assertThat(this.spans.string("db.stored_procedure.name")).isEqualTo("touch");
	}

	@Test
	void unwrapsToTheDriver() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
		}
	}

	private static PostgresServer server() {
		if (server == null) {
			throw new IllegalStateException("The server has not been started");
		}
		return server;
	}

}
