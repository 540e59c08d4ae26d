// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/**
 * What both ports of an {@link OtlpReceiver} share: the current fault and what arrived.
 * Any thread.
 */
final class ReceiverState {

	/** A success that takes long to read. */
	static final ExportTraceServiceResponse LONG_ANSWER = ExportTraceServiceResponse.newBuilder()
		.setPartialSuccess(ExportTracePartialSuccess.newBuilder().setErrorMessage("all is well ".repeat(200)))
		.build();

	private static final long DELAY_NANOS = 100_000_000;

	private final List<ReceivedSpan> spans = new ArrayList<>();

	private final List<byte[]> bodies = new ArrayList<>();

	private final Map<String, Integer> otherPaths = new TreeMap<>();

	private ReceiverFault fault = ReceiverFault.NONE;

	private int requests;

	private int hanging;

	private boolean closed;

	synchronized ReceiverFault fault() {
		return this.fault;
	}

	synchronized void fault(ReceiverFault fault) {
		this.fault = fault;
		notifyAll();
	}

	synchronized void close() {
		this.closed = true;
		notifyAll();
	}

	/**
	 * Counts a request and blocks while it has to hang or to wait.
	 * @param body the message, decompressed
	 * @return the fault to answer with; {@code HANG} when the request hung and is to be
	 * broken off
	 */
	synchronized ReceiverFault arrived(byte[] body) throws InterruptedException {
		this.requests++;
		this.bodies.add(body);
		notifyAll();
		ReceiverFault answer = this.fault;
		if (answer == ReceiverFault.HANG) {
			hang();
		}
		else if (answer == ReceiverFault.DELAY) {
			await((state) -> state.closed, DELAY_NANOS);
		}
		return answer;
	}

	private void hang() throws InterruptedException {
		this.hanging++;
		try {
			while (this.fault == ReceiverFault.HANG && !this.closed) {
				wait();
			}
		}
		finally {
			this.hanging--;
		}
	}

	synchronized void store(String protocol, Map<String, String> headers, ExportTraceServiceRequest request) {
		this.spans.addAll(new ReceivedSpanReader(protocol, headers).read(request));
		notifyAll();
	}

	synchronized void otherPath(String path) {
		this.otherPaths.merge(path, 1, Integer::sum);
		notifyAll();
	}

	synchronized void clear() {
		this.spans.clear();
		this.bodies.clear();
		this.otherPaths.clear();
		this.requests = 0;
	}

	synchronized List<ReceivedSpan> spans() {
		return List.copyOf(this.spans);
	}

	synchronized List<byte[]> bodies() {
		return List.copyOf(this.bodies);
	}

	synchronized Map<String, Integer> otherPaths() {
		return Collections.unmodifiableMap(new TreeMap<>(this.otherPaths));
	}

	synchronized int requests() {
		return this.requests;
	}

	synchronized int hanging() {
		return this.hanging;
	}

	/**
	 * Blocks until the condition holds.
	 * @param condition tried at the start and after each change
	 * @param timeoutNanos how long to wait at most
	 * @return whether it held in time
	 */
	synchronized boolean await(Predicate<ReceiverState> condition, long timeoutNanos) throws InterruptedException {
		long deadline = System.nanoTime() + timeoutNanos;
		while (!condition.test(this)) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				return false;
			}
			wait(left / 1_000_000, (int) (left % 1_000_000));
		}
		return true;
	}

	@Override
	public synchronized String toString() {
		StringBuilder text = new StringBuilder("%d requests, %d spans, fault %s, other paths %s"
			.formatted(this.requests, this.spans.size(), this.fault, this.otherPaths));
		this.spans.forEach((span) -> text.append("\n  ").append(span));
		return text.toString();
	}

}
