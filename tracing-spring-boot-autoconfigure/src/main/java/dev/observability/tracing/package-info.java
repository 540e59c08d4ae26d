// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What every feature shares: the keys of {@code observability.tracing.*}, the switch of a
 * feature, the report of a wrong value.
 * <p>
 * At the start, {@code environment} maps the keys onto those of Spring Boot, whose beans
 * do the plumbing, and says in one line what came of it. The way of one request has
 * eleven steps (CONTRIBUTING lists them all, Javadoc refers to their numbers); today ours
 * are
 * <ul>
 * <li>steps 2 and 5, request thread: a correlation id is read or made, and the response
 * gets it together with the ids of the trace ({@code correlation})</li>
 * <li>step 6, request thread: each HTTP call goes out with a span and a
 * {@code traceparent}, also where the application made the client itself
 * ({@code instrument.http}), and each statement to a database is a span
 * ({@code instrument.jdbc}); so is each call of an annotated method, and what is traced
 * by hand ({@code traced})</li>
 * <li>steps 4 and 7, any thread: the ids of the span are in MDC, and each line of JSON
 * has them, its texts masked ({@code logging})</li>
 * <li>step 9, request thread: a span that ended is queued, or dropped and counted when
 * the queue is full ({@code export}, in Boot's processor)</li>
 * <li>step 10, exporter thread: a batch leaves without its secrets ({@code redaction});
 * what is lost is counted, and one line says when the collector goes and when it is back
 * ({@code export})</li>
 * <li>step 11, thread of whoever asks: what is in effect and what is wrong
 * ({@code diagnostics})</li>
 * </ul>
 * Every feature may use this package, {@code propagation}, {@code redaction} and the
 * interfaces of {@code diagnostics}; no feature uses another.
 */
@NullMarked
package dev.observability.tracing;

import org.jspecify.annotations.NullMarked;
