// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;

/**
 * Reads the lines of one request's {@code baggage} at step 2, member by member: what is
 * malformed or beyond a limit is left out whole. Request thread; never throws.
 * <p>
 * Of members with one key the last is kept, as by OpenTelemetry's API. Properties are
 * kept as they are written.
 */
final class BaggageReader {

	private final Map<String, Member> members = new LinkedHashMap<>();

	private final int maxMembers;

	private final int maxBytes;

	private final PropagationLosses losses;

	/** Of all members with the commas between them, and one more. */
	private int bytes;

	BaggageReader(int maxMembers, int maxBytes, PropagationLosses losses) {
		this.maxMembers = maxMembers;
		this.maxBytes = maxBytes;
		this.losses = losses;
	}

	void addLine(String line, int end, boolean cut) {
		int start = 0;
		while (start <= end) {
			int comma = HeaderText.find(line, ',', start, end);
			if (cut && comma == end) {
				// The rest of this member was not looked at
				return;
			}
			int first = HeaderText.skipBlanks(line, start, comma);
			int last = HeaderText.dropBlanks(line, first, comma);
			if (first < last) {
				addMember(line, first, last);
			}
			start = comma + 1;
		}
	}

	private void addMember(String line, int start, int end) {
		int semicolon = HeaderText.find(line, ';', start, end);
		int equals = HeaderText.find(line, '=', start, semicolon);
		int keyEnd = HeaderText.dropBlanks(line, start, equals);
		int valueStart = HeaderText.skipBlanks(line, Math.min(equals + 1, semicolon), semicolon);
		int valueEnd = HeaderText.dropBlanks(line, valueStart, semicolon);
		if (equals == semicolon || !HeaderText.isToken(line, start, keyEnd)
				|| !HeaderText.isBaggageOctets(line, valueStart, valueEnd)
				|| !areProperties(line, Math.min(semicolon + 1, end), end)) {
			this.losses.add(PropagationLoss.BAGGAGE_MALFORMED);
			return;
		}
		put(line.substring(start, keyEnd), line, valueStart, valueEnd, semicolon, end);
	}

	// Whether a text is a list of properties; empty ones are passed over
	static boolean areProperties(String text, int start, int end) {
		int next = start;
		while (next < end) {
			int semicolon = HeaderText.find(text, ';', next, end);
			if (!isProperty(text, next, semicolon)) {
				return false;
			}
			next = semicolon + 1;
		}
		return true;
	}

	private static boolean isProperty(String text, int start, int end) {
		int first = HeaderText.skipBlanks(text, start, end);
		int equals = HeaderText.find(text, '=', first, end);
		int keyEnd = HeaderText.dropBlanks(text, first, equals);
		if (first == end) {
			return true;
		}
		int valueStart = HeaderText.skipBlanks(text, Math.min(equals + 1, end), end);
		return HeaderText.isToken(text, first, keyEnd)
				&& HeaderText.isBaggageOctets(text, valueStart, HeaderText.dropBlanks(text, valueStart, end));
	}

	private void put(String key, String line, int valueStart, int valueEnd, int semicolon, int end) {
		int length = key.length() + 1 + (valueEnd - valueStart) + (end - semicolon);
		Member former = this.members.get(key);
		int others = (former != null) ? this.bytes - former.length() - 1 : this.bytes;
		if (others + length > this.maxBytes || former == null && this.members.size() == this.maxMembers) {
			this.losses.add(PropagationLoss.BAGGAGE_LIMIT);
			return;
		}
		if (former != null) {
			this.losses.add(PropagationLoss.BAGGAGE_DUPLICATE);
		}
		int metadata = HeaderText.skipBlanks(line, Math.min(semicolon + 1, end), end);
		this.members.put(key, new Member(decode(line, valueStart, valueEnd), line.substring(metadata, end), length));
		this.bytes = others + length + 1;
	}

	// What is no UTF-8 becomes U+FFFD; a percent sign without two hex digits behind it
	// stays
	static String decode(String text, int start, int end) {
		if (HeaderText.find(text, '%', start, end) == end) {
			return text.substring(start, end);
		}
		byte[] bytes = new byte[end - start];
		int count = 0;
		for (int i = start; i < end; i++) {
			char character = text.charAt(i);
			int high = (character == '%' && i + 2 < end) ? Character.digit(text.charAt(i + 1), 16) : -1;
			int low = (high >= 0) ? Character.digit(text.charAt(i + 2), 16) : -1;
			if (low >= 0) {
				bytes[count++] = (byte) (high << 4 | low);
				i += 2;
			}
			else {
				bytes[count++] = (byte) character;
			}
		}
		return new String(bytes, 0, count, StandardCharsets.UTF_8);
	}

	Baggage baggage() {
		BaggageBuilder builder = Baggage.builder();
		this.members.forEach((key, member) -> builder.put(key, member.value(), member.metadata().isEmpty()
				? BaggageEntryMetadata.empty() : BaggageEntryMetadata.create(member.metadata())));
		return builder.build();
	}

	/**
	 * One member as read.
	 *
	 * @param value decoded
	 * @param metadata its properties as written, or empty
	 * @param length bytes that it took
	 */
	private record Member(String value, String metadata, int length) {

	}

}
