// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;

/**
 * Tells the classes of the application from those of libraries: they are in the package
 * of its {@code @SpringBootApplication} and below. Any thread.
 *
 * @since 0.1.0
 */
public final class ApplicationClasses {

	private final List<String> packages;

	private ApplicationClasses(List<String> packages) {
		this.packages = packages;
	}

	/**
	 * The classes of an application.
	 * @param beans its beans
	 * @return none where it has no package of its own
	 */
	public static ApplicationClasses of(BeanFactory beans) {
		return new ApplicationClasses(
				AutoConfigurationPackages.has(beans) ? List.copyOf(AutoConfigurationPackages.get(beans)) : List.of());
	}

	/**
	 * Whether a class is one of them.
	 * @param className full name of a class
	 * @return whether it is
	 */
	public boolean contain(String className) {
		return this.packages.stream().anyMatch((each) -> className.startsWith(each + "."));
	}

}
