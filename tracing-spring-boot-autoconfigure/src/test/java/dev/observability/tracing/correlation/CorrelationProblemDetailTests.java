// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bodies of errors, from a real Tomcat and a real Netty.
 */
class CorrelationProblemDetailTests {

	private static final String ON = "observability.tracing.correlation.problem-detail=true";

	private static final ConfigurableApplicationContext servlet = CorrelationApplications.servlet(ON);

	private static final ConfigurableApplicationContext reactive = CorrelationApplications.reactive(ON);

	private static final ConfigurableApplicationContext unobserved = CorrelationApplications.servlet(ON,
			"management.observations.enable.http.server.requests=false");

	private static final ConfigurableApplicationContext asDefault = CorrelationApplications.servlet();

	@AfterAll
	static void stop() {
		servlet.close();
		reactive.close();
		unobserved.close();
		asDefault.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/problem", "/error-response", "/send-error", "/throw", "/status", "/nowhere",
			"/callable-throws" })
	void everyErrorBodyOfSpringMvcHasTheTraceId(String path) {
		assertHasTraceId(get(servlet, path));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/problem", "/mono-problem", "/error-response", "/throw", "/nowhere" })
	void everyErrorBodyOfWebFluxHasTheTraceId(String path) {
		assertHasTraceId(get(reactive, path));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMemberOfTheApplicationsOwnStays(boolean onServlet) {
		assertThat(get(onServlet ? servlet : reactive, "/own-problem").body()).contains("\"trace_id\":\"own\"")
			.containsOnlyOnce("trace_id");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aBodyThatIsAnsweredAgainAndAgainHasTheTraceIdOfEachRequest(boolean onServlet) {
		for (int i = 0; i < 3; i++) {
			assertHasTraceId(get(onServlet ? servlet : reactive, "/shared-problem"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/problem", "/throw" })
	void thereIsNoSuchMemberWithoutATraceOrByDefault(String path) {
		assertThat(get(unobserved, path).body()).doesNotContain("trace_id");
		assertThat(get(asDefault, path).body()).doesNotContain("trace_id");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void otherBodiesStayAsTheyAre(boolean onServlet) {
		assertThat(get(onServlet ? servlet : reactive, "/entity").body()).contains("body").doesNotContain("trace_id");
	}

	private static RawExchange get(ConfigurableApplicationContext application, String path) {
		return RawExchange.get(CorrelationApplications.port(application), path, "X-Correlation-ID: sent");
	}

	private static void assertHasTraceId(RawExchange answer) {
		assertThat(answer.status()).isGreaterThanOrEqualTo(400);
		assertThat(answer.body()).contains("\"trace_id\":\"" + answer.only("Server-Timing").split("-")[1] + "\"");
	}

}
