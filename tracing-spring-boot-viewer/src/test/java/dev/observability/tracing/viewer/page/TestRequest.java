// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A request that a test makes up: from this machine, to {@code localhost:8080}.
 */
final class TestRequest implements PageRequest {

	private final String method;

	private final String path;

	private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private @Nullable String query;

	private @Nullable String peer = "127.0.0.1";

	private boolean http10;

	private byte[] body = new byte[0];

	private @Nullable InputStream stream;

	private boolean opened;

	private TestRequest(String method, String path) {
		this.method = method;
		int question = path.indexOf('?');
		this.path = (question >= 0) ? path.substring(0, question) : path;
		this.query = (question >= 0) ? path.substring(question + 1) : null;
		header("Host", "localhost:8080");
	}

	static TestRequest get(String path) {
		return new TestRequest("GET", path);
	}

	static TestRequest of(String method, String path) {
		return new TestRequest(method, path);
	}

	TestRequest header(String name, String... values) {
		this.headers.put(name, new ArrayList<>(List.of(values)));
		return this;
	}

	TestRequest without(String name) {
		this.headers.remove(name);
		return this;
	}

	TestRequest from(@Nullable String peer) {
		this.peer = peer;
		return this;
	}

	TestRequest body(String type, byte[] body) {
		this.body = body;
		return header("Content-Type", type);
	}

	TestRequest body(String type, InputStream body) {
		this.stream = body;
		return header("Content-Type", type);
	}

	TestRequest json(String body) {
		return body("application/json", body.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String method() {
		return this.method;
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public String basePath() {
		return "/app/tracing";
	}

	@Override
	public @Nullable String query() {
		return this.query;
	}

	@Override
	public List<String> headers(String name) {
		return this.headers.getOrDefault(name, List.of());
	}

	@Override
	public Iterable<String> headerNames() {
		return this.headers.keySet();
	}

	@Override
	public @Nullable InetAddress peer() {
		try {
			return (this.peer != null) ? InetAddress.getByName(this.peer) : null;
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public boolean isSecure() {
		return false;
	}

	TestRequest http10() {
		this.http10 = true;
		return this;
	}

	@Override
	public boolean isHttp10() {
		return this.http10;
	}

	@Override
	public InputStream body() {
		this.opened = true;
		return (this.stream != null) ? this.stream : new ByteArrayInputStream(this.body);
	}

	boolean isOpened() {
		return this.opened;
	}

}
