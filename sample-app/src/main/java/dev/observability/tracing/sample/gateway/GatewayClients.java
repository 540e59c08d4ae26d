// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.time.Duration;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Two clients, made in the two ways that applications have. Both carry the trace on.
 */
@Configuration(proxyBeanMethods = false)
class GatewayClients {

	// From the builder that Spring Boot prepares
	@Bean
	RestClient ordersClient(RestClient.Builder builder, @Value("${sample.orders.url}") String url) {
		return builder.baseUrl(url).build();
	}

	// The application's own, which Spring Boot knows nothing of
	@Bean
	RestClient paymentsClient(@Value("${sample.payments.url}") String url) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
		requests.setReadTimeout(Duration.ofSeconds(10));
		return RestClient.builder().baseUrl(url).requestFactory(requests).build();
	}

}
