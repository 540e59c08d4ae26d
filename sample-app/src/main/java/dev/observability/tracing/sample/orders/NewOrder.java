// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.math.BigDecimal;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /orders}.
 *
 * @param number chosen by the caller, so that a repeated request is noticed; made up when
 * absent
 * @param customer who orders
 * @param card the number of a test card
 * @param lines what is ordered
 */
record NewOrder(@Nullable @Pattern(regexp = "[A-Z]-[0-9A-Z]{1,20}") String number,
		@NotBlank @Size(max = 80) String customer, @NotNull @Pattern(regexp = "[0-9]{12,19}") String card,
		@NotEmpty @Size(max = 20) List<@NotNull @Valid Line> lines) {

	/**
	 * No card in any log line.
	 */
	@Override
	public String toString() {
		return "NewOrder[number=" + this.number + "]";
	}

	/**
	 * One article.
	 *
	 * @param sku its key
	 * @param quantity how many
	 * @param unitPrice the price of one
	 */
	record Line(@NotNull @Pattern(regexp = "[a-z0-9-]{1,40}") String sku, @Min(1) @Max(100) int quantity,
			@NotNull @Positive @Digits(integer = 8, fraction = 2) BigDecimal unitPrice) {

	}

}
