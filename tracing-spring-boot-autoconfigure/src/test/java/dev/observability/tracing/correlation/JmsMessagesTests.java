// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.List;

import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.propagation.OutboundHosts;
import dev.observability.tracing.redaction.Redactor;
import io.micrometer.jakarta9.instrument.jms.JmsProcessObservationContext;
import io.micrometer.jakarta9.instrument.jms.JmsPublishObservationContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages of a broker that, like Artemis, throws on a property whose name is no Java
 * identifier.
 */
class JmsMessagesTests {

	private final CorrelationReader reader = new CorrelationReader(
			CorrelationPropagatorTests.properties("X-Correlation-ID", "X-Request-ID"), Redactor.standard());

	private final CorrelationPropagator propagator = new CorrelationPropagator(this.reader, "X-Correlation-ID",
			OutboundHosts.defaults());

	@ParameterizedTest
	@CsvSource({ "X-Correlation-ID,X_Correlation_ID", "correlation.id,correlation_id", "traceId,traceId", "1-a,_1_a",
			"a*b,a_b" })
	void aPropertyIsNamedByAnIdentifier(String header, String property) {
		assertThat(JmsMessages.propertyName(header)).isEqualTo(property);
	}

	@Test
	void aSentMessageHasTheIdAsAProperty() throws JMSException {
		Message message = strictMessage();
		JmsPublishObservationContext observed = new JmsPublishObservationContext(message);
		this.propagator.inject(CorrelationId.with(Context.root(), "order-4711"), message,
				(carrier, name, value) -> observed.getSetter().set(message, name, value));
		Mockito.verify(message).setStringProperty("X_Correlation_ID", "order-4711");
		assertThat(this.reader.failed()).isZero();
	}

	@Test
	void theIdOfAReceivedMessageIsFoundByOurReceiversAndMicrometers() throws JMSException {
		Message message = strictMessage();
		Mockito.doReturn("order-4711").when(message).getStringProperty("X_Correlation_ID");
		JmsProcessObservationContext observed = new JmsProcessObservationContext(message);
		for (Object carrier : List.of(message, observed)) {
			Context context = this.propagator.extract(Context.root(), carrier, new PropertyGetter(observed));
			assertThat(CorrelationId.sent(context)).isEqualTo("order-4711");
		}
		Mockito.verify(message, Mockito.never()).getStringProperty("X-Correlation-ID");
	}

	@Test
	void aFurtherNameIsReadTheSameWay() throws JMSException {
		Message message = strictMessage();
		Mockito.doReturn("second").when(message).getStringProperty("X_Request_ID");
		Context context = this.propagator.extract(Context.root(), message,
				new PropertyGetter(new JmsProcessObservationContext(message)));
		assertThat(CorrelationId.sent(context)).isEqualTo("second");
	}

	private static Message strictMessage() throws JMSException {
		Message message = Mockito.mock(Message.class);
		Mockito.doThrow(new IllegalArgumentException("not a valid java identifier"))
			.when(message)
			.setStringProperty(ArgumentMatchers.contains("-"), ArgumentMatchers.anyString());
		return message;
	}

	/**
	 * Reads as Micrometer's observation of JMS does.
	 *
	 * @param observed the observation
	 */
	private record PropertyGetter(JmsProcessObservationContext observed) implements TextMapGetter<Object> {

		@Override
		public Iterable<String> keys(Object carrier) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable Object carrier, String key) {
			Message message = this.observed.getCarrier();
			return (message != null) ? this.observed.getGetter().get(message, key) : null;
		}

	}

}
