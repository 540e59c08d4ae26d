// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.Locale;

/**
 * What the doctor can find. Each has a heading of its own in the page
 * {@code troubleshooting.md}, and a test that makes the fault.
 *
 * @since 0.1.0
 */
public enum FindingCode {

	/** A switch says that no span is made. */
	TRACING_OFF,

	/** The OpenTelemetry Java agent traces this JVM in our place. */
	AGENT_PRESENT,

	/** A switch says that nothing is exported. */
	EXPORT_OFF,

	/** There is no exporter. */
	EXPORT_NO_ENDPOINT,

	/** The collector's port is closed. */
	EXPORT_NOTHING_LISTENS,

	/** The collector's host has no address. */
	EXPORT_UNKNOWN_HOST,

	/** The collector's host or port says nothing. */
	EXPORT_NO_ANSWER,

	/** {@code http} for a port with TLS, or {@code https} for one without. */
	EXPORT_WRONG_SCHEME,

	/** OTLP over HTTP for a port of gRPC, or the other way. */
	EXPORT_WRONG_PROTOCOL,

	/** Nobody who is trusted signed the collector's certificate. */
	EXPORT_TLS_UNTRUSTED,

	/** The collector's certificate is not valid today. */
	EXPORT_TLS_EXPIRED,

	/** The collector's certificate is for another host. */
	EXPORT_TLS_HOST_NAME,

	/** Any other failure of TLS, such as a client certificate that is missing. */
	EXPORT_TLS_FAILED,

	/** The collector wants other credentials. */
	EXPORT_UNAUTHORIZED,

	/** There is a server, but no collector below the path. */
	EXPORT_WRONG_PATH,

	/** Exports fail for another reason. */
	EXPORT_FAILING,

	/** Spans were dropped because too many waited. */
	EXPORT_QUEUE_FULL,

	/** The collector took messages and rejected spans in them. */
	EXPORT_REJECTED,

	/** Libraries that do not fit together. */
	CLASS_PATH_CONFLICT,

	/** The sampler keeps no trace. */
	SAMPLING_ZERO,

	/** Requests come in, and none brings a trace. */
	INBOUND_WITHOUT_CONTEXT,

	/** An HTTP client that makes no span and passes no trace on. */
	CLIENT_NOT_OBSERVED,

	/** An executor whose tasks do not know who gave them. */
	EXECUTOR_WITHOUT_CONTEXT,

	/** An annotated method that no proxy can reach. */
	METHOD_UNREACHABLE,

	/** Scrapes in a format that has no exemplars. */
	SCRAPE_WITHOUT_EXEMPLARS;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
