// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans of observations, annotations, Micrometer and OpenTelemetry inside each other on a
 * real Tomcat: each the child of the one around it, on whatever thread.
 */
class NestingTests {

	@SuppressWarnings("NullAway.Init")
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.start(WebApplicationType.SERVLET, Application.class,
				"management.observations.annotations.enabled=true", "spring.task.execution.propagate-context=true",
				"spring.task.execution.pool.core-size=1");
	}

	@AfterAll
	static void stop() {
		assertThat(application.bean(Leaks.class).found()).isEmpty();
		application.close();
	}

	@ParameterizedTest
	@CsvSource({ "/nested, 'GET /nested,o1,r1,o2,m1,o3,observed,new-span,GET /leaf,GET /leaf'",
			"/raw-only, 'GET /raw-only,r1,r2,GET /leaf,GET /leaf'",
			"/micrometer-only, 'GET /micrometer-only,m1,m2,GET /leaf,GET /leaf'",
			"/async, 'GET /async,o1,in-async,GET /leaf,GET /leaf'",
			"/snapshot, 'GET /snapshot,o1,GET /leaf,GET /leaf'" })
	void eachIsTheChildOfTheOneAround(String path, String names) {
		TestApplication.Exchange exchange = application.send("GET " + path);
		assertThat(exchange.body()).isEqualTo("leaf");
		List<String> expected = List.of(names.split(","));
		List<SpanData> spans = application.spans().ofTrace(exchange.traceId(), expected.size());
		String parent = "00f067aa0ba902b7";
		for (String name : expected) {
			String parentId = parent;
			SpanData child = assertThat(spans).filteredOn((span) -> span.getParentSpanId().equals(parentId))
				.singleElement()
				.actual();
			assertThat(child.getName()).isEqualTo(name);
			parent = child.getSpanId();
		}
		assertThat(spans).hasSameSizeAs(expected);
	}

	@ParameterizedTest
	@CsvSource({ "/async", "/nested", "/async" })
	void theThreadsOfThePoolAreCleanAfterwards(String path) throws Exception {
		application.send("GET " + path);
		application.bean(AsyncTaskExecutor.class)
			.submit(() -> application.bean(Leaks.class).checkClean("on the pool"))
			.get();
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@Import({ ServletServerTests.Application.class, NestingPages.class })
	static class Application {

		@Bean
		NestingPages.Levels levels(ObservationRegistry registry, Tracer tracer,
				io.opentelemetry.api.trace.Tracer openTelemetry, Leaks leaks) {
			return new NestingPages.Levels(registry, tracer, openTelemetry, leaks);
		}

		@Bean
		NestingPages.Annotated annotated(NestingPages.Levels levels) {
			return new NestingPages.Annotated(levels);
		}

	}

}
