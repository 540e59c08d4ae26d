// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The networks whose machines may see the page besides this one. Step 11 of a request.
 *
 * @since 0.1.0
 */
public final class Networks {

	/** With the zone that a link-local address may have. */
	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9A-Za-z]+)?");

	private final List<Network> networks;

	private Networks(List<Network> networks) {
		this.networks = networks;
	}

	/**
	 * Reads networks.
	 * @param texts each an address, or one with the number of its leading bits, as in
	 * {@code 172.17.0.0/16}
	 * @return the networks
	 * @throws IllegalArgumentException if a text is none; its message is the text
	 */
	public static Networks of(List<String> texts) {
		List<Network> networks = new ArrayList<>();
		for (String text : texts) {
			Network network = Network.parse(text.trim());
			if (network == null) {
				throw new IllegalArgumentException(text);
			}
			networks.add(network);
		}
		return new Networks(List.copyOf(networks));
	}

	/**
	 * Returns whether a text is an address, and not a name that would be looked up.
	 * @param text any text
	 * @return whether it is one of version 4 or 6
	 */
	static boolean isAddress(String text) {
		return ADDRESS.matcher(text).matches()
				&& (text.indexOf(':') >= 0 || text.chars().filter((character) -> character == '.').count() == 3);
	}

	boolean contain(InetAddress address) {
		for (Network network : this.networks) {
			if (network.contains(address.getAddress())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * One of them.
	 *
	 * @param address any address in it
	 * @param bits those that all of its addresses share
	 */
	private record Network(byte[] address, int bits) {

		static @Nullable Network parse(String text) {
			int slash = text.indexOf('/');
			String address = (slash >= 0) ? text.substring(0, slash) : text;
			if (!isAddress(address)) {
				return null;
			}
			try {
				byte[] bytes = InetAddress.getByName(address).getAddress();
				int bits = (slash >= 0) ? Integer.parseInt(text.substring(slash + 1)) : Byte.SIZE * bytes.length;
				return (bits >= 0 && bits <= Byte.SIZE * bytes.length) ? new Network(bytes, bits) : null;
			}
			catch (UnknownHostException | NumberFormatException ex) {
				return null;
			}
		}

		boolean contains(byte[] other) {
			if (other.length != this.address.length) {
				return false;
			}
			for (int bit = 0; bit < this.bits; bit++) {
				int mask = 1 << (Byte.SIZE - 1 - bit % Byte.SIZE);
				if (((other[bit / Byte.SIZE] ^ this.address[bit / Byte.SIZE]) & mask) != 0) {
					return false;
				}
			}
			return true;
		}

	}

}
