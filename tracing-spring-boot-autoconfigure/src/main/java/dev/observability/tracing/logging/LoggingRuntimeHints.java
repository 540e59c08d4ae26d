// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Lets a native image create the formatters, which Boot makes by the names of their
 * classes. Build of the image.
 */
final class LoggingRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (LogFormat format : LogFormat.values()) {
			String formatter = format.formatter();
			if (formatter != null) {
				hints.reflection()
					.registerType(TypeReference.of(formatter), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
			}
		}
	}

}
