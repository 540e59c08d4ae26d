// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * The service {@code orders}. Payments is called through an HTTP interface, whose address
 * is {@code spring.http.serviceclient.payments.base-url}.
 *
 * @since 0.1.0
 */
@Profile("orders")
@SpringBootApplication(proxyBeanMethods = false)
@EnableAsync
@ImportHttpServices(group = "payments", types = PaymentsClient.class)
public class OrdersApplication {

}
