// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.net.ConnectException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withException;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withStatus;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

class AnswerTests {

	private final RestClient.Builder builder = RestClient.builder();

	private final MockRestServiceServer server = MockRestServiceServer.bindTo(this.builder).build();

	private RestClient client = RestClient.create();

	@BeforeEach
	void build() {
		this.client = this.builder.build();
	}

	@Test
	void passesOnAnErrorAsItIs() {
		this.server.expect(requestTo("/orders"))
			.andRespond(withStatus(HttpStatusCode.valueOf(402)).body("{\"status\":402}")
				.contentType(MediaType.APPLICATION_PROBLEM_JSON));
		ResponseEntity<Answer> answer = Answer.to(this.client.get().uri("/orders"));
		assertThat(answer.getStatusCode().value()).isEqualTo(402);
		assertThat(answer.getBody())
			.isEqualTo(new Answer(HttpStatusCode.valueOf(402), MediaType.APPLICATION_PROBLEM_JSON, "{\"status\":402}"));
	}

	@Test
	void serviceThatIsNotThereIsABadGateway() {
		this.server.expect(requestTo("/orders")).andRespond(withException(new ConnectException()));
		ResponseEntity<Answer> answer = Answer.to(this.client.get().uri("/orders"));
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_GATEWAY);
		assertThat(answer.getBody()).extracting(Answer::body).asString().contains("Is it started?");
	}

	@Test
	void emptyAnswerStaysEmpty() {
		this.server.expect(requestTo("/orders")).andRespond(withSuccess());
		ResponseEntity<Answer> answer = Answer.to(this.client.get().uri("/orders"));
		assertThat(answer.getBody()).isEqualTo(new Answer(HttpStatusCode.valueOf(200), MediaType.APPLICATION_JSON, ""));
	}

}
