// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener of the application that throws when a scope opens, which is open by then.
 */
class FailingListenerTests {

	@Test
	void requestsAreServedAndTheirThreadsAreLeftClean() {
		try (TestApplication application = TestApplication.start(WebApplicationType.SERVLET, Application.class,
				"server.tomcat.threads.max=1", "server.tomcat.threads.min-spare=1")) {
			for (int i = 0; i < 3; i++) {
				assertThat(application.send("GET /ok").status()).isEqualTo(200);
			}
			assertThat(application.bean(Failing.class).told).hasPositiveValue();
			assertThat(application.bean(Leaks.class).found()).isEmpty();
		}
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import(ServletServerTests.Application.class)
	static class Application {

		@Bean
		Failing failingListener() {
			return new Failing();
		}

	}

	/** Throws. */
	static final class Failing implements EventListener {

		private final AtomicInteger told = new AtomicInteger();

		@Override
		public void onEvent(Object event) {
			if (event instanceof ScopeAttachedEvent) {
				this.told.incrementAndGet();
				throw new IllegalStateException("listener");
			}
		}

	}

}
