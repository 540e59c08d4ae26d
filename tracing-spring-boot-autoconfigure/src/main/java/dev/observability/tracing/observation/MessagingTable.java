// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@link ObservedTable} for messages: Kafka, RabbitMQ, JMS, Pulsar. Steps 2 and 6
 * of a request, on the thread that sends or handles.
 */
final class MessagingTable {

	private static final String DESTINATION = "messaging.destination.name";

	private static final String SOURCE = "messaging.source.name";

	private static final String TEMPORARY = "messaging.destination.temporary";

	private static final String ROUTING_KEY = "messaging.rabbitmq.destination.routing_key";

	private static final String KAFKA = "org.springframework.kafka.support.micrometer.";

	private static final String RABBIT = "org.springframework.amqp.rabbit.support.micrometer.";

	private static final String STREAM = "org.springframework.rabbit.stream.micrometer.";

	private static final String JMS = "io.micrometer.jakarta9.instrument.jms.";

	private static final String PULSAR = "org.springframework.pulsar.observation.";

	// @formatter:off
	static final List<KeyValueConvention> ROWS = List.of(
			send("kafka", "send", "spring.kafka.template", KAFKA + "KafkaRecordSenderContext")
				.name(ObservedName.operation("send", DESTINATION))
				.column(DESTINATION, KeyValueColumn.text(MessagingAttributes.DESTINATION_NAME))
				.without("messaging.system", "messaging.operation", "messaging.destination.kind")
				.build(),

			process("kafka", "spring.kafka.listener", KAFKA + "KafkaRecordReceiverContext")
				.name(ObservedName.operation("process", SOURCE))
				.column(SOURCE, KeyValueColumn.text(MessagingAttributes.DESTINATION_NAME))
				.column("messaging.kafka.consumer.group", KeyValueColumn.text(MessagingAttributes.CONSUMER_GROUP))
				.column("messaging.kafka.client_id", KeyValueColumn.text(MessagingAttributes.CLIENT_ID))
				.column("messaging.kafka.source.partition", KeyValueColumn.text(MessagingAttributes.PARTITION_ID))
				.column("messaging.kafka.message.offset", KeyValueColumn.number(MessagingAttributes.KAFKA_OFFSET))
				.without("messaging.system", "messaging.operation", "messaging.source.kind", "messaging.consumer.id")
				.build(),

			send("rabbitmq", "publish", "spring.rabbit.template", RABBIT + "RabbitMessageSenderContext")
				.name((context) -> ObservedName.join("publish", exchangeAndKey(context)))
				.column(ROUTING_KEY, KeyValueColumn.text(MessagingAttributes.RABBITMQ_ROUTING_KEY))
				.without(DESTINATION)
				.detail(ObservedOutcome.ERROR.and((context, span) -> setDestination(span, exchangeAndKey(context))))
				.build(),

			process("rabbitmq", "spring.rabbit.listener", RABBIT + "RabbitMessageReceiverContext")
				.name(ObservedName.operation("process", DESTINATION))
				.column(DESTINATION, KeyValueColumn.text(MessagingAttributes.DESTINATION_NAME))
				.column("messaging.rabbitmq.message.delivery_tag",
						KeyValueColumn.number(MessagingAttributes.RABBITMQ_DELIVERY_TAG))
				.build(),

			send("rabbitmq", "send", "spring.rabbit.stream.template", STREAM + "RabbitStreamMessageSenderContext")
				.name(ObservedName.operationBefore("send", " send"))
				.detail(ObservedOutcome.ERROR.and(destinationBefore(" send")))
				.build(),

			process("rabbitmq", "spring.rabbit.stream.listener", STREAM + "RabbitStreamMessageReceiverContext")
				.name(ObservedName.operationBefore("process", " receive"))
				.detail(ObservedOutcome.ERROR.and(destinationBefore(" receive")))
				.build(),

			jms(send("jms", "send", "jms.message.publish", JMS + "JmsPublishObservationContext"))
				.name((context) -> ObservedName.join("send", lasting(context)))
				.build(),

			jms(process("jms", "jms.message.process", JMS + "JmsProcessObservationContext"))
				.name((context) -> ObservedName.join("process", lasting(context)))
				.build(),

			send("pulsar", "send", "spring.pulsar.template", PULSAR + "PulsarMessageSenderContext")
				.name(ObservedName.operationBefore("send", " send"))
				.detail(ObservedOutcome.ERROR.and(destinationBefore(" send")))
				.build(),

			process("pulsar", "spring.pulsar.listener", PULSAR + "PulsarMessageReceiverContext")
				.name(ObservedName.operationBefore("process", " receive"))
				.detail(ObservedOutcome.ERROR.and(destinationBefore(" receive")))
				.build());
	// @formatter:on

	private MessagingTable() {
	}

	private static KeyValueConvention.Row send(String system, String operation, String name, String type) {
		return KeyValueConvention.row(name, type)
			.kind(SpanKind.PRODUCER)
			.always(MessagingAttributes.SYSTEM, system)
			.always(MessagingAttributes.OPERATION_NAME, operation)
			.always(MessagingAttributes.OPERATION_TYPE, "send");
	}

	private static KeyValueConvention.Row process(String system, String name, String type) {
		return KeyValueConvention.row(name, type)
			.kind(SpanKind.CONSUMER)
			.always(MessagingAttributes.SYSTEM, system)
			.always(MessagingAttributes.OPERATION_NAME, "process")
			.always(MessagingAttributes.OPERATION_TYPE, "process");
	}

	private static KeyValueConvention.Row jms(KeyValueConvention.Row row) {
		return row.column(DESTINATION, KeyValueColumn.text(MessagingAttributes.DESTINATION_NAME))
			.column(TEMPORARY, KeyValueColumn.flag(MessagingAttributes.DESTINATION_TEMPORARY, "true"))
			.column("messaging.message.id", KeyValueColumn.text(MessagingAttributes.MESSAGE_ID))
			.column("messaging.message.conversation_id", KeyValueColumn.text(MessagingAttributes.CONVERSATION_ID))
			.without("messaging.operation", "exception");
	}

	// The name of a temporary queue is another one each time
	private static @Nullable String lasting(Observation.Context context) {
		return "true".equals(ObservedValues.find(context, TEMPORARY)) ? "(temporary)"
				: ObservedValues.find(context, DESTINATION);
	}

	// What the conventions for RabbitMQ call the destination of a producer
	private static String exchangeAndKey(Observation.Context context) {
		String exchange = ObservedValues.find(context, DESTINATION);
		String routingKey = ObservedValues.find(context, ROUTING_KEY);
		if (exchange != null && routingKey != null) {
			return exchange + ":" + routingKey;
		}
		if (exchange != null) {
			return exchange;
		}
		return (routingKey != null) ? routingKey : "amq.default";
	}

	private static ObservedDetail destinationBefore(String suffix) {
		return (context, span) -> setDestination(span, ObservedValues.beforeSuffix(context, suffix));
	}

	private static void setDestination(Span span, @Nullable String destination) {
		if (destination != null) {
			span.setAttribute(MessagingAttributes.DESTINATION_NAME, destination);
		}
	}

}
