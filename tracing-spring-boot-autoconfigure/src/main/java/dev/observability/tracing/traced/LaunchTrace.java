// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Map;

import dev.observability.tracing.propagation.ContextTexts;
import dev.observability.tracing.propagation.CurrentContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Lets what a command-line application runs join the trace of the process that launched
 * it, by {@code TRACEPARENT} and its like in the environment. Current on the main thread
 * while Spring Boot calls the runners; never throws.
 * <p>
 * Not for servers: their requests bring traces of their own.
 */
final class LaunchTrace implements SmartApplicationListener {

	private static final Log logger = LogFactory.getLog(LaunchTrace.class);

	private final ContextTexts texts;

	private final Map<String, String> environment;

	private Scope scope = Scope.noop();

	LaunchTrace(ContextTexts texts, Map<String, String> environment) {
		this.texts = texts;
		this.environment = environment;
	}

	// Spring MVC publishes one event per request, which is none of these
	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		return SpringApplicationEvent.class.isAssignableFrom(type) || ContextClosedEvent.class.isAssignableFrom(type);
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		try {
			if (event instanceof ApplicationStartedEvent started
					&& started.getSpringApplication().getWebApplicationType() == WebApplicationType.NONE) {
				open();
			}
			else if (event instanceof ApplicationReadyEvent || event instanceof ApplicationFailedEvent
					|| event instanceof ContextClosedEvent) {
				close();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("What runs here does not join the trace of who launched it: " + ex.getClass().getName());
		}
	}

	private void open() {
		// That of a child context, if there is one
		close();
		Context context = this.texts.readEnvironment(this.environment);
		if (context != Context.root()) {
			this.scope = CurrentContext.open(context);
		}
	}

	private void close() {
		Scope open = this.scope;
		this.scope = Scope.noop();
		open.close();
	}

}
