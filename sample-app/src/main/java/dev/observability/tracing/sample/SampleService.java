// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.util.Locale;

import dev.observability.tracing.sample.gateway.GatewayApplication;
import dev.observability.tracing.sample.orders.OrdersApplication;
import dev.observability.tracing.sample.payments.PaymentsApplication;

/**
 * The three services: what each is configured by. The profile is the name in lower case.
 */
enum SampleService {

	GATEWAY(GatewayApplication.class), ORDERS(OrdersApplication.class), PAYMENTS(PaymentsApplication.class);

	private final Class<?> configuration;

	SampleService(Class<?> configuration) {
		this.configuration = configuration;
	}

	String profile() {
		return name().toLowerCase(Locale.ROOT);
	}

	Class<?> configuration() {
		return this.configuration;
	}

}
