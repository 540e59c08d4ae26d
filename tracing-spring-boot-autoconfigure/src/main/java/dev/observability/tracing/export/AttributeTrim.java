// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import org.jspecify.annotations.Nullable;

/**
 * Cuts attributes of one span, of its events and its links, and remembers what it cut.
 * Step 10 of a request, exporter thread; for one span.
 * <p>
 * A text as long as the limit was cut by the SDK, which leaves no sign. What is nested
 * within a {@link Value} is not looked at.
 */
final class AttributeTrim {

	/** Keys that are told. */
	private static final int MAX_TOLD = 16;

	private static final String STACK_TRACE = "exception.stacktrace";

	private final KnownKeys keys;

	private final int maxLength;

	private final ExportLimits limits;

	/** Shorter texts are left alone. */
	private final int longText;

	private @Nullable EventData event;

	private @Nullable List<String> told;

	private int values;

	private int stacks;

	private int dropped;

	/**
	 * Creates it.
	 * @param keys those of the application
	 * @param maxLength at which the SDK cut texts
	 * @param limits what else is cut
	 */
	AttributeTrim(KnownKeys keys, int maxLength, ExportLimits limits) {
		this.keys = keys;
		this.maxLength = Math.max(1, maxLength);
		this.limits = limits;
		this.longText = Math.min(this.maxLength, limits.stackTraceLength() + 1);
	}

	/**
	 * Says whose attributes come next.
	 * @param event one of the span, {@code null} for the span and its links
	 * @return this
	 */
	AttributeTrim of(@Nullable EventData event) {
		this.event = event;
		return this;
	}

	/**
	 * Says what stays of an attribute.
	 * @param key its key
	 * @param value its value
	 * @return the same instance, what is left of it, or {@code null} for nothing
	 */
	@Nullable Object keep(AttributeKey<?> key, Object value) {
		if (!this.keys.admits(key)) {
			this.dropped++;
			return null;
		}
		if (value instanceof String text) {
			return (text.length() < this.longText) ? text : text(key, text);
		}
		if (value instanceof List<?> list) {
			return list(key, list);
		}
		if (value instanceof Value<?> single && single.getType() == ValueType.STRING
				&& single.getValue() instanceof String text && text.length() >= this.maxLength) {
			told(key);
			return Value.of(cut(text));
		}
		return value;
	}

	/**
	 * Cuts the name of the span or of an event.
	 * @param name any length
	 * @return of bounded length
	 */
	String name(String name) {
		return whole(name, this.limits.nameLength());
	}

	/**
	 * Cuts the description of a status as if it were an attribute.
	 * @param description any length
	 * @return of bounded length
	 */
	String description(String description) {
		return whole(description, this.maxLength);
	}

	// What has no key and was not cut by the SDK
	private String whole(String text, int most) {
		if (text.length() <= most) {
			return text;
		}
		this.values++;
		return Redactor.standard().cut(text, most - 1);
	}

	private String text(AttributeKey<?> key, String text) {
		if (this.event != null && STACK_TRACE.equals(key.getKey())) {
			return stackTrace(this.event, key, text);
		}
		if (text.length() < this.maxLength) {
			return text;
		}
		told(key);
		return cut(text);
	}

	// The exception is still at hand, and with it what the SDK cut
	private String stackTrace(EventData event, AttributeKey<?> key, String text) {
		String whole = (event instanceof ExceptionEventData exception)
				? StackText.of(exception.getException(), this.limits.stackTraceLength()) : null;
		if (whole == null || StackText.isCut(whole)) {
			this.stacks++;
			tell(key);
		}
		return (whole != null) ? whole
				: Redactor.standard().cut(text, Math.min(text.length() - 1, this.limits.stackTraceLength()));
	}

	@SuppressWarnings("unchecked")
	private List<?> list(AttributeKey<?> key, List<?> list) {
		int most = this.limits.listElements();
		List<?> kept = (list.size() > most) ? List.copyOf(list.subList(0, most)) : list;
		if (!kept.isEmpty() && kept.get(0) instanceof String) {
			kept = texts((List<String>) kept);
		}
		if (kept != list) {
			told(key);
		}
		return kept;
	}

	private List<String> texts(List<String> texts) {
		List<String> kept = texts;
		for (int i = 0; i < texts.size(); i++) {
			String text = texts.get(i);
			if (text != null && text.length() >= this.maxLength) {
				kept = (kept == texts) ? new ArrayList<>(texts) : kept;
				kept.set(i, cut(text));
			}
		}
		return kept;
	}

	/**
	 * Cuts a text, or says of one that the SDK cut that it was.
	 * @param text as long as the limit, or longer
	 * @return the text with the sign of a cut, within the limit
	 */
	private String cut(String text) {
		boolean said = text.length() == this.maxLength && text.charAt(text.length() - 1) == Redactor.CUT;
		return said ? text : Redactor.standard().cut(text, this.maxLength - 1);
	}

	private void told(AttributeKey<?> key) {
		this.values++;
		tell(key);
	}

	private void tell(AttributeKey<?> key) {
		List<String> told = this.told;
		if (told == null) {
			told = new ArrayList<>(2);
			this.told = told;
		}
		if (told.size() < MAX_TOLD && !told.contains(key.getKey())) {
			told.add(key.getKey());
		}
	}

	/**
	 * Returns the keys of what was cut so far.
	 * @return some of them, {@code null} where nothing was cut
	 */
	@Nullable List<String> told() {
		return this.told;
	}

	/**
	 * Counts what was cut.
	 * @param cuts the counters
	 */
	void countIn(SpanCuts cuts) {
		cuts.add(CutKind.VALUES, this.values);
		cuts.add(CutKind.STACKS, this.stacks);
		cuts.add(CutKind.KEYS, this.dropped);
	}

}
