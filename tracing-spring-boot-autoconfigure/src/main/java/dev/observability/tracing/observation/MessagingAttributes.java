// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of messaging, from the group {@code messaging} of the semantic conventions. Steps
 * 2 and 6 of a request.
 */
final class MessagingAttributes {

	static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");

	static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");

	static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");

	static final AttributeKey<String> DESTINATION_NAME = AttributeKey.stringKey("messaging.destination.name");

	static final AttributeKey<Boolean> DESTINATION_TEMPORARY = AttributeKey
		.booleanKey("messaging.destination.temporary");

	static final AttributeKey<String> PARTITION_ID = AttributeKey.stringKey("messaging.destination.partition.id");

	static final AttributeKey<String> CONSUMER_GROUP = AttributeKey.stringKey("messaging.consumer.group.name");

	static final AttributeKey<String> CLIENT_ID = AttributeKey.stringKey("messaging.client.id");

	static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");

	static final AttributeKey<String> CONVERSATION_ID = AttributeKey.stringKey("messaging.message.conversation_id");

	static final AttributeKey<Long> KAFKA_OFFSET = AttributeKey.longKey("messaging.kafka.offset");

	static final AttributeKey<String> RABBITMQ_ROUTING_KEY = AttributeKey
		.stringKey("messaging.rabbitmq.destination.routing_key");

	static final AttributeKey<Long> RABBITMQ_DELIVERY_TAG = AttributeKey
		.longKey("messaging.rabbitmq.message.delivery_tag");

	private MessagingAttributes() {
	}

}
