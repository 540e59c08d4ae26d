// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Map;

import io.micrometer.jakarta9.instrument.jms.DefaultJmsProcessObservationConvention;
import io.micrometer.jakarta9.instrument.jms.DefaultJmsPublishObservationConvention;
import io.micrometer.jakarta9.instrument.jms.JmsProcessObservationContext;
import io.micrometer.jakarta9.instrument.jms.JmsPublishObservationContext;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.micrometer.RabbitListenerObservation.DefaultRabbitListenerObservationConvention;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageReceiverContext;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageSenderContext;
import org.springframework.amqp.rabbit.support.micrometer.RabbitTemplateObservation.DefaultRabbitTemplateObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation.DefaultKafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;
import org.springframework.kafka.support.micrometer.KafkaRecordSenderContext;
import org.springframework.kafka.support.micrometer.KafkaTemplateObservation.DefaultKafkaTemplateObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;

class MessagingTableTests {

	private static final ObservedSpans SPANS = new ObservedSpans();

	@AfterAll
	static void close() {
		SPANS.close();
	}

	@Test
	void sendingToKafkaIsAProducer() {
		ProducerRecord<String, String> message = new ProducerRecord<>("orders", "value");
		SpanData span = SPANS.of(new KafkaRecordSenderContext(message, "kafkaTemplate", () -> "cluster"),
				DefaultKafkaTemplateObservationConvention.INSTANCE, null);
		assertThat(span.getName()).isEqualTo("send orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(
				Map.of("messaging.system", "kafka", "messaging.operation.name", "send", "messaging.operation.type",
						"send", "messaging.destination.name", "orders", "spring.kafka.template.name", "kafkaTemplate"));
		assertThat(message.headers().lastHeader("traceparent")).isNotNull();
	}

	@Test
	void handlingARecordOfKafkaContinuesItsTraceAsAConsumer() {
		ConsumerRecord<String, String> message = new ConsumerRecord<>("orders", 3, 42L, "key", "value");
		message.headers().add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes());
		SpanData span = SPANS.of(
				new KafkaRecordReceiverContext(message, "listener-0", "client", "billing", () -> "cluster"),
				DefaultKafkaListenerObservationConvention.INSTANCE, new IllegalStateException("broken"));
		assertThat(span.getName()).isEqualTo("process orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("broken");
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
				Map.entry("messaging.system", "kafka"), Map.entry("messaging.operation.name", "process"),
				Map.entry("messaging.operation.type", "process"), Map.entry("messaging.destination.name", "orders"),
				Map.entry("messaging.destination.partition.id", "3"), Map.entry("messaging.kafka.offset", 42L),
				Map.entry("messaging.consumer.group.name", "billing"), Map.entry("messaging.client.id", "client"),
				Map.entry("spring.kafka.listener.id", "listener-0"),
				Map.entry("error.type", "java.lang.IllegalStateException")));
	}

	@Test
	void publishingToRabbitNamesExchangeAndRoutingKey() {
		SpanData span = rabbit("shop", "order.created");
		assertThat(span.getName()).isEqualTo("publish shop:order.created");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.of("messaging.system",
				"rabbitmq", "messaging.operation.name", "publish", "messaging.operation.type", "send",
				"messaging.destination.name", "shop:order.created", "messaging.rabbitmq.destination.routing_key",
				"order.created", "spring.rabbit.template.name", "rabbitTemplate"));
		assertThat(rabbit("", "queue").getName()).isEqualTo("publish queue");
		assertThat(rabbit("shop", "").getName()).isEqualTo("publish shop");
		assertThat(rabbit("", "").getName()).isEqualTo("publish amq.default");
	}

	private static SpanData rabbit(String exchange, String routingKey) {
		return SPANS.of(new RabbitMessageSenderContext(rabbitMessage(), "rabbitTemplate", exchange, routingKey),
				DefaultRabbitTemplateObservationConvention.INSTANCE, null);
	}

	@Test
	void handlingAMessageOfRabbitIsAConsumer() {
		SpanData span = SPANS.of(new RabbitMessageReceiverContext(rabbitMessage(), "listener"),
				DefaultRabbitListenerObservationConvention.INSTANCE, null);
		assertThat(span.getName()).isEqualTo("process invoices");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(ObservedSpans.attributes(span))
			.containsExactlyInAnyOrderEntriesOf(Map.of("messaging.system", "rabbitmq", "messaging.operation.name",
					"process", "messaging.operation.type", "process", "messaging.destination.name", "invoices",
					"messaging.rabbitmq.message.delivery_tag", 7L, "spring.rabbit.listener.id", "listener"));
	}

	private static org.springframework.amqp.core.Message rabbitMessage() {
		MessageProperties properties = new MessageProperties();
		properties.setConsumerQueue("invoices");
		properties.setDeliveryTag(7);
		return new org.springframework.amqp.core.Message(new byte[0], properties);
	}

	@Test
	void streamsOfRabbitTellTheirDestinationInTheNameOnly() {
		SpanData sent = SPANS.of(new SenderContext<>((carrier, key, value) -> {
		}), "spring.rabbit.stream.template", "events send", "spring.rabbit.stream.template.name", "template");
		assertThat(sent.getName()).isEqualTo("send events");
		assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(ObservedSpans.attributes(sent)).containsEntry("messaging.system", "rabbitmq")
			.containsEntry("messaging.destination.name", "events")
			.containsEntry("spring.rabbit.stream.template.name", "template");
		SpanData handled = SPANS.of(new ReceiverContext<>((carrier, key) -> null), "spring.rabbit.stream.listener",
				"events receive");
		assertThat(handled.getName()).isEqualTo("process events");
		assertThat(handled.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(ObservedSpans.attributes(handled)).containsEntry("messaging.destination.name", "events");
	}

	@Test
	void pulsarTellsItsTopicInTheNameOnly() {
		SpanData sent = SPANS.of(new SenderContext<>((carrier, key, value) -> {
		}), "spring.pulsar.template", "persistent://public/default/events send");
		assertThat(sent.getName()).isEqualTo("send persistent://public/default/events");
		assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(ObservedSpans.attributes(sent)).containsEntry("messaging.system", "pulsar")
			.containsEntry("messaging.operation.name", "send")
			.containsEntry("messaging.destination.name", "persistent://public/default/events");
		SpanData handled = SPANS.of(new ReceiverContext<>((carrier, key) -> null), "spring.pulsar.listener",
				"own name of the application");
		assertThat(handled.getName()).isEqualTo("process");
		assertThat(handled.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(ObservedSpans.attributes(handled)).doesNotContainKey("messaging.destination.name");
	}

	@Test
	void publishingByJmsIsAProducerWithIds() throws JMSException {
		Message message = jmsMessage(Mockito.mock(Queue.class));
		SpanData span = SPANS.of(new JmsPublishObservationContext(message),
				new DefaultJmsPublishObservationConvention(), null);
		assertThat(span.getName()).isEqualTo("send orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(
				Map.of("messaging.system", "jms", "messaging.operation.name", "send", "messaging.operation.type",
						"send", "messaging.destination.name", "orders", "messaging.destination.temporary", false,
						"messaging.message.id", "ID:1", "messaging.message.conversation_id", "conversation"));
	}

	@Test
	void aTemporaryDestinationOfJmsIsInNoName() throws JMSException {
		SpanData span = SPANS.of(new JmsProcessObservationContext(jmsMessage(Mockito.mock(TemporaryQueue.class))),
				new DefaultJmsProcessObservationConvention(), new IllegalStateException());
		assertThat(span.getName()).isEqualTo("process (temporary)");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(span)).containsEntry("messaging.destination.temporary", true)
			.containsEntry("messaging.operation.type", "process")
			.containsEntry("error.type", "java.lang.IllegalStateException")
			.doesNotContainKeys("exception", "messaging.operation");
	}

	@Test
	void whatJmsDoesNotKnowIsLeftOut() {
		SpanData span = SPANS.of(new JmsPublishObservationContext(null), new DefaultJmsPublishObservationConvention(),
				null);
		assertThat(span.getName()).isEqualTo("send");
		assertThat(ObservedSpans.attributes(span)).doesNotContainKeys("messaging.destination.name",
				"messaging.message.id", "messaging.message.conversation_id");
	}

	private static Message jmsMessage(Queue destination) throws JMSException {
		BDDMockito.given(destination.getQueueName()).willReturn("orders");
		Message message = Mockito.mock(Message.class);
		BDDMockito.given(message.getJMSDestination()).willReturn(destination);
		BDDMockito.given(message.getJMSMessageID()).willReturn("ID:1");
		BDDMockito.given(message.getJMSCorrelationID()).willReturn("conversation");
		return message;
	}

}
