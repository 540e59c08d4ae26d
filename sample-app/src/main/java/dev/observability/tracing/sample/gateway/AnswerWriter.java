// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.slf4j.MDC;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.util.HtmlUtils;

/**
 * Writes an {@link Answer}: to a browser as a page that names the trace, to all others
 * byte for byte. Request thread.
 */
@Component
class AnswerWriter extends AbstractHttpMessageConverter<Answer> {

	private final JsonMapper json;

	private final Page page;

	AnswerWriter(JsonMapper json, Page page) {
		super(StandardCharsets.UTF_8, MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON,
				MediaType.TEXT_HTML);
		// 4.90 stays 4.90
		this.json = json.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
		this.page = page;
	}

	@Override
	protected boolean supports(Class<?> type) {
		return type == Answer.class;
	}

	@Override
	protected Answer readInternal(Class<? extends Answer> type, HttpInputMessage input) {
		throw new HttpMessageNotReadableException("An answer is never read", input);
	}

	@Override
	protected void writeInternal(Answer answer, HttpOutputMessage output) throws IOException {
		boolean html = MediaType.TEXT_HTML.isCompatibleWith(output.getHeaders().getContentType());
		String body = html ? html(answer) : answer.body();
		if (html) {
			this.page.protect(output.getHeaders());
		}
		else {
			output.getHeaders().setContentType(answer.type());
		}
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		output.getHeaders().setContentLength(bytes.length);
		output.getBody().write(bytes);
	}

	private String html(Answer answer) {
		String traceId = MDC.get("trace_id");
		StringBuilder body = new StringBuilder();
		body.append("<p><a href=\"/\">Back to the start page</a></p>\n<h1>Answer ")
			.append(answer.status().value())
			.append("</h1>\n");
		if (StringUtils.hasText(traceId)) {
			body.append("<p>Trace <code class=\"id\">")
				.append(HtmlUtils.htmlEscape(traceId))
				.append("</code>, ")
				.append(this.page.whereTraceIs(traceId))
				.append("</p>\n");
		}
		body.append("<pre tabindex=\"0\">").append(HtmlUtils.htmlEscape(pretty(answer.body()))).append("</pre>\n");
		return this.page.render("Answer " + answer.status().value(), body.toString());
	}

	private String pretty(String body) {
		try {
			return this.json.writerWithDefaultPrettyPrinter()
				.writeValueAsString(this.json.readValue(body, Object.class));
		}
		catch (JacksonException ex) {
			return body;
		}
	}

}
