// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application that starts and ends, in a JVM of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class PackagedApplication {

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(PackagedApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(arguments).close();
	}

}
