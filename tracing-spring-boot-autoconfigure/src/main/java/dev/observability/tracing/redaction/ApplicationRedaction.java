// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

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

	private final Redactor redactor;

	private final RedactionLedger ledger;

	private ApplicationRedaction(RedactionProperties properties) {
		this.ledger = new RedactionLedger();
		this.redactor = new Redactor(properties.rules(this.ledger));
	}

	/**
	 * Returns the one of an application, and makes it the first time.
	 * @param environment of the application, which keeps it
	 * @return always the same for the same environment
	 * @throws RuntimeException where a property is wrong
	 */
	public static ApplicationRedaction of(Environment environment) {
		if (!(environment instanceof ConfigurableEnvironment configurable)) {
			return new ApplicationRedaction(bind(environment));
		}
		MutablePropertySources sources = configurable.getPropertySources();
		synchronized (sources) {
			if (sources.get(SOURCE) instanceof Holder holder) {
				return holder.redaction;
			}
			ApplicationRedaction redaction = new ApplicationRedaction(bind(environment));
			sources.addLast(new Holder(redaction));
			return redaction;
		}
	}

	private static RedactionProperties bind(Environment environment) {
		return Binder.get(environment).bindOrCreate(RedactionProperties.PREFIX, RedactionProperties.class);
	}

	/**
	 * Returns the engine where beans are not there yet.
	 * @param environment of the application
	 * @return the one of the application; by the rules that always hold where a property
	 * is wrong, which stops the start when the beans are made
	 */
	public static Redactor early(Environment environment) {
		try {
			return of(environment).redactor();
		}
		catch (RuntimeException ex) {
			return Redactor.standard();
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
