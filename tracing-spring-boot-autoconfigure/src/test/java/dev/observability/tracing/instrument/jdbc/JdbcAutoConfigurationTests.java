// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.observability.tracing.InstrumentationScope;
import dev.observability.tracing.SemanticConventions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class JdbcAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class, DataSourceAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class))
		.withUserConfiguration(ExporterConfiguration.class)
		.withPropertyValues("spring.datasource.generate-unique-name=true",
				"management.tracing.sampling.probability=1.0");

	@Test
	void makesSpansByDefault() {
		this.runner.run((context) -> {
			context.getBean(JdbcClient.class).sql("SELECT 1").query().listOfRows();
			assertThat(names(context.getBean(InMemorySpanExporter.class))).containsExactly("SELECT");
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("observability.tracing.jdbc.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(DataSourceTracingPostProcessor.class)
				.doesNotHaveBean(JdbcTracing.class)
				.doesNotHaveBean(TracedPoolMetadataProvider.class);
			assertThat(AopUtils.isAopProxy(context.getBean(DataSource.class))).isFalse();
		});
	}

	@Test
	void backsOffWhenUserDefinesThePostProcessor() {
		this.runner
			.withBean("own", DataSourceTracingPostProcessor.class,
					() -> new DataSourceTracingPostProcessor(JdbcSpans.provider(new JdbcSpans().tracing())))
			.run((context) -> assertThat(context).hasSingleBean(DataSourceTracingPostProcessor.class).hasBean("own"));
	}

	@Test
	void backsOffWithoutSpringJdbcOrOpenTelemetry() {
		this.runner.withClassLoader(new FilteredClassLoader(OpenTelemetry.class))
			.run((context) -> assertThat(context).doesNotHaveBean("dataSourceTracingPostProcessor"));
	}

	@Test
	void writesOlderNamesTooWhenAsked() {
		this.runner.withPropertyValues("observability.tracing.semantic-conventions=both").run((context) -> {
			context.getBean(JdbcClient.class).sql("SELECT 1").query().listOfRows();
			SpanData span = context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().get(0);
			assertThat(span.getAttributes().get(FormerJdbcAttributes.SYSTEM.key())).isEqualTo("h2");
			assertThat(span.getAttributes().get(FormerJdbcAttributes.OPERATION.key())).isEqualTo("SELECT");
		});
	}

	@Test
	void tellsItsVersionAndThatOfItsNames() {
		this.runner.run((context) -> {
			context.getBean(JdbcClient.class).sql("SELECT 1").query().listOfRows();
			SpanData span = context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().get(0);
			assertThat(span.getInstrumentationScopeInfo().getVersion()).isEqualTo(InstrumentationScope.version());
			assertThat(span.getInstrumentationScopeInfo().getSchemaUrl()).isEqualTo(SemanticConventions.SCHEMA_URL);
		});
	}

	@Test
	void bindsProperties() {
		this.runner
			.withPropertyValues("observability.tracing.jdbc.max-query-length=64",
					"observability.tracing.jdbc.cached-queries=5")
			.run((context) -> {
				assertThat(context.getBean(JdbcProperties.class)).isEqualTo(new JdbcProperties(true, 64, 5));
				context.getBean(JdbcTemplate.class).queryForList("SELECT 1" + " + 1".repeat(100));
				SpanData span = context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().get(0);
				assertThat(span.getAttributes().get(JdbcAttributes.QUERY_TEXT.string())).hasSize(64).endsWith("…");
			});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "max-query-length=63", "max-query-length=65537", "cached-queries=-1", "cached-queries=100001" })
	void refusesValuesOutOfRange(String property) {
		this.runner.withPropertyValues("observability.tracing.jdbc." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.tracing.jdbc." + property.split("=")[0])
				.hasMessageContaining("must be in ["));
	}

	@Test
	void startsWithoutOpenTelemetryBeanAndMakesNoSpans() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					assertThat(connection).isNotInstanceOf(TracedConnection.class);
				}
			});
	}

	@Test
	void keepsTheTypeOfThePoolAndWhatBootReadsFromIt() {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(DataSourcePoolMetricsAutoConfiguration.class, MetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.withUserConfiguration(EarlyQueryConfiguration.class)
			.run((context) -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
				try (Connection connection = pool.getConnection()) {
					assertThat(connection.isValid(1)).isTrue();
					assertThat(registry.get("jdbc.connections.active").gauge().value()).isOne();
					assertThat(registry.get("hikaricp.connections.active").gauge().value()).isOne();
				}
				assertThat(registry.get("hikaricp.connections.usage").timer().count()).isPositive();
				assertThat(DataSourceUnwrapper.unwrap(pool, HikariConfig.class)).isNotNull();
				assertThat(DataSourceUnwrapper.unwrapRoot(pool)).isExactlyInstanceOf(HikariDataSource.class);
				assertThat(pool.isWrapperFor(DataSource.class)).isTrue();
				assertThat(new DataSourceHealthIndicator(pool).health().getStatus()).isEqualTo(Status.UP);
				assertThat(pool.isRunning()).isTrue();
			});
	}

	@Test
	void closesThePoolWithTheContext() {
		HikariDataSource[] target = new HikariDataSource[1];
		this.runner.run((context) -> {
			context.getBean(JdbcTemplate.class).queryForList("SELECT 1");
			target[0] = (HikariDataSource) DataSourceUnwrapper.unwrapRoot(context.getBean(DataSource.class));
		});
		assertThat(target[0].isClosed()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { DelegatingConfiguration.class, LazyConfiguration.class,
			TransactionAwareConfiguration.class, RoutingConfiguration.class, PoolOverBeanConfiguration.class })
	void makesOneSpanThroughTwoDataSources(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			InMemorySpanExporter exporter = context.getBean(InMemorySpanExporter.class);
			JdbcTemplate template = new JdbcTemplate(context.getBean(DataSource.class));
			exporter.reset();
			template.queryForList("SELECT 1");
			template.execute("VALUES 1");
			assertThat(names(exporter)).containsExactly("SELECT", "VALUES");
			exporter.reset();
			new JdbcTemplate(context.getBean("below", DataSource.class)).queryForList("SELECT 2");
			assertThat(names(exporter)).containsExactly("SELECT");
		});
	}

	@Test
	void doesNotFetchALazyConnection() {
		this.runner.withUserConfiguration(LazyConfiguration.class).run((context) -> {
			Counting below = (Counting) Objects
				.requireNonNull(AopProxyUtils.getSingletonTarget(context.getBean("below")));
			// The first one asks the database for its defaults
			context.getBean(DataSource.class).getConnection().close();
			int before = below.connections;
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection).isInstanceOf(TracedConnection.class);
				connection.setReadOnly(true);
			}
			assertThat(below.connections).isEqualTo(before);
		});
	}

	@Test
	void wrapsAFinalClassThatIsDeclaredAsAnInterface(CapturedOutput output) {
		this.runner.withUserConfiguration(FinalAsInterfaceConfiguration.class).run((context) -> {
			new JdbcTemplate(context.getBean(DataSource.class)).queryForList("SELECT 1");
			assertThat(names(context.getBean(InMemorySpanExporter.class))).containsExactly("SELECT");
			assertThat(output).doesNotContain("gets no JDBC spans");
		});
	}

	@Test
	void leavesAFinalClassThatIsDeclaredWithItsTypeAndSaysSo(CapturedOutput output) {
		this.runner.withUserConfiguration(FinalConfiguration.class).run((context) -> {
			new JdbcTemplate(context.getBean(Final.class)).queryForList("SELECT 1");
			assertThat(names(context.getBean(InMemorySpanExporter.class))).isEmpty();
			assertThat(output).contains("DataSource 'finalDataSource' gets no JDBC spans")
				.contains("Declare the return type of the @Bean method as javax.sql.DataSource");
		});
	}

	@Test
	void wrapsAnEmbeddedDatabaseThatCanStillBeShutDown() {
		this.runner.withUserConfiguration(EmbeddedConfiguration.class).run((context) -> {
			EmbeddedDatabase database = context.getBean(EmbeddedDatabase.class);
			new JdbcTemplate(database).queryForList("SELECT 1");
			assertThat(names(context.getBean(InMemorySpanExporter.class))).containsExactly("SELECT");
			database.shutdown();
			database.shutdown();
		});
	}

	@Test
	void survivesADataSourceThatTheTracerItselfNeeds() {
		this.runner.withUserConfiguration(TracerNeedsDataSourceConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(JdbcTemplate.class).queryForList("SELECT 2");
			assertThat(names(context.getBean(InMemorySpanExporter.class))).contains("SELECT");
		});
	}

	private static List<String> names(InMemorySpanExporter exporter) {
		return exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
	}

	private static DataSource h2() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:mem:below;DB_CLOSE_DELAY=-1");
		return dataSource;
	}

	@Configuration(proxyBeanMethods = false)
	static class ExporterConfiguration {

		@Bean
		InMemorySpanExporter exporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor spanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyQueryConfiguration {

		@Bean
		List<?> early(JdbcTemplate template) {
			return template.queryForList("SELECT 1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DelegatingConfiguration {

		@Bean
		Counting below() {
			return new Counting(h2());
		}

		@Bean
		@Primary
		DelegatingDataSource above(Counting below) {
			return new DelegatingDataSource(below);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		Counting below() {
			return new Counting(h2());
		}

		@Bean
		@Primary
		LazyConnectionDataSourceProxy above(Counting below) {
			return new LazyConnectionDataSourceProxy(below);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TransactionAwareConfiguration {

		@Bean
		Counting below() {
			return new Counting(h2());
		}

		@Bean
		@Primary
		TransactionAwareDataSourceProxy above(Counting below) {
			return new TransactionAwareDataSourceProxy(below);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RoutingConfiguration {

		@Bean
		Counting below() {
			return new Counting(h2());
		}

		@Bean
		@Primary
		AbstractRoutingDataSource above(Counting below) {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected @Nullable Object determineCurrentLookupKey() {
					return "one";
				}

			};
			routing.setTargetDataSources(Map.of("one", below));
			return routing;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PoolOverBeanConfiguration {

		@Bean
		Counting below() {
			return new Counting(h2());
		}

		@Bean
		@Primary
		HikariDataSource above(Counting below) {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(below);
			return pool;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalAsInterfaceConfiguration {

		@Bean
		DataSource finalDataSource() {
			return new Final();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalConfiguration {

		@Bean
		Final finalDataSource() {
			return new Final();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EmbeddedConfiguration {

		@Bean
		EmbeddedDatabase embedded() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TracerNeedsDataSourceConfiguration {

		@Bean
		SpanProcessor needy(ObjectProvider<DataSource> dataSource) {
			dataSource.ifAvailable((available) -> new JdbcTemplate(available).queryForList("SELECT 1"));
			return SpanProcessor.composite();
		}

	}

	/** Counts the connections that were asked for. */
	static class Counting extends DelegatingDataSource {

		int connections;

		Counting(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.connections++;
			return super.getConnection();
		}

	}

	/** A data source that no proxy can extend. */
	static final class Final implements DataSource {

		private final DataSource target = h2();

		@Override
		public Connection getConnection() throws SQLException {
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.target.getConnection(username, password);
		}

		@Override
		public @Nullable PrintWriter getLogWriter() {
			return null;
		}

		@Override
		public void setLogWriter(PrintWriter out) {
		}

		@Override
		public void setLoginTimeout(int seconds) {
		}

		@Override
		public int getLoginTimeout() {
			return new Properties().size();
		}

		@Override
		public Logger getParentLogger() {
			return Logger.getGlobal();
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			return this.target.unwrap(type);
		}

		@Override
		public boolean isWrapperFor(Class<?> type) throws SQLException {
			return this.target.isWrapperFor(type);
		}

	}

}
