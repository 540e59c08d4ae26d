// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.observability.tracing.DiagnosticsSection;
import dev.observability.tracing.redaction.Redactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class DiagnosticsAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=tracing";

	private static final String HEALTH = "management.health.tracing.enabled=true";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiagnosticsAutoConfiguration.class));

	@Test
	void answersNobodyByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(TracingEndpoint.class)
			.doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void answersWhereItIsExposed() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context.getBean(TracingEndpoint.class).tracing()).containsKey("features"));
	}

	@Test
	void hasAHealthIndicatorWhereTheApplicationWantsOne() {
		this.runner.withPropertyValues(HEALTH)
			.run((context) -> assertThat(context).hasSingleBean(HealthIndicator.class)
				.hasBean("tracingHealthIndicator"));
	}

	@Test
	void theEndpointAloneCanBeOff() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.tracing.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(TracingEndpoint.class));
	}

	@Test
	void accessIsGivenAndTakenByThePropertiesOfSpringBoot() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoints.access.default=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(TracingEndpoint.class));
		this.runner
			.withPropertyValues(EXPOSED, "management.endpoints.access.default=NONE",
					"management.endpoint.tracing.access=READ_ONLY")
			.run((context) -> assertThat(context).hasSingleBean(TracingEndpoint.class));
		this.runner.withPropertyValues(EXPOSED, "management.endpoints.access.max-permitted=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(TracingEndpoint.class));
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoints.web.exposure.exclude=tracing")
			.run((context) -> assertThat(context).doesNotHaveBean(TracingEndpoint.class));
	}

	@Test
	void readsOnlyByDefault() {
		Endpoint endpoint = TracingEndpoint.class.getAnnotation(Endpoint.class);
		assertThat(endpoint).isNotNull();
		assertThat(endpoint.defaultAccess()).isEqualTo(Access.READ_ONLY);
		assertThat(TracingEndpoint.class.getMethods())
			.noneMatch((method) -> method.isAnnotationPresent(WriteOperation.class)
					|| method.isAnnotationPresent(DeleteOperation.class));
	}

	@Test
	void isAwayWhenSwitchedOff() {
		this.runner.withPropertyValues(EXPOSED, HEALTH, "observability.tracing.diagnostics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TracingEndpoint.class)
				.doesNotHaveBean(HealthIndicator.class)
				.doesNotHaveBean(DiagnosticsAutoConfiguration.class));
	}

	@Test
	void staysWhileTracingIsOff() {
		this.runner.withPropertyValues(EXPOSED, "observability.tracing.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(TracingEndpoint.class));
	}

	@Test
	void theIndicatorOfTheUserWins() {
		HealthIndicator users = () -> Health.up().build();
		this.runner.withPropertyValues(HEALTH)
			.withBean("tracingHealthIndicator", HealthIndicator.class, () -> users)
			.run((context) -> assertThat(context.getBean(HealthIndicator.class)).isSameAs(users));
	}

	@Test
	void theEndpointOfTheUserWins() {
		this.runner.withPropertyValues(EXPOSED)
			.withBean("users", TracingEndpoint.class, DiagnosticsAutoConfigurationTests::endpoint)
			.run((context) -> assertThat(context).hasSingleBean(TracingEndpoint.class).hasBean("users"));
	}

	@SuppressWarnings("unchecked")
	private static TracingEndpoint endpoint() {
		return new TracingEndpoint(mock(FeatureReport.class), mock(ObjectProvider.class), mock(ObjectProvider.class),
				mock(ObjectProvider.class), mock(Doctor.class), new ReportMask(Redactor.standard()));
	}

	@ParameterizedTest
	@ValueSource(classes = { Endpoint.class, HealthIndicator.class })
	void isAwayWithoutTheLibrary(Class<?> type) {
		this.runner.withPropertyValues(EXPOSED, HEALTH)
			.withClassLoader(new FilteredClassLoader(type))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean((type == Endpoint.class) ? "tracingEndpoint" : "tracingHealthIndicator"));
	}

	@Test
	void bindsItsProperties() {
		this.runner.run((context) -> assertThat(context.getBean(DiagnosticsProperties.class))
			.isEqualTo(new DiagnosticsProperties(true, true)));
		this.runner.withPropertyValues("observability.tracing.diagnostics.probes=false")
			.run((context) -> assertThat(context.getBean(DiagnosticsProperties.class).probes()).isFalse());
	}

	@Test
	void oneThatFailsHidesNoOther() {
		this.runner.withPropertyValues(EXPOSED)
			.withBean("failing", DiagnosticsContributor.class, () -> contributor("failing", true))
			.withBean("working", DiagnosticsContributor.class, () -> contributor("working", false))
			.run((context) -> {
				TracingEndpoint endpoint = context.getBean(TracingEndpoint.class);
				assertThat(endpoint.tracing()).containsEntry("working", Map.of("well", true))
					.containsEntry("failing", Map.of("unknown", "java.lang.IllegalStateException"));
				assertThat(endpoint.section("working")).containsEntry("well", true);
				assertThat(endpoint.section("doctor")).isNotNull();
				assertThat(endpoint.section("nothing")).isNull();
			});
	}

	@Test
	void aSectionIsAPathOfItsOwnAndNotPartOfTheWhole() {
		this.runner.withPropertyValues(EXPOSED)
			.withBean("ledger", DiagnosticsSection.class,
					() -> section("ledger", () -> Map.of("keys", Map.of("mail", 3), "from", "http://a:b@host/?c=d")))
			.withBean("broken", DiagnosticsSection.class, () -> section("broken", () -> {
				throw new IllegalStateException("s3cret");
			}))
			.withBean("reserved", DiagnosticsSection.class, () -> section("doctor", () -> Map.of("reserved", true)))
			.run((context) -> {
				TracingEndpoint endpoint = context.getBean(TracingEndpoint.class);
				assertThat(endpoint.section("ledger")).containsEntry("keys", Map.of("mail", 3))
					.containsEntry("from", "http://REDACTED:REDACTED@host/?c=REDACTED");
				assertThat(endpoint.section("broken")).containsEntry("unknown", "java.lang.IllegalStateException");
				assertThat(endpoint.section("doctor")).containsOnlyKeys("findings");
				assertThat(endpoint.tracing()).containsEntry("more", List.of("broken", "doctor", "ledger"))
					.doesNotContainKeys("ledger", "broken", "doctor");
			});
	}

	private static DiagnosticsSection section(String name, Supplier<Map<String, ?>> content) {
		return new DiagnosticsSection() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public Map<String, ?> content() {
				return content.get();
			}

		};
	}

	private static DiagnosticsContributor contributor(String feature, boolean fails) {
		return new DiagnosticsContributor() {

			@Override
			public String feature() {
				return feature;
			}

			@Override
			public Map<String, ?> facts() {
				if (fails) {
					throw new IllegalStateException("s3cret");
				}
				return Map.of("well", true);
			}

		};
	}

}
