// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.observability.tracing.OtlpBackendsProperties;
import dev.observability.tracing.OtlpBackendsProperties.Backend;
import dev.observability.tracing.OtlpEndpoint;
import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryResourceAttributes;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Says in one line what tracing does, and where each value came from. Once per
 * application when it has started, main thread. Reads what is in effect, whoever set it,
 * so that the line is true.
 */
final class StartupSummary implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(StartupSummary.class);

	private static final String BEGINNING = "OpenTelemetry tracing initialized: ";

	private final PropertyLookup lookup;

	StartupSummary(Environment environment) {
		this.lookup = new PropertyLookup(environment);
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		ApplicationContext context = event.getApplicationContext();
		// Events of a child reach the listeners of its parent, too
		boolean own = context.getBeanProvider(StartupSummary.class).stream().anyMatch((bean) -> bean == this);
		ApplicationContext parent = context.getParent();
		boolean first = parent == null || parent.getBeanProvider(StartupSummary.class).stream().findAny().isEmpty();
		if (own && first) {
			logger.info(describeSafely(context));
		}
	}

	// An exception here would end the application over a log line
	private String describeSafely(ListableBeanFactory beans) {
		try {
			return describe(beans);
		}
		catch (RuntimeException | LinkageError ex) {
			return BEGINNING + "what is in effect cannot be told (" + ex.getClass().getName() + ")";
		}
	}

	/**
	 * Returns the line.
	 * @param beans where exporters and connection details of the user are looked up
	 * @return one line without secrets
	 */
	String describe(ListableBeanFactory beans) {
		// Published for observability.tracing.enabled, unless the user's own value wins
		String sdk = this.lookup.value("management.opentelemetry.enabled");
		if (sdk != null && TracingEnvironmentPostProcessor.isFalse(sdk)) {
			return "OpenTelemetry tracing is off (%s): no span is made, incoming trace context is passed on"
				.formatted(this.lookup.describe("management.opentelemetry.enabled"));
		}
		String service = "service " + Redactor.standard().name(serviceName());
		String sampling = "sampling " + sampling();
		String off = switchedOff();
		if (off != null) {
			return BEGINNING + service + ", nothing is exported (" + off + "), " + sampling;
		}
		String export = export(beans);
		return BEGINNING + service + ", " + export + ", " + sampling;
	}

	private String serviceName() {
		String key = ResourceDefaults.ATTRIBUTES;
		Map<String, String> users = this.lookup.map(key);
		Map<String, String> attributes = new HashMap<>();
		new OpenTelemetryResourceAttributes(this.lookup.environment(), users).applyTo(attributes::put);
		String name = String.valueOf(attributes.get("service.name"));
		if (users.containsKey("service.name")) {
			return name + " (" + this.lookup.describe(key + "[service.name]") + ")";
		}
		if (System.getenv("OTEL_SERVICE_NAME") != null) {
			return name + " (OTEL_SERVICE_NAME)";
		}
		String application = this.lookup.value("spring.application.name");
		if (name.equals(application)) {
			return name + " (" + this.lookup.describe("spring.application.name") + ")";
		}
		return name + (name.equals("unknown_service") ? " (default, set observability.tracing.service-name)"
				: " (OTEL_RESOURCE_ATTRIBUTES)");
	}

	private @Nullable String switchedOff() {
		String key = this.lookup.firstFalse("management.tracing.export.enabled",
				"management.tracing.export.otlp.enabled");
		return (key != null) ? this.lookup.describe(key) : null;
	}

	private String export(ListableBeanFactory beans) {
		List<String> exits = new ArrayList<>();
		String first = first(beans);
		if (first != null) {
			exits.add(first);
		}
		OtlpBackendsProperties backends = beans.getBeanProvider(OtlpBackendsProperties.class).getIfAvailable();
		if (backends != null) {
			backends.active().forEach((name, backend) -> exits.add(describe(name, backend)));
		}
		return exits.isEmpty() ? "nothing is exported (set observability.tracing.endpoint, such as localhost:4317)"
				: String.join(", ", exits);
	}

	private @Nullable String first(ListableBeanFactory beans) {
		String protocol = this.lookup.value(OtlpMapping.TRANSPORT);
		boolean grpc = "grpc".equalsIgnoreCase(protocol);
		String endpoint = endpoint(beans, grpc ? Transport.GRPC : Transport.HTTP);
		if (endpoint != null) {
			return "endpoint " + endpoint + ", "
					+ protocol(grpc, (protocol != null) ? this.lookup.describe(OtlpMapping.TRANSPORT) : "default");
		}
		String[] exporters = beans.getBeanNamesForType(SpanExporter.class, true, false);
		return (exporters.length > 0) ? "exported by " + String.join(", ", exporters) : null;
	}

	private String describe(String name, Backend backend) {
		String prefix = OtlpBackendsProperties.prefix(name);
		String byPort = backend.isGrpc() ? "port " + OtlpEndpoint.GRPC_PORT : "default";
		return "back end " + name + " " + OtlpEndpoint.mask(backend.url()) + " ("
				+ this.lookup.describe(prefix + "endpoint") + "), " + protocol(backend.isGrpc(),
						(backend.protocol() != null) ? this.lookup.describe(prefix + "protocol") : byPort);
	}

	private static String protocol(boolean grpc, String origin) {
		return "protocol " + (grpc ? "grpc" : "http/protobuf") + " (" + origin + ")";
	}

	private @Nullable String endpoint(ListableBeanFactory beans, Transport transport) {
		String endpoint = this.lookup.value(OtlpMapping.ENDPOINT);
		String[] names = beans.getBeanNamesForType(OtlpTracingConnectionDetails.class, true, false);
		if (names.length == 1 && !"otlpTracingConnectionDetails".equals(names[0])) {
			OtlpTracingConnectionDetails details = beans.getBean(names[0], OtlpTracingConnectionDetails.class);
			return OtlpEndpoint.mask(details.getUrl(transport)) + " (bean " + names[0] + ")";
		}
		return (endpoint != null)
				? OtlpEndpoint.mask(endpoint) + " (" + this.lookup.describe(OtlpMapping.ENDPOINT) + ")" : null;
	}

	private String sampling() {
		String sampler = this.lookup.value("management.opentelemetry.tracing.sampler");
		if (sampler != null && !sampler.toLowerCase(Locale.ROOT).contains("ratio")) {
			return sampler + " (" + this.lookup.describe("management.opentelemetry.tracing.sampler") + ")";
		}
		String rate = this.lookup.value(OtlpMapping.PROBABILITY);
		return (rate != null) ? rate + " (" + this.lookup.describe(OtlpMapping.PROBABILITY) + ")" : "0.1 (Boot)";
	}

}
