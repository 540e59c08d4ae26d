// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.payments;

import java.math.BigDecimal;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * The body of {@code POST /payments}.
 *
 * @param orderNumber for which order
 * @param amount how much
 * @param card the number of the card; the last four digits are stored
 */
record Payment(@NotBlank @Size(max = 40) String orderNumber, @NotNull @Positive BigDecimal amount,
		@NotNull @Pattern(regexp = "[0-9]{12,19}") String card) {

	String lastFour() {
		return this.card.substring(this.card.length() - 4);
	}

	/**
	 * No card in any log line.
	 */
	@Override
	public String toString() {
		return "Payment[orderNumber=" + this.orderNumber + "]";
	}

}
