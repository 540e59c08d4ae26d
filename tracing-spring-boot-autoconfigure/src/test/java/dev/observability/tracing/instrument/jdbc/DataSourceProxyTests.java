// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.ProxyConnection;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcStatement;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What applications do with their data sources, and what a proxy must not break. */
@ExtendWith(OutputCaptureExtension.class)
class DataSourceProxyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class, DataSourceAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withUserConfiguration(ExporterConfiguration.class)
		.withPropertyValues("spring.datasource.generate-unique-name=true",
				"management.tracing.sampling.probability=1.0");

	@Test
	void survivesACircleThroughTheDataSource() {
		this.runner.withAllowCircularReferences(true)
			.withUserConfiguration(CircleConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Circle circle = context.getBean(Circle.class);
				assertThat(Objects.requireNonNull(context.getBean(Tenants.class).dataSource)).isSameAs(circle);
				assertSpan(circle, context.getBean(InMemorySpanExporter.class));
			});
	}

	@Test
	void tracesADataSourceWhoseClassLoaderDoesNotKnowSpring() throws Exception {
		DataSource foreign = foreign();
		this.runner.withBean("foreign", DataSource.class, () -> foreign).run((context) -> {
			assertThat(context).hasNotFailed();
			assertSpan(context.getBean(DataSource.class), context.getBean(InMemorySpanExporter.class));
		});
	}

	@Test
	void keepsFinalMethodsOfADataSourceWorking(CapturedOutput output) {
		this.runner.withUserConfiguration(FinalMethodConfiguration.class).run((context) -> {
			assertThat(context.getBean(FinalMethod.class).get()).isEqualTo("acme");
			assertThat(output).contains("DataSource 'finalMethod' gets no JDBC spans");
		});
	}

	@Test
	void tracesAScopedDataSource() {
		this.runner
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.withUserConfiguration(ScopedConfiguration.class)
			.run((context) -> assertSpan(context.getBean(DataSource.class),
					context.getBean(InMemorySpanExporter.class)));
	}

	@Test
	void tracesWhatAFactoryBeanMakes() {
		this.runner.withUserConfiguration(FactoryConfiguration.class)
			.run((context) -> assertSpan(context.getBean(DataSource.class),
					context.getBean(InMemorySpanExporter.class)));
	}

	@Test
	void keepsTheFinalClassThatAFactoryBeanPromises(CapturedOutput output) {
		this.runner.withUserConfiguration(FinalFactoryConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(NeedsFinalClass.class).dataSource()).isExactlyInstanceOf(FinalClass.class);
			assertThat(output).contains("DataSource 'factory' gets no JDBC spans");
		});
	}

	@Test
	void tracesTheFinalClassThatAFactoryBeanPromisesAsAnInterface() {
		this.runner.withBean("factory", FinalFactory.class, () -> new FinalFactory(DataSource.class))
			.run((context) -> assertSpan(context.getBean(DataSource.class),
					context.getBean(InMemorySpanExporter.class)));
	}

	@Test
	void tracesWithLazyInitialization() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertSpan(context.getBean(DataSource.class),
					context.getBean(InMemorySpanExporter.class)));
	}

	@Test
	void letsBootDeriveADataSource() {
		this.runner.run((context) -> {
			DataSource derived = DataSourceBuilder.derivedFrom(context.getBean(DataSource.class))
				.type(SimpleDriverDataSource.class)
				.build();
			try (Connection connection = derived.getConnection()) {
				assertThat(connection).isNotInstanceOf(TracedConnection.class);
			}
			try (HikariDataSource same = (HikariDataSource) DataSourceBuilder
				.derivedFrom(context.getBean(DataSource.class))
				.build()) {
				assertThat(same.getClass()).isEqualTo(HikariDataSource.class);
			}
		});
	}

	@Test
	void startsWhileAnotherThreadNeedsTheFirstConnection() {
		this.runner.withUserConfiguration(BackgroundConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Background.class).outcome.get()).isEqualTo("done");
		});
	}

	@Test
	void unwrapsToWhatThePoolUnwrapsTo() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				assertThat(connection.unwrap(Connection.class)).isExactlyInstanceOf(JdbcConnection.class);
				assertThat(statement.unwrap(Statement.class)).isExactlyInstanceOf(JdbcStatement.class);
				assertThat(connection.unwrap(ProxyConnection.class)).isNotNull();
			}
		});
	}

	@Test
	void runsInTheTransactionOfTheSameDataSource() {
		this.runner.run((context) -> {
			JdbcTemplate template = context.getBean(JdbcTemplate.class);
			template.execute("CREATE TABLE t(id INT)");
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> {
					template.update("INSERT INTO t VALUES (1)");
					status.setRollbackOnly();
				});
			assertThat(template.queryForObject("SELECT count(*) FROM t", Integer.class)).isZero();
		});
	}

	private static void assertSpan(DataSource dataSource, InMemorySpanExporter exporter) {
		exporter.reset();
		new JdbcTemplate(dataSource).queryForList("SELECT 1");
		assertThat(exporter.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("SELECT");
	}

	private static DataSource h2() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:mem:proxied;DB_CLOSE_DELAY=-1");
		return dataSource;
	}

	// As the container's pool in a WAR: its class loader is not the application's
	private static DataSource foreign() throws Exception {
		ClassLoader loader = new ContainerClassLoader();
		Constructor<?> constructor = loader.loadClass(ContainerDataSource.class.getName()).getDeclaredConstructor();
		DataSource foreign = (DataSource) constructor.newInstance();
		foreign.setLogWriter(null);
		return foreign;
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
	static class CircleConfiguration {

		@Bean
		Circle circle() {
			return new Circle();
		}

		// Lazy, so that the data source is made first
		@Bean
		@Lazy
		Tenants tenants() {
			return new Tenants();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalMethodConfiguration {

		@Bean
		FinalMethod finalMethod() {
			return new FinalMethod("acme");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		DelegatingDataSource scoped() {
			return new DelegatingDataSource(h2());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactoryConfiguration {

		@Bean
		FactoryBean<DataSource> factory() {
			return new FactoryBean<>() {

				@Override
				public DataSource getObject() {
					return h2();
				}

				@Override
				public Class<?> getObjectType() {
					return DataSource.class;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalFactoryConfiguration {

		@Bean
		FinalFactory factory() {
			return new FinalFactory(FinalClass.class);
		}

		@Bean
		NeedsFinalClass needsFinalClass(FinalClass dataSource) {
			return new NeedsFinalClass(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BackgroundConfiguration {

		@Bean
		Background background(DataSource dataSource) throws InterruptedException {
			return new Background(dataSource);
		}

	}

	/** A data source that asks another bean, which needs the data source. */
	static class Circle extends DelegatingDataSource {

		@Nullable Tenants tenants;

		Circle() {
			super(h2());
		}

		@Autowired
		void setTenants(Tenants tenants) {
			this.tenants = tenants;
		}

	}

	/** Needs the data source. */
	static class Tenants {

		@Nullable DataSource dataSource;

		@Autowired
		void setDataSource(DataSource dataSource) {
			this.dataSource = dataSource;
		}

	}

	/** A data source with a method that no proxy can intercept. */
	static class FinalMethod extends DelegatingDataSource implements Supplier<String> {

		private final String tenant;

		FinalMethod(String tenant) {
			super(h2());
			this.tenant = tenant;
		}

		@Override
		public final String get() {
			return this.tenant;
		}

	}

	/** A data source that no proxy can extend. */
	static final class FinalClass extends DelegatingDataSource {

		FinalClass() {
			super(h2());
		}

	}

	/** Makes a data source of a final class, and promises that class or less. */
	static final class FinalFactory implements FactoryBean<DataSource> {

		private final Class<?> promised;

		FinalFactory(Class<?> promised) {
			this.promised = promised;
		}

		@Override
		public DataSource getObject() {
			return new FinalClass();
		}

		@Override
		public Class<?> getObjectType() {
			return this.promised;
		}

	}

	/**
	 * Wants the class.
	 *
	 * @param dataSource the bean as it was injected
	 */
	record NeedsFinalClass(FinalClass dataSource) {
	}

	/** Asks for a connection in another thread while the beans are made. */
	static final class Background {

		final AtomicReference<String> outcome = new AtomicReference<>("waiting");

		Background(DataSource dataSource) throws InterruptedException {
			Thread thread = new Thread(() -> {
				try (Connection connection = dataSource.getConnection()) {
					connection.createStatement().execute("SELECT 1");
					this.outcome.set("done");
				}
				catch (SQLException ex) {
					this.outcome.set(ex.toString());
				}
			});
			thread.setDaemon(true);
			thread.start();
			thread.join(TimeUnit.SECONDS.toMillis(20));
		}

	}

	/** Defines the data source of the container again, and sees the JDK only. */
	static final class ContainerClassLoader extends ClassLoader {

		ContainerClassLoader() {
			super(ClassLoader.getPlatformClassLoader());
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			if (name.startsWith(ContainerDataSource.class.getName()) || name.startsWith("org.h2.")
					|| name.startsWith("org.jspecify.")) {
				try (InputStream stream = ContainerDataSource.class.getClassLoader()
					.getResourceAsStream(name.replace('.', '/') + ".class")) {
					byte[] bytes = Objects.requireNonNull(stream).readAllBytes();
					return defineClass(name, bytes, 0, bytes.length);
				}
				catch (IOException ex) {
					throw new ClassNotFoundException(name, ex);
				}
			}
			throw new ClassNotFoundException(name);
		}

	}

}
