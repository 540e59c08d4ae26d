// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.page;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Talks to a trace page as a script does.
 */
final class PageClient {

	private final HttpClient client = HttpClient.newHttpClient();

	private final String page;

	PageClient(int port) {
		this.page = "http://localhost:" + port + "/tracing/";
	}

	String page() {
		return this.page;
	}

	byte[] get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(this.page + path)).build());
	}

	void post(String path, String json) throws IOException, InterruptedException {
		send(HttpRequest.newBuilder(URI.create(this.page + path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json))
			.build());
	}

	void delete(String path) throws IOException, InterruptedException {
		send(HttpRequest.newBuilder(URI.create(this.page + path)).DELETE().build());
	}

	private byte[] send(HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = this.client.send(request, BodyHandlers.ofByteArray());
		if (response.statusCode() / 100 != 2) {
			throw new IllegalStateException(request + " was answered with " + response.statusCode());
		}
		return response.body();
	}

}
