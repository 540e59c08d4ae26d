// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.observability.tracing.propagation.Outbound;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What propagators are told of where a call or message goes, also for clients that no
 * convention of ours knows.
 */
class DestinationTests {

	private final Injected injected = new Injected();

	private final ObservationFixture fixture = new ObservationFixture(List.of("payments"), this.injected);

	@ParameterizedTest
	@CsvSource({ "target.host, api.example, false", "target.host, payments, true", "target.host, UNKNOWN, false",
			"other, payments, false" })
	void aClientOfAnotherLibraryGoesToItsTargetHost(String key, String value, boolean allowed) {
		SenderContext<Object> call = sender(Kind.CLIENT);
		call.addLowCardinalityKeyValue(KeyValue.of(key, value));
		Observation.start("okhttp", () -> call, this.fixture.registry()).stop();
		assertThat(this.injected.allowed).containsExactly(allowed);
	}

	@Test
	void aMessageMayCarryEverything() {
		SenderContext<Object> message = sender(Kind.PRODUCER);
		Observation.start("send", () -> message, this.fixture.registry()).stop();
		assertThat(this.injected.allowed).containsExactly(true);
	}

	@Test
	void aQueryCarriesNothing() {
		SenderContext<Object> query = sender(Kind.CLIENT);
		Observation.start("r2dbc.query", () -> query, this.fixture.registry()).stop();
		assertThat(this.injected.allowed).isEmpty();
	}

	@Test
	void thePropagatorSeesTheCallItself() {
		Object carrier = new Object();
		SenderContext<Object> call = sender(Kind.CLIENT);
		call.setCarrier(carrier);
		Observation.start("call", () -> call, this.fixture.registry()).stop();
		assertThat(this.injected.carrier).isSameAs(carrier);
	}

	private static SenderContext<Object> sender(Kind kind) {
		return new SenderContext<>((carrier, key, value) -> {
		}, kind);
	}

	/** Remembers what it was asked to write. */
	private static final class Injected implements TextMapPropagator {

		private final List<Boolean> allowed = new ArrayList<>();

		private @Nullable Object carrier;

		@Override
		public Collection<String> fields() {
			return List.of();
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
			this.allowed.add(Outbound.isAllowed(context));
			this.carrier = carrier;
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			return context;
		}

	}

}
