// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * The start page: every {@link Scenario} as a link or a small form.
 */
@RestController
class StartController {

	private final Page page;

	private final String html;

	StartController(Page page) {
		this.page = page;
		this.html = page.render("Three services, one trace", body(page));
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
	ResponseEntity<String> start() {
		HttpHeaders headers = new HttpHeaders();
		this.page.protect(headers);
		return ResponseEntity.ok().headers(headers).body(this.html);
	}

	private static String body(Page page) {
		return """
				<h1>Three services, one trace</h1>
				<p class="flow"><b>gateway</b><i>calls</i><b>orders</b><i>calls</i><b>payments</b></p>
				<p>Each button is one request, and each request is one trace.</p>
				%s
				%s
				<h2>Behind the scenes</h2>
				<p><a href="/actuator/health">Health</a> · <a href="/actuator/info">Version</a> ·
				<a href="/actuator/prometheus">Metrics</a></p>
				""".formatted(page.whereToLook(),
				Arrays.stream(Scenario.Group.values()).map(StartController::group).collect(Collectors.joining()));
	}

	private static String group(Scenario.Group group) {
		return Arrays.stream(Scenario.values())
			.filter((scenario) -> scenario.group() == group)
			.map(StartController::item)
			.collect(Collectors.joining("", "<h2>" + group.heading() + "</h2>\n<ul>\n", "</ul>\n"));
	}

	private static String item(Scenario scenario) {
		String id = "look-" + scenario.ordinal();
		String trigger = scenario.isPost() ? form(scenario, id)
				: "<a class=\"button\" href=\"" + HtmlUtils.htmlEscape(scenario.path()) + "\" aria-describedby=\"" + id
						+ "\">" + HtmlUtils.htmlEscape(scenario.title()) + "</a>";
		return "<li>" + trigger + "<span class=\"" + tone(scenario.status()) + "\">answers " + scenario.status()
				+ "</span><p id=\"" + id + "\">" + HtmlUtils.htmlEscape(scenario.lookFor()) + "</p></li>\n";
	}

	private static String tone(int status) {
		return (status < 400) ? "status" : ((status < 500) ? "status odd" : "status bad");
	}

	private static String form(Scenario scenario, String id) {
		StringBuilder form = new StringBuilder("<form method=\"post\" action=\"");
		form.append(HtmlUtils.htmlEscape(scenario.path())).append("\">");
		scenario.fields()
			.forEach((name, value) -> form.append("<input type=\"hidden\" name=\"")
				.append(HtmlUtils.htmlEscape(name))
				.append("\" value=\"")
				.append(HtmlUtils.htmlEscape(value))
				.append("\">"));
		form.append("<button aria-describedby=\"").append(id).append("\">");
		return form.append(HtmlUtils.htmlEscape(scenario.title())).append("</button></form>").toString();
	}

}
