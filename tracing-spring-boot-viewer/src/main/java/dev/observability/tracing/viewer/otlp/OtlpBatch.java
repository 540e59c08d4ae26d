// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.Origin;

/**
 * Collects the spans or the log lines of a body and counts those that it cannot take.
 * Whose they are may stand behind them, so that each group waits for its end; and all of
 * them wait for the end of the body. For one body; the thread of the request.
 *
 * @param <T> spans or log lines
 */
final class OtlpBatch<T> {

	private static final Origin NOT_YET = new Origin(Fields.EMPTY, "", "", Fields.EMPTY);

	private final OtlpSignal<T> signal;

	private final int limit;

	private final List<T> all = new ArrayList<>();

	private int seen;

	private int invalid;

	private int beyond;

	OtlpBatch(OtlpSignal<T> signal, int limit) {
		this.signal = signal;
		this.limit = limit;
	}

	// The message as a whole
	void readRequest(OtlpSource source) throws IOException {
		while (source.next(this.signal.request()) != 0) {
			readResource(source);
		}
	}

	// The current field is what a resource says
	void readResource(OtlpSource source) throws IOException {
		FieldsReader resource = new FieldsReader(source);
		List<Scoped<T>> scopes = new ArrayList<>();
		int outer = source.open();
		OtlpSchema schema = this.signal.resource();
		for (int field = source.next(schema); field != 0; field = source.next(schema)) {
			if (field == 1) {
				readAttributes(source, resource);
			}
			else {
				readScope(source, scopes);
			}
		}
		source.close(outer);
		Fields fields = resource.build();
		for (Scoped<T> scoped : scopes) {
			Origin origin = new Origin(fields, scoped.name(), scoped.version(), scoped.fields());
			scoped.items().forEach((item) -> this.all.add(this.signal.origin().apply(item, origin)));
		}
	}

	private void readAttributes(OtlpSource source, FieldsReader resource) throws IOException {
		int outer = source.open();
		while (source.next(OtlpSchema.RESOURCE) != 0) {
			resource.read();
		}
		source.close(outer);
	}

	private void readScope(OtlpSource source, List<Scoped<T>> scopes) throws IOException {
		ScopeReader scope = new ScopeReader(source);
		List<T> items = new ArrayList<>();
		int outer = source.open();
		OtlpSchema schema = this.signal.scope();
		for (int field = source.next(schema); field != 0; field = source.next(schema)) {
			if (field == 1) {
				scope.read();
			}
			else {
				readItem(source, items);
			}
		}
		source.close(outer);
		// Millions of empty ones fit into a body
		if (!items.isEmpty()) {
			scopes.add(new Scoped<>(scope.name, scope.version, scope.fields.build(), items));
		}
	}

	private void readItem(OtlpSource source, List<T> items) throws IOException {
		if (this.seen == this.limit) {
			this.beyond++;
			source.skip();
			return;
		}
		this.seen++;
		T item = this.signal.reader().read(source, NOT_YET);
		if (item != null) {
			items.add(item);
		}
		else {
			this.invalid++;
		}
	}

	/**
	 * Hands all of them over.
	 * @param consumer takes each, in the order in which they came
	 * @return how many they are, and how many were rejected
	 */
	OtlpCount handOver(Consumer<T> consumer) {
		this.all.forEach(consumer);
		StringJoiner message = new StringJoiner(", ", "Rejected " + this.signal.name() + ": ", "").setEmptyValue("");
		if (this.invalid > 0) {
			message.add(this.invalid + " without a valid trace id and span id");
		}
		if (this.beyond > 0) {
			message.add(this.beyond + " beyond the limit of " + this.limit);
		}
		return new OtlpCount(this.all.size(), this.invalid + this.beyond, message.toString());
	}

	/**
	 * What a scope says, until it is known whose it is.
	 *
	 * @param <T> spans or log lines
	 * @param name name of the scope
	 * @param version version of the scope
	 * @param fields attributes of the scope
	 * @param items what it says, at least one
	 */
	private record Scoped<T>(String name, String version, Fields fields, List<T> items) {
	}

	/**
	 * Reads the scope itself.
	 */
	private static final class ScopeReader {

		private final OtlpSource source;

		private final FieldsReader fields;

		private String name = "";

		private String version = "";

		ScopeReader(OtlpSource source) {
			this.source = source;
			this.fields = new FieldsReader(source);
		}

		void read() throws IOException {
			int outer = this.source.open();
			for (int field = this.source.next(OtlpSchema.SCOPE); field != 0; field = this.source
				.next(OtlpSchema.SCOPE)) {
				switch (field) {
					case 1 -> {
						this.name = this.source.text(Origin.MAX_NAME);
					}
					case 2 -> {
						this.version = this.source.text(Origin.MAX_NAME);
					}
					default -> this.fields.read();
				}
			}
			this.source.close(outer);
		}

	}

}
