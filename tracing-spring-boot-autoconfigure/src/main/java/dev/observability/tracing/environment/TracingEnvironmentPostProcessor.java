// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.JavaAgent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.impl.NoOpLog;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryEnvironmentVariableEnvironmentPostProcessor;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * Publishes what {@code observability.tracing.*} means in {@code management.*} as the
 * last source of the environment, so that everything the user wrote wins. Start of the
 * application, main thread, after configuration files and {@code OTEL_*} variables have
 * been read.
 * <p>
 * Never throws: an invalid value is not mapped, and the strict binding stops the start.
 */
final class TracingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final String SOURCE = "observabilityTracing";

	static final String FORMER_KEYS_SOURCE = "observabilityTracingFormerKeys";

	private static final String ENABLED = OtlpMapping.PREFIX + "enabled";

	private static final String SDK_ENABLED = "management.opentelemetry.enabled";

	private static final Set<String> TRUE = Set.of("true", "on", "yes", "1");

	private static final Set<String> FALSE = Set.of("false", "off", "no", "0");

	private final Log logger;

	/**
	 * Called by Boot.
	 * @param logFactory holds log lines back until logging is configured
	 */
	TracingEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(TracingEnvironmentPostProcessor.class);
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		readVariables(environment, application);
		ResourceLoader resources = application.getResourceLoader();
		map(environment, (resources != null) ? resources : new DefaultResourceLoader(application.getClassLoader()),
				System.getenv(), JavaAgent.isPresent());
	}

	/*
	 * Boot's post-processor for OTEL_* has the lowest precedence as well, and which of
	 * the two comes first is the class path's choice; its second run replaces what this
	 * adds. Where a Boot to come moved it, the class path's choice decides.
	 */
	private static void readVariables(ConfigurableEnvironment environment, SpringApplication application) {
		try {
			new OpenTelemetryEnvironmentVariableEnvironmentPostProcessor((destination) -> new NoOpLog())
				.postProcessEnvironment(environment, application);
		}
		catch (LinkageError ex) {
			// What it would read here may come after us, and wins all the same
		}
	}

	/**
	 * Maps what is in an environment.
	 * @param environment the environment that gets our sources
	 * @param resources where the build's information is read
	 * @param variables the real environment variables
	 * @param agent whether the OpenTelemetry Java agent traces this JVM
	 */
	void map(ConfigurableEnvironment environment, ResourceLoader resources, Map<String, String> variables,
			boolean agent) {
		// An environment used again must not take what we said for the user's word
		environment.getPropertySources().remove(SOURCE);
		environment.getPropertySources().remove(FORMER_KEYS_SOURCE);
		PropertyLookup lookup = new PropertyLookup(environment);
		PublishedProperties published = new PublishedProperties(lookup, this.logger);
		if (agent) {
			stepBack(published);
			add(environment, SOURCE, published.values());
			return;
		}
		add(environment, FORMER_KEYS_SOURCE, new FormerKeys(lookup, variables, this.logger).translate());
		String enabled = lookup.value(ENABLED);
		if (enabled != null && isFalse(enabled)) {
			published.map(ENABLED, SDK_ENABLED, (value) -> "false");
		}
		else {
			new OtlpMapping(lookup, published).apply();
			boolean both = new ConventionsOptIn(lookup, published, variables).apply();
			new ResourceDefaults(lookup, published, variables).apply(resources, environment.getActiveProfiles(), both);
			carryContext(published);
			new ExportDefaults(lookup, published).apply();
			addMetricsDefaults(lookup, published, resources);
		}
		add(environment, SOURCE, published.values());
	}

	private static void addMetricsDefaults(PropertyLookup lookup, PublishedProperties published,
			ResourceLoader resources) {
		String metrics = lookup.value(MetricsDefaults.ENABLED);
		if ((metrics == null || !isFalse(metrics))
				&& ClassUtils.isPresent(MetricsDefaults.PROMETHEUS, resources.getClassLoader())) {
			new MetricsDefaults(lookup, published).apply();
		}
	}

	/*
	 * Boot's executors and schedulers leave what they run without its caller's span, and
	 * its "limited" what runs in a reactive handler.
	 */
	private static void carryContext(PublishedProperties published) {
		published.publishDefault("spring.task.execution.propagate-context", "true", "default");
		if (ClassUtils.isPresent("reactor.core.publisher.Hooks", null)) {
			published.publishDefault("spring.reactor.context-propagation", "auto", "default");
		}
	}

	// Two tracers in one JVM would double every span and every header
	private void stepBack(PublishedProperties published) {
		published.publishDefault(SDK_ENABLED, "false", "OpenTelemetry Java agent");
		published.publishDefault("management.tracing.export.enabled", "false", "OpenTelemetry Java agent");
		this.logger.warn("The OpenTelemetry Java agent traces this JVM, so observability.tracing.* has no effect: "
				+ "configure the agent by OTEL_* variables, or start the JVM without its -javaagent option");
	}

	private static void add(ConfigurableEnvironment environment, String name, Map<String, OriginTrackedValue> values) {
		if (!values.isEmpty()) {
			environment.getPropertySources().addLast(new OriginTrackedMapPropertySource(name, values, true));
		}
	}

	// As Boot converts a text to a boolean
	static boolean isTrue(String value) {
		return TRUE.contains(value.toLowerCase(Locale.ROOT));
	}

	// As Boot converts a text to a boolean
	static boolean isFalse(String value) {
		return FALSE.contains(value.toLowerCase(Locale.ROOT));
	}

}
