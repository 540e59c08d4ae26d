// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Steps through a message of OTLP in JSON. {@code null} is as good as absent; of names
 * that come twice both count. The thread of the request.
 * <p>
 * Source: OTLP specification, "JSON Protobuf Encoding"; Protocol Buffers, "ProtoJSON
 * Format".
 */
final class JsonSource extends OtlpSource implements AutoCloseable {

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	// Names are not remembered: those of strangers would stay
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(256)
			.maxNumberLength(1000)
			.maxNameLength(1024)
			.maxStringLength(16 * 1024 * 1024)
			.build())
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
		.build();

	private final JsonParser parser;

	private @Nullable JsonToken token;

	/** Number of the field whose list is being read, 0 outside of any. */
	private int list;

	JsonSource(InputStream body) throws IOException {
		// A reader replaces what is no UTF-8; the parser would refuse it
		this.parser = FACTORY.createParser(ObjectReadContext.empty(),
				new InputStreamReader(withoutMark(body), StandardCharsets.UTF_8));
	}

	private static InputStream withoutMark(InputStream body) throws IOException {
		byte[] first = body.readNBytes(BYTE_ORDER_MARK.length);
		PushbackInputStream input = new PushbackInputStream(body, BYTE_ORDER_MARK.length);
		if (!Arrays.equals(first, BYTE_ORDER_MARK)) {
			input.unread(first);
		}
		return input;
	}

	/**
	 * Begins with an object that is in no other.
	 * @return {@code false} where the body ends here
	 * @throws IOException where something else is here
	 */
	boolean begin() throws IOException {
		this.token = this.parser.nextToken();
		if (this.token != null && this.token != JsonToken.START_OBJECT) {
			throw expected("an object, or the end of the body,");
		}
		return this.token != null;
	}

	@Override
	int next(OtlpSchema schema) throws IOException {
		while (true) {
			JsonToken next = advance();
			if (this.list != 0) {
				if (next == JsonToken.END_ARRAY) {
					this.list = 0;
				}
				else if (next != JsonToken.VALUE_NULL) {
					return this.list;
				}
			}
			else if (next == JsonToken.END_OBJECT) {
				return 0;
			}
			else {
				OtlpSchema.Field field = property(schema);
				if (field != null && !field.repeated()) {
					return field.number();
				}
			}
		}
	}

	// Null where there is nothing to read; of a list, the elements come next
	private OtlpSchema.@Nullable Field property(OtlpSchema schema) throws IOException {
		OtlpSchema.Field field = schema.field(this.parser.currentName());
		JsonToken value = advance();
		if (field == null || value == JsonToken.VALUE_NULL) {
			skip();
			return null;
		}
		if (field.repeated()) {
			if (value != JsonToken.START_ARRAY) {
				throw expected("a list");
			}
			this.list = field.number();
		}
		return field;
	}

	private JsonToken advance() throws IOException {
		JsonToken next = this.parser.nextToken();
		if (next == null) {
			throw new OtlpFormatException("The body ends too early");
		}
		this.token = next;
		return next;
	}

	@Override
	int open() throws IOException {
		if (this.token != JsonToken.START_OBJECT) {
			throw expected("an object");
		}
		int outer = this.list;
		this.list = 0;
		return outer;
	}

	@Override
	void close(int outer) {
		this.list = outer;
	}

	@Override
	void skip() {
		this.parser.skipChildren();
	}

	@Override
	String text() throws IOException {
		if (this.token != JsonToken.VALUE_STRING) {
			throw expected("a text");
		}
		return WellFormed.text(this.parser.getString());
	}

	@Override
	Fields.Bytes bytes() throws IOException {
		return JsonScalars.bytes(text(), this::expected);
	}

	@Override
	@Nullable TraceId traceId() throws IOException {
		return TraceId.parse(text());
	}

	@Override
	long spanId() throws IOException {
		return TraceId.parseSpanId(text());
	}

	@Override
	long integer() throws IOException {
		return JsonScalars.integer(number(), this::expected);
	}

	@Override
	long fixed64() throws IOException {
		return JsonScalars.unsigned(number(), this::expected);
	}

	@Override
	int fixed32() throws IOException {
		return (int) fixed64();
	}

	@Override
	double decimal() throws IOException {
		return JsonScalars.decimal(number(), this::expected);
	}

	// A number may stand as a text, and large ones must
	private String number() throws IOException {
		if (this.token != JsonToken.VALUE_STRING && this.token != JsonToken.VALUE_NUMBER_INT
				&& this.token != JsonToken.VALUE_NUMBER_FLOAT) {
			throw expected("a number");
		}
		return this.parser.getString();
	}

	@Override
	boolean truth() throws IOException {
		if (this.token != JsonToken.VALUE_TRUE && this.token != JsonToken.VALUE_FALSE) {
			throw expected("true or false");
		}
		return this.token == JsonToken.VALUE_TRUE;
	}

	@Override
	int constant(List<String> names) throws IOException {
		if (this.token == JsonToken.VALUE_STRING) {
			return Math.max(0, names.indexOf(this.parser.getString()));
		}
		long value = integer();
		return (value >= 0 && value < names.size()) ? (int) value : 0;
	}

	private OtlpFormatException expected(String what) {
		return new OtlpFormatException(
				"The body is not OTLP in JSON: " + what + " is expected" + at(this.parser.currentTokenLocation()));
	}

	// Line and column only; a location's text may quote the body
	private static String at(@Nullable TokenStreamLocation location) {
		return (location != null) ? " at line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
	}

	/**
	 * Translates what the parser throws; its own messages quote the body.
	 * @param ex what it has thrown
	 * @return what to throw
	 */
	static IOException translate(JacksonException ex) {
		if (ex instanceof JacksonIOException && ex.getCause() instanceof IOException cause) {
			return cause;
		}
		String what = "The body is not JSON";
		if (ex instanceof UnexpectedEndOfInputException) {
			what = "The body ends too early";
		}
		else if (ex instanceof StreamConstraintsException) {
			what = "The body is nested too deeply, or has a name, a text or a number that is too long";
		}
		return new OtlpFormatException(what + at(ex.getLocation()), ex);
	}

	@Override
	public void close() {
		this.parser.close();
	}

}
