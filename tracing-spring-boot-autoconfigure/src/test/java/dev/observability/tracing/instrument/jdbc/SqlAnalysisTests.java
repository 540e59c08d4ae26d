// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.List;
import java.util.Random;

import dev.observability.tracing.instrument.jdbc.DatabaseSystem.Quoting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlAnalysisTests {

	private static final String SECRET = "hunter2secret";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			SELECT * FROM wuser_table WHERE username = ?                  | SELECT wuser_table
			select id from Orders                                         | select Orders
			INSERT INTO shipping_details (a, b) SELECT a, b FROM orders   | INSERT shipping_details SELECT orders
			INSERT INTO t(a) VALUES (?)                                   | INSERT t
			SELECT * FROM songs, artists WHERE songs.a = artists.b        | SELECT songs artists
			SELECT d FROM (SELECT * FROM orders o JOIN customers c ON o.c = c.c) x | SELECT SELECT orders customers
			SELECT * FROM "song list", b                                  | SELECT "song list" b
			SELECT * FROM shop.public.orders o LEFT JOIN lines l USING (id) | SELECT shop.public.orders lines
			SELECT * FROM (a JOIN b ON a.x = b.x), c                      | SELECT a b c
			UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM old)      | UPDATE orders SELECT old
			UPDATE t SET a = s.a FROM s WHERE s.id = t.id                 | UPDATE t s
			DELETE FROM ONLY orders WHERE id = 5                          | DELETE orders
			DELETE FROM a USING b WHERE a.id = b.id                       | DELETE a b
			MERGE INTO t USING s ON (t.i = s.i) WHEN MATCHED THEN UPDATE SET a = 1 | MERGE t s
			WITH x AS (SELECT a FROM t), y (b) AS (SELECT 1) SELECT * FROM x, y, z | SELECT t SELECT SELECT z
			WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT a FROM n) DELETE FROM t | SELECT SELECT DELETE t
			SELECT a FROM t UNION SELECT b FROM u                         | SELECT t SELECT u
			SELECT EXTRACT(YEAR FROM d), trim(both from e) FROM t         | SELECT t
			SELECT a IS DISTINCT FROM b FROM t                            | SELECT t
			SELECT * FROM t WHERE a IS DISTINCT FROM b FOR UPDATE         | SELECT t
			SELECT * FROM generate_series(1, 3) g, t                      | SELECT t
			SELECT next value for seq                                     | SELECT
			{call do_it(?, ?)}                                            | call do_it
			{? = call shop.price(?)}                                      | call shop.price
			CALL do_it()                                                  | CALL do_it
			EXEC @r = dbo.do_it @p = 1                                    | EXEC dbo.do_it
			CREATE TABLE IF NOT EXISTS orders (id int)                    | CREATE TABLE orders
			create or replace view v as select a from t                   | create view v select t
			CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)                   | CREATE INDEX i
			ALTER TABLE orders ADD COLUMN a int                           | ALTER TABLE orders
			DROP TABLE orders                                             | DROP TABLE orders
			TRUNCATE orders                                               | TRUNCATE orders
			TRUNCATE TABLE orders                                         | TRUNCATE TABLE orders
			CREATE USER jane PASSWORD 'x'                                 | CREATE USER
			INSERT IGNORE INTO t VALUES (1)                               | INSERT t
			INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2  | INSERT t
			REPLACE INTO t VALUES (1)                                     | REPLACE t
			SELECT REPLACE(a, 'b', 'c') FROM t                            | SELECT t
			EXPLAIN ANALYZE SELECT * FROM t                               | EXPLAIN SELECT t
			SET search_path TO shop                                       | SET
			BEGIN INSERT INTO t VALUES (1); DELETE FROM u; END;           | BEGIN INSERT t DELETE u
			SELECT 1; SELECT 2 FROM t                                     | SELECT SELECT t
			/* hint */ -- more\\nSELECT 1                                 | ~~
			""")
	void summarisesOperationsAndTargetsInTheirOrder(String sql, String summary) {
		assertThat(analyze(sql).summary()).isEqualTo(summary.isEmpty() ? null : summary);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					SELECT 'it''s', N'x', X'CAFE', 12, -5.2e-3, 0x1F, .5, a-5, t1 FROM t2 | SELECT ?, ?, ?, ?, ?, ?, ?, a-?, t1 FROM t2
					SELECT a FROM t WHERE b = 5 AND c=-6 AND d >= +7 | SELECT a FROM t WHERE b = ? AND c=? AND d >= ?
					SELECT a FROM t WHERE id IN (1, 2, 3) AND b IN (?,?) | SELECT a FROM t WHERE id IN (?) AND b IN (?)
					SELECT a FROM t WHERE id in ( 'a' , 'b' ) | SELECT a FROM t WHERE id in ( ?)
					SELECT a FROM t WHERE id IN (?) AND x IN (SELECT 1) | SELECT a FROM t WHERE id IN (?) AND x IN (SELECT ?)
					SELECT a FROM t WHERE (a, b) IN ((1, 2), (3, 4)) | SELECT a FROM t WHERE (a, b) IN ((?, ?), (?, ?))
					SELECT a FROM t WHERE a IN (b, 2, c) | SELECT a FROM t WHERE a IN (b, ?, c)
					SELECT :name, $1, ?, ?2, @p, a::int, b[1:2] FROM t | SELECT :name, $1, ?, ?2, @p, a::int, b[?:?] FROM t
					SELECT $$a 'b' $$, $x$ c $$ $x$, d FROM t | SELECT ?, ?, d FROM t
					SELECT "a 1", `b 2` FROM t | SELECT "a 1", `b 2` FROM t
							SELECT TRUE, a IS TRUE, b IS NOT FALSE, NULL FROM t | SELECT ?, a IS TRUE, b IS NOT FALSE, NULL FROM t
					CREATE USER u IDENTIFIED BY tiger ACCOUNT LOCK | CREATE USER u IDENTIFIED BY ? ACCOUNT LOCK
					SELECT U&'d\\0061t', _utf8'x', DATE '2020-01-01', {ts '2020'} | SELECT ?, ?, DATE ?, {ts ?}
					SELECT 'open and never closed | SELECT ?
					SELECT "open and never closed | SELECT ?
					SELECT $x$ open and never closed | SELECT ?
					SELECT 1 /* open and never closed | SELECT ?
					""")
	void masksLiteralsAndKeepsParameters(String sql, String text) {
		assertThat(analyze(sql).text()).isEqualTo(text);
	}

	@Test
	void keepsOperatorsThatLookLikeParameters() {
		String sql = "SELECT a ?| b, c ?& d, e #>> f, g @> h FROM t";
		assertThat(analyze(sql).text()).isEqualTo(sql);
	}

	@Test
	void dropsCommentsAndFoldsWhiteSpace() {
		assertThat(analyze("/* a /* nested */ b */ SELECT\t1 -- 'x'\r\n\n  FROM t--y").text())
			.isEqualTo("SELECT ? FROM t");
		assertThat(analyze("SELECT 5--3\nFROM t", Quoting.BACKSLASH).text()).isEqualTo("SELECT ?-? FROM t");
		assertThat(analyze("SELECT /* a /* b */ c FROM t", Quoting.ORACLE).text()).isEqualTo("SELECT c FROM t");
		assertThat(analyze("SELECT 5 # it's\nFROM t", Quoting.BACKSLASH).text()).isEqualTo("SELECT ? FROM t");
	}

	@Test
	void readsTheQuotesOfEachProduct() {
		assertThat(analyze("SELECT \"x\\\"y\", 'a\\'b' FROM t", Quoting.BACKSLASH).text())
			.isEqualTo("SELECT ?, ? FROM t");
		assertThat(analyze("SELECT 'C:\\', 'b' FROM t", Quoting.STANDARD).text()).isEqualTo("SELECT ?, ? FROM t");
		assertThat(analyze("SELECT E'a\\'b', 'c\\' FROM t", Quoting.POSTGRESQL).text()).isEqualTo("SELECT ?, ? FROM t");
		assertThat(analyze("SELECT q'[it's]', nq'!a'b!' FROM t", Quoting.ORACLE).text())
			.isEqualTo("SELECT ?, ? FROM t");
		assertThat(analyze("SELECT [a 'b]]c], 1 FROM t", Quoting.BRACKETS).text())
			.isEqualTo("SELECT [a 'b]]c], ? FROM t");
		assertThat(analyze("SELECT \"a\" FROM t", Quoting.UNKNOWN).text()).isEqualTo("SELECT ? FROM t");
	}

	@Test
	void readsTheLiteralsThatOnlySomeProductsHave() {
		String alternative = "SELECT q'{it's " + SECRET + "}', 1 FROM t";
		assertThat(analyze(alternative, DatabaseSystem.FIREBIRD.quoting()).text()).isEqualTo("SELECT ?, ? FROM t");
		String continued = "SELECT E'a'\n 'it\\'s " + SECRET + "', b FROM t";
		assertThat(analyze(continued, Quoting.POSTGRESQL).text()).isEqualTo("SELECT ?, b FROM t");
		String escaped = "SELECT 'it\\'s " + SECRET + "', b FROM t";
		assertThat(analyze(escaped, DatabaseSystem.REDSHIFT.quoting()).text()).isEqualTo("SELECT ?, b FROM t");
		String password = "ALTER USER u IDENTIFIED BY tiger REPLACE " + SECRET + " ACCOUNT LOCK";
		assertThat(analyze(password, Quoting.ORACLE).text())
			.isEqualTo("ALTER USER u IDENTIFIED BY ? REPLACE ? ACCOUNT LOCK");
	}

	@Test
	void masksTheRestWhereAnUnknownProductMayOrMayNotEscape() {
		assertThat(analyze("SELECT 'a\\', '" + SECRET + "' FROM t", Quoting.UNKNOWN).text()).isEqualTo("SELECT ?");
	}

	@Test
	void tellsTheCollectionWhenThereIsExactlyOne() {
		assertThat(analyze("SELECT a FROM t x JOIN t y ON x.a = y.a").collection()).isEqualTo("t");
		assertThat(analyze("SELECT a FROM t, u").collection()).isNull();
		assertThat(analyze("SELECT 1").collection()).isNull();
		assertThat(analyze("DELETE FROM t; DELETE FROM t").collection()).isNull();
		assertThat(analyze("CREATE TABLE t (a int)").collection()).isEqualTo("t");
		assertThat(analyze("CREATE INDEX i ON t (a)").collection()).isNull();
	}

	@Test
	void tellsTheOperationOfASingleStatement() {
		assertThat(analyze("select 1").operation()).isEqualTo("select");
		assertThat(analyze("DELETE FROM t").operation()).isEqualTo("DELETE");
		assertThat(analyze("WITH x AS (SELECT 1) UPDATE t SET a = 1").operation()).isEqualTo("UPDATE");
		assertThat(analyze("CREATE  TABLE t (a int);").operation()).isEqualTo("CREATE TABLE");
		assertThat(analyze("SELECT 1; DELETE FROM t").operation()).isNull();
		assertThat(analyze("tea time").operation()).isNull();
	}

	@Test
	void tellsTheProcedure() {
		assertThat(analyze("{? = call shop.price(?)}").procedure()).isEqualTo("shop.price");
		assertThat(analyze("{? = call shop.price(?)}").collection()).isNull();
		assertThat(analyze("SELECT price(?)").procedure()).isNull();
	}

	@Test
	void cutsLongTextsAndSaysSo() {
		SqlAnalysis analysis = SqlAnalysis.of("SELECT " + "a, ".repeat(1000) + "b FROM t", Quoting.STANDARD, 100);
		assertThat(analysis.text()).hasSize(100).endsWith("…");
	}

	@Test
	void boundsTheSummaryBetweenNames() {
		StringBuilder sql = new StringBuilder("SELECT * FROM t0");
		for (int i = 1; i < 100; i++) {
			sql.append(", table_number_").append(i);
		}
		String summary = String.valueOf(analyze(sql.toString()).summary());
		assertThat(summary).hasSizeLessThanOrEqualTo(255)
			.hasSizeGreaterThan(230)
			.matches("SELECT t0( table_number_\\d+)+");
		assertThat(sql.toString()).contains(summary.substring(summary.lastIndexOf(' ') + 1) + ",");
		assertThat(analyze(sql.toString()).asBatch().summary()).hasSizeLessThanOrEqualTo(255)
			.startsWith("BATCH SELECT t0");
	}

	@Test
	void readsAMegabyteOfLiteralsAndOfList() {
		String literal = "INSERT INTO t VALUES ('" + "x".repeat(1_000_000) + "')";
		assertThat(analyze(literal).text()).isEqualTo("INSERT INTO t VALUES (?)");
		String list = "SELECT a FROM t WHERE id IN (1" + ", 2".repeat(350_000) + ")";
		assertThat(analyze(list).text()).isEqualTo("SELECT a FROM t WHERE id IN (?)");
		assertThat(analyze("(".repeat(1_000_000)).text()).hasSize(4096);
		assertThat(analyze("/*".repeat(500_000)).text()).isEmpty();
		assertThat(analyze("$a".repeat(500_000)).text()).hasSize(4096);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ";", ";;;", ")", "))))((", "'", "\"", "`", "[", "$", "$$", "--", "/*", "*/", "?",
			":", "::", "E'", "q'", "U&", "U&'", "\\", "WITH", "WITH (", "FROM", "CREATE", "IN (", "IN (1,", "IN (1,)",
			"\u0000", "\ud800", "🙂", "SELECT 'a\\" })
	void answersToWhatIsNoSql(String sql) {
		for (Quoting quoting : Quoting.values()) {
			assertThat(analyze(sql, quoting).text()).isNotNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void neverLetsAPlantedLiteralOut(Quoting quoting) {
		Random random = new Random(42);
		String[] around = { "SELECT ", "a", ", ", "FROM t ", "WHERE b = ", "(", ")", "IN (", "/* c */", "-- d\n", "\n",
				"?", "1", "'x'", ";", "INSERT INTO u VALUES (", "::int ", ":n ", "$1 ", "WITH q AS (", "CALL p ", "=",
				"UPDATE ", "- " };
		List<String> literals = literals(quoting);
		for (int i = 0; i < 20_000; i++) {
			StringBuilder sql = new StringBuilder();
			int parts = random.nextInt(12);
			int planted = random.nextInt(parts + 1);
			for (int part = 0; part <= parts; part++) {
				sql.append(around[random.nextInt(around.length)]);
				if (part == planted) {
					sql.append(' ').append(literals.get(random.nextInt(literals.size()))).append(' ');
				}
			}
			String text = sql.toString();
			assertThat(analyze(text, quoting).toString()).as(text).doesNotContain(SECRET);
		}
	}

	@ParameterizedTest
	@EnumSource
	void neverThrowsOnGarbage(Quoting quoting) {
		Random random = new Random(7);
		String alphabet = "abIN SELECTFROM,.;:?$'\"`[](){}\\/*-+#@_09eExX&|\n\té🙂";
		for (int i = 0; i < 20_000; i++) {
			StringBuilder sql = new StringBuilder();
			for (int length = random.nextInt(40); length > 0; length--) {
				sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			assertThat(analyze(sql.toString(), quoting).text()).hasSizeLessThan(100);
		}
	}

	private static List<String> literals(Quoting quoting) {
		String s = SECRET;
		return switch (quoting) {
			case BACKSLASH -> List.of("'" + s + "'", "\"" + s + "\"", "'a\\'" + s + "'", "'''" + s + "'", "12" + s);
			case POSTGRESQL -> List.of("'" + s + "'", "E'\\'" + s + "'", "$$" + s + "$$", "$t$'" + s + "$t$",
					"'" + s + "\\'", "E'a'\n'\\'" + s + "'");
			case REDSHIFT -> List.of("'" + s + "'", "'a\\'" + s + "'", "$$" + s + "$$");
			case ORACLE -> List.of("'" + s + "'", "q'['" + s + "']'", "nq'{'" + s + "}'", "N'" + s + "'");
			case BRACKETS -> List.of("'" + s + "'", "N'" + s + "'", "'" + s + "\\'");
			case UNKNOWN -> List.of("'" + s + "'", "\"" + s + "\"", "'a\\'" + s + "'", "q'['" + s + "']'");
			case STANDARD -> List.of("'" + s + "'", "'" + s + "\\'", "X'" + s + "'", "U&'" + s + "'");
		};
	}

	private static SqlAnalysis analyze(String sql) {
		return analyze(sql, Quoting.POSTGRESQL);
	}

	private static SqlAnalysis analyze(String sql, Quoting quoting) {
		return SqlAnalysis.of(sql, quoting, 4096);
	}

}
