// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Knows JMS messages, whose properties are named by Java identifiers: with a hyphen in
 * the name a broker may refuse the message (Jakarta Messaging 3.1, section 3.5.1). Steps
 * 2 and 6 of a request, on any thread; never throws.
 */
final class JmsMessages {

	private static final @Nullable Class<?> MESSAGE = messageType();

	private JmsMessages() {
	}

	private static @Nullable Class<?> messageType() {
		try {
			return ClassUtils.forName("jakarta.jms.Message", JmsMessages.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// No message can be one
			return null;
		}
	}

	static boolean isSent(@Nullable Object carrier) {
		return MESSAGE != null && MESSAGE.isInstance(carrier);
	}

	// Our receivers give the observation, Micrometer's the message
	static boolean isReceived(@Nullable Object carrier) {
		return MESSAGE != null
				&& MESSAGE.isInstance((carrier instanceof ReceiverContext<?> context) ? context.getCarrier() : carrier);
	}

	/**
	 * Returns the name of the property that stands for a header.
	 * @param header name of a header
	 * @return the same with an underscore in place of what no identifier has, such as
	 * {@code X_Correlation_ID}
	 */
	static String propertyName(String header) {
		StringBuilder name = new StringBuilder(header.length());
		for (int i = 0; i < header.length(); i++) {
			char character = header.charAt(i);
			name.append(Character.isJavaIdentifierPart(character) ? character : '_');
		}
		return Character.isJavaIdentifierStart(name.charAt(0)) ? name.toString() : "_" + name;
	}

}
