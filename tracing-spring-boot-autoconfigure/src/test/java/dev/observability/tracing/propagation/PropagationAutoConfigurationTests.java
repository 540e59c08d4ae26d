// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class PropagationAutoConfigurationTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String SPAN_ID = "00f067aa0ba902b7";

	private static final String PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	private static final String B3 = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1";

	private static final String INBOUND = "observability.tracing.propagation.inbound.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenTelemetryTracingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, PropagationAutoConfiguration.class));

	@Test
	void replacesSpringBootsPropagatorByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(TextMapPropagator.class);
			assertThat(context.getBean(TextMapPropagator.class)).isInstanceOf(TracingPropagator.class);
			assertThat(fields(context)).containsExactlyInAnyOrder("traceparent", "tracestate", "baggage", "b3",
					"X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled");
			assertThat(context.getBean(OutboundHosts.class).allows("orders.shop.svc.cluster.local")).isTrue();
			assertThat(context.getBean(OutboundHosts.class).allows("example.com")).isFalse();
		});
	}

	@Test
	void leavesSpringBootsPropagatorWhenSwitchedOff() {
		this.runner.withPropertyValues("observability.tracing.propagation.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(OutboundHosts.class)
				.doesNotHaveBean(PropagatorPostProcessor.class)
				.doesNotHaveBean(TracingPropagator.class)
				.hasSingleBean(TextMapPropagator.class));
	}

	@Test
	void staysWhileTracingIsOff() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(through(context, "traceparent", PARENT, "tracestate", "1@2=x"))
				.containsEntry("traceparent", PARENT)
				.containsEntry("tracestate", "1@2=x"));
	}

	@Test
	void propagatesNothingWithoutTracingExportAsSpringBoot() {
		this.runner.withPropertyValues("management.tracing.export.enabled=false").run((context) -> {
			assertThat(fields(context)).isEmpty();
			assertThat(through(context, "traceparent", PARENT)).isEmpty();
		});
	}

	@Test
	void stepsBackWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader(OtelTracer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OutboundHosts.class));
	}

	@Test
	void stepsBackWithoutB3() {
		this.runner.withClassLoader(new FilteredClassLoader(B3Propagator.class))
			.run((context) -> assertThat(context).doesNotHaveBean(PropagatorPostProcessor.class));
	}

	@Test
	void worksWithoutMeters() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterBinder.class))
			.run((context) -> assertThat(context).hasSingleBean(TracingPropagator.class)
				.doesNotHaveBean(PropagationMeters.class));
	}

	@Test
	void propagatorOfTheUserStaysBeside() {
		this.runner.withBean("mine", TextMapPropagator.class, B3Propagator::injectingSingleHeader).run((context) -> {
			assertThat(context.getBean("mine")).isInstanceOf(B3Propagator.class);
			assertThat(through(context, "traceparent", PARENT)).containsKeys("traceparent", "b3");
		});
	}

	@Test
	void propagatorsOfTheUserWin() {
		ContextPropagators own = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
		this.runner.withBean(ContextPropagators.class, () -> own)
			.run((context) -> assertThat(context.getBean(ContextPropagators.class)).isSameAs(own));
	}

	@Test
	void hostsOfTheUserWin() {
		OutboundHosts own = new OutboundHosts(List.of("*"), null);
		this.runner.withBean(OutboundHosts.class, () -> own)
			.run((context) -> assertThat(context.getBean(OutboundHosts.class)).isSameAs(own));
	}

	@Test
	void bindsItsProperties() {
		this.runner
			.withPropertyValues("observability.tracing.propagation.max-trace-state-length=1024",
					"observability.tracing.propagation.max-baggage-members=65",
					"observability.tracing.propagation.max-baggage-bytes=10000",
					"observability.tracing.propagation.outbound.hosts=*.example.com",
					"observability.tracing.propagation.outbound.trace-context-hosts=example.org")
			.run((context) -> {
				OutboundHosts hosts = context.getBean(OutboundHosts.class);
				assertThat(hosts.decide("a.example.com")).isEqualTo(Outbound.BAGGAGE);
				assertThat(hosts.decide("example.org")).isEqualTo(Outbound.TRACE_CONTEXT);
				String state = "a=" + "x".repeat(200) + ",b=" + "x".repeat(200) + ",c=" + "x".repeat(200);
				assertThat(through(context, "traceparent", PARENT, "tracestate", state)).containsEntry("tracestate",
						state);
				String baggage = "k=" + "x".repeat(9_000);
				assertThat(through(context, "baggage", baggage)).containsEntry("baggage", baggage);
			});
	}

	@ParameterizedTest
	@CsvSource({ "max-trace-state-length,511", "max-trace-state-length,8193", "max-baggage-members,63",
			"max-baggage-members,1025", "max-baggage-bytes,8191", "max-baggage-bytes,65537",
			"outbound.hosts,http://a.com", "outbound.trace-context-hosts,a.com:443" })
	void refusesAWrongProperty(String key, String value) {
		String property = "observability.tracing.propagation." + key;
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(property)
				.hasMessageContaining(value));
	}

	@Test
	void continuesEveryTraceByDefault() {
		this.runner.run((context) -> {
			assertThat(context.getBean(InboundPolicies.class).strictest()).isEqualTo(InboundPolicy.CONTINUE);
			assertThat(context.getBean(SampledFlags.class).isNeeded()).isFalse();
		});
	}

	@Test
	void bindsThePoliciesOfRoutes() {
		this.runner
			.withPropertyValues(INBOUND + "edge=true", INBOUND + "messages=restart-with-link",
					INBOUND + "sampled-per-second=3", INBOUND + "rules[0].path=/partners/**",
					INBOUND + "rules[0].policy=ignore-sampled")
			.run((context) -> {
				InboundPolicies policies = context.getBean(InboundPolicies.class);
				assertThat(policies.of(new MockHttpServletRequest("GET", "/partners/orders")))
					.isEqualTo(InboundPolicy.IGNORE_SAMPLED);
				assertThat(policies.of(new MockHttpServletRequest("GET", "/orders")))
					.isEqualTo(InboundPolicy.RESTART_WITH_LINK);
				assertThat(policies.of(new ReceiverContext<>((carrier, key) -> null, Kind.CONSUMER)))
					.isEqualTo(InboundPolicy.RESTART_WITH_LINK);
				assertThat(context.getBean(SampledFlags.class).isNeeded()).isTrue();
			});
	}

	@Test
	void policiesOfTheUserWin() {
		InboundPolicies own = InboundPolicies.continuing();
		this.runner.withBean(InboundPolicies.class, () -> own)
			.withPropertyValues(INBOUND + "edge=true")
			.run((context) -> assertThat(context.getBean(InboundPolicies.class)).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource({ "edge=true;policy=continue,inbound.policy,continue", "sampled-per-second=-1,sampled-per-second,-1",
			"sampled-per-second=100001,sampled-per-second,100001",
			"rules[0].path=orders;rules[0].policy=continue,rules[0].path,orders",
			"rules[0].path=/a/{id};rules[0].policy=continue,rules[0].path,/a/{id}",
			"rules[0].policy=continue,rules[0].path,path", "rules[0].path=/a,rules[0].policy,policy" })
	void refusesAWrongPolicy(String properties, String key, String value) {
		String[] pairs = Arrays.stream(properties.split(";")).map((pair) -> INBOUND + pair).toArray(String[]::new);
		this.runner.withPropertyValues(pairs)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTracingPropertyException.class)
				.hasMessageContaining(key)
				.hasMessageContaining(value));
	}

	@Test
	void emptyListOfHostsAllowsNobody() {
		this.runner.withPropertyValues("observability.tracing.propagation.outbound.hosts=")
			.run((context) -> assertThat(context.getBean(OutboundHosts.class).allows("localhost")).isFalse());
	}

	@Test
	void readsAllFormatsAndWritesW3cByDefault() {
		this.runner.run((context) -> {
			assertThat(through(context, "b3", B3, "baggage", "k=v")).containsOnlyKeys("traceparent", "baggage")
				.hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).contains(B3.substring(0, 32)));
			assertThat(through(context, "b3", B3, "traceparent", PARENT)).containsEntry("traceparent", PARENT);
			assertThat(through(context, "b3", B3, "traceparent", "broken").get("traceparent"))
				.contains(B3.substring(0, 32));
		});
	}

	@Test
	void producesAndConsumesWhatSpringBootsPropertiesSay() {
		this.runner
			.withPropertyValues("management.tracing.propagation.produce=B3,B3_MULTI",
					"management.tracing.propagation.consume=W3C")
			.run((context) -> {
				assertThat(through(context, "traceparent", PARENT, "baggage", "k=v")).containsOnlyKeys("b3",
						"X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled");
				assertThat(through(context, "b3", B3)).isEmpty();
			});
		this.runner.withPropertyValues("management.tracing.propagation.type=B3")
			.run((context) -> assertThat(through(context, "b3", B3, "traceparent", PARENT, "baggage", "k=v"))
				.containsOnlyKeys("b3"));
	}

	@Test
	void readsAndWritesNoBaggageWhenSpringBootsPropertySaysSo() {
		this.runner
			.withPropertyValues("management.tracing.baggage.enabled=false",
					"management.tracing.baggage.remote-fields=tenant")
			.run((context) -> assertThat(through(context, "traceparent", PARENT, "baggage", "k=v", "tenant", "t"))
				.containsOnlyKeys("traceparent"));
	}

	@Test
	void nobodyCanChangeTheListOfFields() {
		this.runner.run((context) -> assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> context.getBean(TracingPropagator.class).fields().clear()));
	}

	@Test
	void baggageInEveryFormGoesToAllowedHostsOnly() {
		this.runner
			.withPropertyValues("management.tracing.baggage.remote-fields=tenant",
					"observability.tracing.propagation.outbound.trace-context-hosts=example.com,payments")
			.run((context) -> {
				Context extracted = extract(context, "traceparent", PARENT, "tenant", "t1");
				OutboundHosts hosts = context.getBean(OutboundHosts.class);
				assertThat(inject(context, extracted, Outbound.to(extracted, "payments", hosts)))
					.containsOnlyKeys("traceparent", "baggage", "tenant");
				assertThat(inject(context, extracted, Outbound.to(extracted, "example.com", hosts)))
					.containsOnlyKeys("traceparent");
				assertThat(inject(context, extracted, Outbound.to(extracted, "example.org", hosts))).isEmpty();
				assertThat(inject(context, extracted, Outbound.to(extracted, "orders", hosts)))
					.containsOnlyKeys("baggage", "tenant");
			});
	}

	@Test
	void throwsNothingThatACarrierThrows(CapturedOutput output) {
		this.runner.run((context) -> {
			TextMapPropagator propagator = propagator(context);
			Context extracted = extract(context, "traceparent", PARENT, "baggage", "k=v");
			propagator.inject(extracted, new Headers(), (carrier, name, value) -> {
				throw new UnsupportedOperationException("no " + value);
			});
			assertThat(output).containsOnlyOnce("UnsupportedOperationException").doesNotContain(TRACE_ID);
			assertThat(context.getBean(PropagationLosses.class).count(PropagationLoss.FAILED)).isEqualTo(2);
		});
	}

	@Test
	void countsWhatIsDroppedByReason() {
		this.runner.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(PropagationMeters.class).bindTo(registry);
			through(context, "traceparent", PARENT, "tracestate", "GOOD=1,a=1");
			assertThat(registry.get("tracing.propagation.dropped")
				.tag("reason", "tracestate_malformed")
				.functionCounter()
				.count()).isEqualTo(1);
			assertThat(registry.get("tracing.propagation.dropped").functionCounters())
				.hasSize(PropagationLoss.values().length);
		});
	}

	static Map<String, String> through(ApplicationContext context, String... namesAndValues) {
		Context extracted = extract(context, namesAndValues);
		return inject(context, extracted, extracted);
	}

	static Context extract(ApplicationContext context, String... namesAndValues) {
		Context extracted = propagator(context).extract(Context.root(), Headers.of(namesAndValues), Headers.GETTER);
		SpanContext span = Span.fromContext(extracted).getSpanContext();
		assertThat(Baggage.fromContext(extracted)).isNotNull();
		assertThat(span).isNotNull();
		return extracted;
	}

	// Micrometer reads remote fields from what is current
	static Map<String, String> inject(ApplicationContext context, Context current, Context injected) {
		Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		current.wrap(() -> propagator(context).inject(injected, sent, (carrier, name, value) -> sent.put(name, value)))
			.run();
		return sent;
	}

	private static List<String> fields(ApplicationContext context) {
		return List.copyOf(propagator(context).fields());
	}

	private static TextMapPropagator propagator(ApplicationContext context) {
		return context.getBean(ContextPropagators.class).getTextMapPropagator();
	}

}
