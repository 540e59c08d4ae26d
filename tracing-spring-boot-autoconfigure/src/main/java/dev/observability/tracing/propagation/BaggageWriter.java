// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.nio.charset.StandardCharsets;

import io.opentelemetry.api.baggage.BaggageEntry;

/**
 * Writes the {@code baggage} of one call at step 6 of a request, member by member: what
 * does not fit is left out whole, and the next is tried. Any thread; never throws.
 */
final class BaggageWriter {

	private static final char[] HEX = "0123456789ABCDEF".toCharArray();

	private final StringBuilder header = new StringBuilder();

	private final int maxMembers;

	private final int maxBytes;

	private final PropagationLosses losses;

	private int members;

	BaggageWriter(int maxMembers, int maxBytes, PropagationLosses losses) {
		this.maxMembers = maxMembers;
		this.maxBytes = maxBytes;
		this.losses = losses;
	}

	void add(String key, BaggageEntry entry) {
		String value = entry.getValue();
		if (!HeaderText.isToken(key, 0, key.length())) {
			this.losses.add(PropagationLoss.BAGGAGE_MALFORMED);
			return;
		}
		// Before the copy: encoding makes nothing shorter
		if (this.members == this.maxMembers || key.length() + value.length() > this.maxBytes) {
			this.losses.add(PropagationLoss.BAGGAGE_LIMIT);
			return;
		}
		int before = this.header.length();
		this.header.append((before > 0) ? "," : "").append(key).append('=');
		encode(value);
		addProperties(entry.getMetadata().getValue());
		if (this.header.length() > this.maxBytes) {
			this.header.setLength(before);
			this.losses.add(PropagationLoss.BAGGAGE_LIMIT);
			return;
		}
		this.members++;
	}

	// They are opaque: sent as they are, or not at all where they would break the header
	private void addProperties(String metadata) {
		if (metadata.isEmpty()) {
			return;
		}
		if (metadata.length() > this.maxBytes || !BaggageReader.areProperties(metadata, 0, metadata.length())) {
			this.losses.add(PropagationLoss.BAGGAGE_MALFORMED);
			return;
		}
		this.header.append(';').append(metadata);
	}

	private void encode(String value) {
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == '%' || !HeaderText.isBaggageOctet(character)) {
				encodeFrom(value, i);
				return;
			}
		}
		this.header.append(value);
	}

	private void encodeFrom(String value, int start) {
		this.header.append(value, 0, start);
		for (byte octet : value.substring(start).getBytes(StandardCharsets.UTF_8)) {
			if (octet > 0 && octet != '%' && HeaderText.isBaggageOctet((char) octet)) {
				this.header.append((char) octet);
			}
			else {
				this.header.append('%').append(HEX[octet >> 4 & 0x0F]).append(HEX[octet & 0x0F]);
			}
		}
	}

	String header() {
		return this.header.toString();
	}

}
