// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The one engine of an application, with its ledger: log lines are written before there
 * are beans, and must be masked and counted by the same. Any thread.
 *
 * @since 0.1.0
 */
public final class ApplicationRedaction {

	private static final String SOURCE = "tracingRedaction";

	private final RedactionLedger ledger = new RedactionLedger();

	private final Redactor redactor;

	/** Those of the rules; {@code null} for what always holds. */
	private @Nullable RedactionProperties properties;

	private ApplicationRedaction(@Nullable RedactionProperties properties) {
		this.properties = properties;
		this.redactor = new Redactor((properties != null) ? properties.rules(this.ledger)
				: RedactionRules.standard().countedBy(this.ledger));
	}

	/**
	 * Returns the one of an application where its properties are known to the last, and
	 * makes its engine follow them, also where log lines are written by it for a while.
	 * @param environment of the application, which keeps it
	 * @param properties as they are bound for the beans: a source of properties that
	 * comes with a configuration class was not there before
	 * @return always the same for the same environment
	 */
	static ApplicationRedaction of(Environment environment, RedactionProperties properties) {
		return of(environment, () -> properties).with(properties);
	}

	private static ApplicationRedaction of(Environment environment,
			Supplier<@Nullable RedactionProperties> properties) {
		if (!(environment instanceof ConfigurableEnvironment configurable)) {
			return new ApplicationRedaction(properties.get());
		}
		MutablePropertySources sources = configurable.getPropertySources();
		synchronized (sources) {
			if (sources.get(SOURCE) instanceof Holder holder) {
				return holder.redaction;
			}
			ApplicationRedaction redaction = new ApplicationRedaction(properties.get());
			sources.addLast(new Holder(redaction));
			return redaction;
		}
	}

	private synchronized ApplicationRedaction with(RedactionProperties properties) {
		if (!properties.equals(this.properties)) {
			this.properties = properties;
			this.redactor.follow(properties.rules(this.ledger));
		}
		return this;
	}

	/**
	 * Returns the engine where beans are not there yet.
	 * @param environment of the application
	 * @return the one of the application; by the rules that always hold where a property
	 * is wrong or not complete yet: when the beans are made it stops the start, or the
	 * engine follows it
	 */
	public static Redactor early(Environment environment) {
		return of(environment, () -> bind(environment)).redactor();
	}

	private static @Nullable RedactionProperties bind(Environment environment) {
		try {
			return Binder.get(environment).bindOrCreate(RedactionProperties.PREFIX, RedactionProperties.class);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Returns the engine.
	 * @return with the rules of the application on top of those that always hold
	 */
	public Redactor redactor() {
		return this.redactor;
	}

	RedactionLedger ledger() {
		return this.ledger;
	}

	/**
	 * Keeps it in the environment; a stub has no properties, and nobody looks for any.
	 */
	private static final class Holder extends PropertySource.StubPropertySource {

		private final ApplicationRedaction redaction;

		Holder(ApplicationRedaction redaction) {
			super(SOURCE);
			this.redaction = redaction;
		}

	}

}
