// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JavaAgentTests {

	private static final ClassLoader WITHOUT_AGENT = ClassLoader.getPlatformClassLoader();

	/** Holds a class of the agent's name, as the system class loader under the agent. */
	private static final ClassLoader WITH_AGENT = new ByteBuddy().subclass(Object.class)
		.name("io.opentelemetry.javaagent.OpenTelemetryAgent")
		.make()
		.load(WITHOUT_AGENT)
		.getLoaded()
		.getClassLoader();

	@Test
	void thisJvmHasNoAgent() {
		assertThat(JavaAgent.isPresent()).isFalse();
	}

	@Test
	void isAbsentWithoutItsClass() {
		assertThat(JavaAgent.isPresent(WITHOUT_AGENT, "true", null)).isFalse();
	}

	@Test
	void isPresentWithItsClass() {
		assertThat(JavaAgent.isPresent(WITH_AGENT, null, null)).isTrue();
	}

	@Test
	void doesNotCountWhereItsOwnSwitchIsOff() {
		assertThat(JavaAgent.isPresent(WITH_AGENT, "false", null)).isFalse();
		assertThat(JavaAgent.isPresent(WITH_AGENT, null, "false")).isFalse();
	}

	@Test
	void itsSystemPropertyWinsOverItsEnvironmentVariable() {
		assertThat(JavaAgent.isPresent(WITH_AGENT, "true", "false")).isTrue();
		assertThat(JavaAgent.isPresent(WITH_AGENT, "false", "true")).isFalse();
	}

}
