// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Something that is made when it is first asked for: the SDK's senders begin threads when
 * they are made. Any thread.
 *
 * @param <T> what is made
 */
final class Lazy<T> {

	private final Supplier<T> maker;

	private volatile @Nullable T made;

	Lazy(Supplier<T> maker) {
		this.maker = maker;
	}

	T get() {
		T made = this.made;
		return (made != null) ? made : make();
	}

	private synchronized T make() {
		T made = this.made;
		if (made == null) {
			made = this.maker.get();
			this.made = made;
		}
		return made;
	}

	void ifPresent(Consumer<T> consumer) {
		T made = this.made;
		if (made != null) {
			consumer.accept(made);
		}
	}

}
