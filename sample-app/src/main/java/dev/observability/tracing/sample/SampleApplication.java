// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.util.Arrays;
import java.util.List;

import dev.observability.tracing.sample.launcher.Launcher;
import dev.observability.tracing.sample.launcher.LauncherWatch;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Starts the sample. With the profile {@code gateway}, {@code orders} or {@code payments}
 * it is that service; with none of them it starts all three as processes of their own and
 * ends with them.
 *
 * @since 0.1.0
 */
public final class SampleApplication {

	private SampleApplication() {
	}

	/**
	 * Starts one service or all three. Main thread.
	 * @param args properties such as {@code --spring.profiles.active=orders}; without a
	 * service among the profiles they are passed on to all three
	 */
	public static void main(String[] args) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		List<String> profiles = List.of(environment.getActiveProfiles());
		List<SampleService> services = Arrays.stream(SampleService.values())
			.filter((service) -> profiles.contains(service.profile()))
			.toList();
		if (services.size() > 1) {
			throw new IllegalArgumentException("A process is one service, but the active profiles are " + profiles);
		}
		if (services.isEmpty()) {
			System.exit(new Launcher(environment, SampleApplication.class, System.out).run(args));
		}
		LauncherWatch.startIfLaunched(environment);
		SpringApplication.run(services.get(0).configuration(), args);
	}

}
