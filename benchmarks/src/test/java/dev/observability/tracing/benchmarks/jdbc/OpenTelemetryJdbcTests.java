// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.jdbc;

import javax.sql.DataSource;

import dev.observability.tracing.instrument.jdbc.JdbcAutoConfiguration;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Here and not beside the post-processor, because this module has that library.
 */
@ExtendWith(OutputCaptureExtension.class)
class OpenTelemetryJdbcTests {

	@Test
	void leavesADataSourceThatOpenTelemetryTracesAndSaysSo(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class))
			.withBean("traced", DataSource.class,
					() -> JdbcTelemetry.create(OpenTelemetry.noop()).wrap(new JdbcDataSource()))
			.run((context) -> {
				assertThat(AopUtils.isAopProxy(context.getBean(DataSource.class))).isFalse();
				assertThat(output).contains("DataSource 'traced' is traced by OpenTelemetry's JDBC library already");
			});
	}

}
