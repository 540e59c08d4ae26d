// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The order that is placed when all services are there, so that the first look at the
 * trace page is one at a trace across all three. Main thread.
 */
final class FirstOrder {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String ORDER = "customer=You&sku=notebook&quantity=2&card=4242424242424242";

	private static final Pattern TRACE = Pattern.compile("00-([0-9a-f]{32})-");

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final URI gateway;

	FirstOrder(String gateway) {
		this.gateway = URI.create(gateway);
	}

	/**
	 * Places it.
	 * @return where its trace is; {@code null} where there is no page, as in a packaged
	 * application, or no order
	 * @throws InterruptedException when the launcher is to end
	 */
	@Nullable URI place() throws InterruptedException {
		try {
			URI page = this.gateway.resolve("/tracing/");
			if (this.client.send(request(page).build(), BodyHandlers.discarding()).statusCode() != 200) {
				return null;
			}
			HttpResponse<Void> answer = this.client.send(
					request(this.gateway.resolve("/orders")).header("Content-Type", "application/x-www-form-urlencoded")
						.POST(BodyPublishers.ofString(ORDER))
						.build(),
					BodyHandlers.discarding());
			Matcher trace = TRACE.matcher(answer.headers().firstValue("Server-Timing").orElse(""));
			return trace.find() ? page.resolve("?trace=" + trace.group(1)) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static HttpRequest.Builder request(URI uri) {
		return HttpRequest.newBuilder(uri).timeout(TIMEOUT);
	}

}
