// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = ' ', nullValues = "-",
			textBlock = """
					jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1 h2database orders - 0
					jdbc:h2:mem: h2database - - 0
					jdbc:h2:~/data/orders h2database ~/data/orders - 0
					jdbc:h2:file:/data/orders;PASSWORD=x h2database /data/orders - 0
					jdbc:h2:file:C:/data/orders h2database C:/data/orders - 0
					jdbc:h2:tcp://db.example/~/orders h2database ~/orders db.example 0
					jdbc:h2:ssl://db.example:9093/mem:orders h2database mem:orders db.example 9093
					jdbc:postgresql://db.example/shop postgresql shop db.example 0
					jdbc:postgresql://db.example:5433/shop?user=u&password=p postgresql shop db.example 5433
					jdbc:postgresql://db.example/shop?currentSchema=sales,public postgresql shop|sales db.example 0
					jdbc:postgresql://a:5433,b:5433/shop postgresql shop a,b 5433
					jdbc:postgresql://a:5433,b/shop postgresql shop a:5433,b:5432 0
					jdbc:postgresql://[::1]:5433/shop postgresql shop [::1] 5433
					jdbc:postgresql:shop postgresql shop - 0
					jdbc:mysql://u:p@db.example:3307/shop?useSSL=false mysql shop db.example 3307
					jdbc:mysql:loadbalance://a,b/shop mysql shop a,b 0
					jdbc:mysql://address=(host=a)(port=3307)/shop mysql shop a 3307
					jdbc:mariadb://db.example/shop mariadb shop db.example 0
					jdbc:aws-wrapper:postgresql://db.example/shop postgresql shop db.example 0
					jdbc:sqlserver://db.example;databaseName=shop;password=p microsoft.sql_server shop db.example 0
					jdbc:sqlserver://db.example\\one:1444;database=shop microsoft.sql_server one|shop db.example 1444
					jdbc:sqlserver://;serverName=db.example;portNumber=1444;databaseName=shop microsoft.sql_server shop db.example 1444
					jdbc:jtds:sqlserver://db.example/shop;instance=one microsoft.sql_server one|shop db.example 0
					jdbc:oracle:thin:@//db.example:1522/shop oracle.db shop db.example 1522
					jdbc:oracle:thin:scott/tiger@db.example:1521:XE oracle.db XE db.example 0
					jdbc:oracle:thin:@tcps://db.example:2484/shop?wallet=x oracle.db shop db.example 2484
					jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1522))(CONNECT_DATA=(SERVICE_NAME=shop))) oracle.db shop a 1522
					jdbc:oracle:thin:@shop_high oracle.db shop_high - 0
					jdbc:db2://db.example:50001/shop:user=u;password=p; ibm.db2 shop db.example 50001
					jdbc:sqlite:/data/shop.db sqlite /data/shop.db - 0
					jdbc:derby:memory:shop;create=true derby shop - 0
					jdbc:hsqldb:hsql://db.example/shop hsqldb shop db.example 0
					jdbc:redshift://db.example/shop aws.redshift shop db.example 0
					jdbc:clickhouse://db.example:9000/shop clickhouse shop db.example 9000
					jdbc:acme://db.example:77/shop;password=p other_sql shop db.example 77
					nonsense other_sql - - 0
					""")
	void readsWhatTheUrlSays(String url, String system, @Nullable String namespace, @Nullable String address,
			int port) {
		JdbcUrl parsed = JdbcUrl.parse(url);
		assertThat(parsed.system().value()).isEqualTo(system);
		assertThat(parsed.namespace()).isEqualTo(namespace);
		assertThat(parsed.address()).isEqualTo(address);
		assertThat(parsed.port()).isEqualTo(port);
	}

	@Test
	void answersToNoUrl() {
		assertThat(JdbcUrl.parse(null)).isEqualTo(JdbcUrl.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:", "jdbc::", "jdbc:h2", "jdbc:h2:", "jdbc:oracle:", "jdbc:oracle:thin:@",
			"jdbc:oracle:thin:@(", "jdbc:sqlserver:", "jdbc:sqlserver://\\", "jdbc:postgresql://",
			"jdbc:postgresql://:/", "jdbc:postgresql://a:b/c", "jdbc:mysql://(host=", "jdbc:p6spy", "jdbc:sqlite:" })
	void neverThrows(String url) {
		assertThat(JdbcUrl.parse(url).system()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mysql://u:SECRET@h/d?password=SECRET", "jdbc:oracle:thin:u/SECRET@h:1521:d",
			"jdbc:oracle:thin:u/\"p@SECRET\"@//h/d", "jdbc:sqlserver://h;password=SECRET", "jdbc:acme:u:SECRET@h/d",
			"jdbc:db2://h/d:password=SECRET;", "jdbc:postgresql://h/d?sslpassword=SECRET",
			"jdbc:h2:mem:x;PASSWORD=SECRET", "jdbc:mysql://u:p@SECRET@h/d", "jdbc:teradata://h/PASSWORD=SECRET" })
	void neverTellsUserOrPassword(String url) {
		assertThat(JdbcUrl.parse(url).toString()).doesNotContain("SECRET");
	}

}
