// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import dev.observability.tracing.SemanticConventions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class FormerJdbcAttributesTests {

	private final JdbcDataSource h2 = new JdbcDataSource();

	FormerJdbcAttributesTests() {
		this.h2.setUrl("jdbc:h2:mem:former;DB_CLOSE_DELAY=-1");
	}

	private Attributes run(SemanticConventions conventions, String... statements) throws SQLException {
		JdbcSpans spans = new JdbcSpans(Sampler.alwaysOn(), conventions);
		try (Connection connection = spans.trace(this.h2).getConnection();
				Statement statement = connection.createStatement()) {
			if (statements.length == 1) {
				statement.execute(statements[0]);
			}
			else {
				for (String sql : statements) {
					statement.addBatch(sql);
				}
				statement.executeBatch();
			}
		}
		return spans.single().getAttributes();
	}

	private static String text(Attributes attributes, String key) {
		return String.valueOf(attributes.get(AttributeKey.stringKey(key)));
	}

	@Test
	void standBesideTodaysWithTheSameValues() throws SQLException {
		Attributes attributes = run(SemanticConventions.BOTH, "SELECT * FROM information_schema.tables WHERE 1 = 2");
		assertThat(text(attributes, "db.system")).isEqualTo("h2");
		assertThat(text(attributes, "db.system.name")).isEqualTo("h2database");
		assertThat(text(attributes, "db.name")).isEqualTo("former").isEqualTo(text(attributes, "db.namespace"));
		assertThat(text(attributes, "db.operation")).isEqualTo("SELECT")
			.isEqualTo(text(attributes, "db.operation.name"));
		assertThat(text(attributes, "db.table")).isEqualTo("information_schema.tables");
		assertThat(text(attributes, "db.sql.table")).isEqualTo("information_schema.tables")
			.isEqualTo(text(attributes, "db.collection.name"));
		assertThat(text(attributes, "db.statement")).isEqualTo("SELECT * FROM information_schema.tables WHERE ? = ?")
			.isEqualTo(text(attributes, "db.query.text"));
	}

	@Test
	void areAbsentByDefault() throws SQLException {
		Attributes attributes = run(SemanticConventions.STABLE, "SELECT 1");
		for (FormerJdbcAttributes former : FormerJdbcAttributes.values()) {
			assertThat(attributes.get(former.key())).as(former.key().getKey()).isNull();
		}
	}

	@Test
	void leaveOutWhatIsNotKnown() throws SQLException {
		Attributes attributes = run(SemanticConventions.BOTH, "SELECT 1");
		assertThat(attributes.get(FormerJdbcAttributes.TABLE.key())).isNull();
		assertThat(FormerJdbcAttributes.of(JdbcUrl.UNKNOWN).asMap()).hasSize(1);
	}

	@Test
	void nameTheOperationOfABatchAlone() throws SQLException {
		Attributes attributes = run(SemanticConventions.BOTH, "SET @a = 1", "SET @a = 2");
		assertThat(text(attributes, "db.operation.name")).isEqualTo("BATCH SET");
		assertThat(text(attributes, "db.operation")).isEqualTo("SET");
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:postgresql://h/shop?currentSchema=sales, postgresql, shop",
			"jdbc:sqlserver://h\\one;databaseName=shop, mssql, shop", "jdbc:oracle:thin:@//h/shop, oracle, shop",
			"jdbc:db2://h:50000/shop, db2, shop", "jdbc:redshift://h/shop, redshift, shop",
			"jdbc:mysql://h/shop, mysql, shop", "jdbc:mariadb://h/shop, mariadb, shop",
			"jdbc:hsqldb:mem:shop, hsqldb, shop", "jdbc:unheard://h/shop, other_sql, shop" })
	void haveTheValuesOfTheirTime(String url, String system, String name) {
		Attributes attributes = FormerJdbcAttributes.of(JdbcUrl.parse(url));
		assertThat(text(attributes, "db.system")).isEqualTo(system);
		assertThat(text(attributes, "db.name")).isEqualTo(name);
	}

	@ParameterizedTest
	@EnumSource
	void areComputedOncePerText(SemanticConventions conventions) {
		DatabaseTarget target = new DatabaseTarget(JdbcUrl.parse("jdbc:h2:mem:x"), 4096, 10, conventions);
		TracedQuery query = target.query("SELECT 1");
		assertThat(target.query("SELECT 1").attributes()).isSameAs(query.attributes());
		assertThat(Objects.requireNonNull(query.batch()).attributes()).isSameAs(query.batch().attributes());
	}

}
