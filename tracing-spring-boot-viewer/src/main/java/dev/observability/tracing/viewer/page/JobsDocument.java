// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.RunningJob;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The jobs of an instance of a service as JSON. Steps 10 and 11 of a request.
 *
 * @param service name of the service
 * @param instance which of those by that name, empty where unknown
 * @param jobs those that run
 * @since 0.1.0
 */
public record JobsDocument(String service, String instance, List<RunningJob> jobs) {

	private static final int MAX_JOBS = 1000;

	private static final long NANOS_PER_MICRO = 1000;

	private static final JsonFactory FACTORY = new JsonFactory();

	/**
	 * Makes the document of this process: two of a service may run on a machine, both
	 * named after it.
	 * @param service name of the service
	 * @param instance its {@code service.instance.id}, empty where unknown
	 * @param jobs those that run
	 * @return the document, whose instance is that of the process
	 */
	public static JobsDocument ofThisProcess(String service, String instance, List<RunningJob> jobs) {
		return new JobsDocument(service, instance + "@" + ProcessHandle.current().pid(), jobs);
	}

	/**
	 * Writes the document.
	 * @return UTF-8
	 */
	public byte[] write() {
		return Json.object((json) -> {
			json.writeStringProperty("service", this.service);
			json.writeStringProperty("instance", this.instance);
			write(json, this.jobs);
		});
	}

	static void write(JsonGenerator json, List<RunningJob> jobs) {
		json.writeArrayPropertyStart("jobs");
		for (RunningJob job : jobs) {
			json.writeStartObject();
			json.writeStringProperty("traceId", job.trace().toString());
			json.writeStringProperty("spanId", TraceId.spanId(job.spanId()));
			json.writeStringProperty("service", job.service());
			json.writeStringProperty("name", job.name());
			Json.text(json, "id", job.id());
			json.writeNumberProperty("startMicros", job.startNanos() / NANOS_PER_MICRO);
			Json.number(json, "percent", job.percent());
			Json.text(json, "message", job.message());
			Json.number(json, "attempt", job.attempt());
			Json.text(json, "worker", job.worker());
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	/**
	 * Reads a document, and masks it.
	 * @param body UTF-8
	 * @param mask the rules
	 * @return the document; jobs without a trace are left out
	 * @throws InvalidJobsException if it is none
	 */
	static JobsDocument read(byte[] body, RecordMask mask) throws InvalidJobsException {
		try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
			if (json.nextToken() != JsonToken.START_OBJECT) {
				throw new InvalidJobsException();
			}
			String service = "";
			String instance = "";
			List<RunningJob> jobs = new ArrayList<>();
			for (String name = json.nextName(); name != null; name = json.nextName()) {
				JsonToken value = json.nextToken();
				if (name.equals("service") && value == JsonToken.VALUE_STRING) {
					service = mask.text(json.getString(), RunningJob.MAX_TEXT);
				}
				else if (name.equals("instance") && value == JsonToken.VALUE_STRING) {
					instance = mask.text(json.getString(), RunningJob.MAX_TEXT);
				}
				else if (name.equals("jobs") && value == JsonToken.START_ARRAY) {
					readJobs(json, jobs, mask);
				}
				else {
					json.skipChildren();
				}
			}
			return new JobsDocument(service, instance, List.copyOf(jobs));
		}
		catch (JacksonException ex) {
			throw new InvalidJobsException();
		}
	}

	private static void readJobs(JsonParser json, List<RunningJob> jobs, RecordMask mask) throws InvalidJobsException {
		while (json.nextToken() != JsonToken.END_ARRAY) {
			if (json.currentToken() != JsonToken.START_OBJECT) {
				throw new InvalidJobsException();
			}
			RunningJob job = readJob(json, mask);
			if (job != null && jobs.size() < MAX_JOBS) {
				jobs.add(job);
			}
		}
	}

	private static @Nullable RunningJob readJob(JsonParser json, RecordMask mask) {
		Map<String, Object> values = new HashMap<>();
		for (String name = json.nextName(); name != null; name = json.nextName()) {
			switch (json.nextToken()) {
				case VALUE_STRING -> values.put(name, mask.text(json.getString(), RunningJob.MAX_TEXT));
				case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(name, json.getDoubleValue());
				default -> json.skipChildren();
			}
		}
		TraceId trace = TraceId.parse(String.valueOf(values.get("traceId")));
		if (trace == null) {
			return null;
		}
		return new RunningJob(trace, TraceId.parseSpanId(String.valueOf(values.get("spanId"))),
				textOr(values, "service", ""), textOr(values, "name", "job"), text(values, "id"),
				(long) (number(values, "startMicros", 0.0) * NANOS_PER_MICRO), numberOf(values, "percent"),
				text(values, "message"), longOf(numberOf(values, "attempt")), text(values, "worker"));
	}

	private static String textOr(Map<String, Object> values, String name, String other) {
		String text = text(values, name);
		return (text != null) ? text : other;
	}

	private static @Nullable String text(Map<String, Object> values, String name) {
		return (values.get(name) instanceof String text) ? text : null;
	}

	private static double number(Map<String, Object> values, String name, double other) {
		Double number = numberOf(values, name);
		return (number != null) ? number : other;
	}

	private static @Nullable Double numberOf(Map<String, Object> values, String name) {
		return (values.get(name) instanceof Double number) ? number : null;
	}

	private static @Nullable Long longOf(@Nullable Double number) {
		return (number != null) ? number.longValue() : null;
	}

	/**
	 * What is no document.
	 */
	static final class InvalidJobsException extends Exception {

	}

}
