// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Damages a message, as strangers may.
 */
final class Mutations {

	/**
	 * Numbers and lengths that are too large, negative, or do not end; tags of any kind.
	 */
	private static final List<byte[]> PROTOBUF = List
		.of("FFFFFFFF07", "8080808008", "FFFFFFFF0F", "FFFFFFFFFFFFFFFF7F", "FFFFFFFFFFFFFFFFFF01",
				"80808080808080808001", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "00", "0A00", "1200", "0B", "0C", "0F",
				"F80F", "320A", "2A0A")
		.stream()
		.map(HexFormat.of()::parseHex)
		.toList();

	private static final List<byte[]> JSON = List
		.of("{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "1e999", "-", "\"\"", "{}", "[]", "\\ud83d",
				"\"spans\":", "\"value\":", "\"arrayValue\":", "\"intValue\":", "\"values\":", "\uFEFF",
				"[[[[[[[[[[[[[[[[", "\n", " ")
		.stream()
		.map((text) -> text.getBytes(StandardCharsets.UTF_8))
		.toList();

	private Mutations() {
	}

	static byte[] mutate(OtlpFormat format, byte[] message, Random random) {
		byte[] result = message;
		for (int i = random.nextInt(4); i >= 0; i--) {
			result = once(result, (format == OtlpFormat.PROTOBUF) ? PROTOBUF : JSON, random);
		}
		return result;
	}

	private static byte[] once(byte[] message, List<byte[]> dictionary, Random random) {
		int position = random.nextInt(message.length + 1);
		int length = Math.min(random.nextInt(20), message.length - position);
		byte[] copy = message.clone();
		switch (random.nextInt((position < message.length) ? 8 : 2)) {
			case 0 -> {
				return replaced(message, position, 0, dictionary.get(random.nextInt(dictionary.size())));
			}
			case 1 -> {
				return replaced(message, position, length, dictionary.get(random.nextInt(dictionary.size())));
			}
			case 2 -> {
				copy[position] ^= (byte) (1 << random.nextInt(8));
			}
			case 3 -> {
				copy[position] = (byte) random.nextInt();
			}
			// Another wire type
			case 4 -> {
				copy[position] ^= (byte) (1 + random.nextInt(7));
			}
			case 5 -> {
				return replaced(message, position, length, new byte[0]);
			}
			case 6 -> {
				return replaced(message, position, 0, Arrays.copyOfRange(message, position, position + length));
			}
			default -> {
				return Arrays.copyOf(message, position);
			}
		}
		return copy;
	}

	private static byte[] replaced(byte[] message, int position, int length, byte[] with) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(message, 0, position);
		bytes.writeBytes(with);
		bytes.write(message, position + length, message.length - position - length);
		return bytes.toByteArray();
	}

}
