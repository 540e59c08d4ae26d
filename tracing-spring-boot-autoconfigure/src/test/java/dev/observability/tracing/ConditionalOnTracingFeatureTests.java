// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionalOnTracingFeatureTests {

	private static final String OFF = "observability.tracing.enabled=false";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Features.class);

	@Test
	void everythingIsOnByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("whole").hasBean("feature").hasBean("passing");
			assertThat(report(context, "whole")).isEqualTo("@ConditionalOnTracingFeature tracing is on");
		});
	}

	@Test
	void onlyWhatPassesContextOnStaysWithTracingOff() {
		this.runner.withPropertyValues(OFF).run((context) -> {
			assertThat(context).doesNotHaveBean("whole").doesNotHaveBean("feature").hasBean("passing");
			assertThat(report(context, "whole"))
				.isEqualTo("@ConditionalOnTracingFeature observability.tracing.enabled is false");
			assertThat(report(context, "passing")).isEqualTo("@ConditionalOnTracingFeature (passing) "
					+ "observability.tracing.enabled is false, but the traces of others are passed on");
		});
	}

	@Test
	void aFeatureHasItsOwnSwitch() {
		this.runner.withPropertyValues("observability.tracing.feature.enabled=false").run((context) -> {
			assertThat(context).hasBean("whole").doesNotHaveBean("feature").hasBean("passing");
			assertThat(report(context, "feature"))
				.isEqualTo("@ConditionalOnTracingFeature (feature) observability.tracing.feature.enabled is false");
		});
	}

	@Test
	void itsOwnSwitchRemovesWhatPassesContextOn() {
		this.runner.withPropertyValues("observability.tracing.passing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("passing"));
		this.runner.withPropertyValues(OFF, "observability.tracing.passing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("passing"));
	}

	@Test
	void whatTellsOfItStaysWithTracingOff() {
		this.runner.withPropertyValues(OFF).run((context) -> {
			assertThat(context).hasBean("telling");
			assertThat(report(context, "telling"))
				.isEqualTo("@ConditionalOnTracingFeature (telling) it tells whether tracing is on");
		});
	}

	@Test
	void itsOwnSwitchRemovesWhatTellsOfIt() {
		this.runner.withPropertyValues("observability.tracing.telling.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("telling"));
	}

	@Test
	void theSwitchOfTheFeatureDoesNotOverruleTracingOff() {
		this.runner.withPropertyValues(OFF, "observability.tracing.feature.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean("feature"));
	}

	@Test
	void switchesAreReadWithRelaxedNames() {
		this.runner.withPropertyValues("observability.tracing.FEATURE.Enabled=off")
			.run((context) -> assertThat(context).doesNotHaveBean("feature"));
	}

	@Test
	void anEmptySwitchIsNotSet() {
		this.runner.withPropertyValues("observability.tracing.enabled=", "observability.tracing.feature.enabled=")
			.run((context) -> assertThat(context).hasBean("whole").hasBean("feature"));
	}

	@Test
	void aSwitchThatIsNeitherTrueNorFalseStopsTheStart() {
		this.runner.withPropertyValues("observability.tracing.feature.enabled=perhaps")
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOf(InvalidTracingPropertyException.class)
				.hasMessage("observability.tracing.feature.enabled must be true or false but was 'perhaps'"));
	}

	private static String report(AssertableApplicationContext context, String bean) {
		return ConditionEvaluationReport.get(context.getBeanFactory())
			.getConditionAndOutcomesBySource()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().endsWith("#" + bean))
			.flatMap((entry) -> entry.getValue().stream())
			.map((outcome) -> outcome.getOutcome().getMessage())
			.reduce((first, second) -> first + "; " + second)
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Features {

		@Bean
		@ConditionalOnTracingFeature
		List<String> whole() {
			return List.of();
		}

		@Bean
		@ConditionalOnTracingFeature("feature")
		List<String> feature() {
			return List.of();
		}

		@Bean
		@ConditionalOnTracingFeature(value = "telling", tellsOfOff = true)
		List<String> telling() {
			return List.of();
		}

		@Bean
		@ConditionalOnTracingFeature(value = "passing", passesContextOn = true)
		List<String> passing() {
			return List.of();
		}

	}

}
