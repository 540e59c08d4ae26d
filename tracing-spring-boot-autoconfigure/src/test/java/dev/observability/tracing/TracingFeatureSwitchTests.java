// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class TracingFeatureSwitchTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(Feature.class);

	@Test
	void isOnByDefault() {
		this.contextRunner.run((context) -> assertThat(context).hasBean("feature"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.enabled=false", "observability.tracing.brewing.enabled=false",
			"observability.tracing.brewing.enabled=off" })
	void isOffByEitherSwitch(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean("feature"));
	}

	@Test
	void isIndependentOfTheSwitchesOfOthers() {
		this.contextRunner.withPropertyValues("observability.tracing.baking.enabled=false")
			.run((context) -> assertThat(context).hasBean("feature"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.enabled", "observability.tracing.brewing.enabled" })
	void reportsSwitchThatIsNeitherTrueNorFalse(String key, CapturedOutput output) {
		SpringApplication application = new SpringApplication(Feature.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--" + key + "=perhaps"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value 'perhaps' for configuration property '" + key + "'")
			.contains("It must be true or false.");
	}

	@Configuration(proxyBeanMethods = false)
	static class Feature {

		@Bean
		@ConditionalOnTracingFeature("brewing")
		String feature() {
			return "on";
		}

	}

}
