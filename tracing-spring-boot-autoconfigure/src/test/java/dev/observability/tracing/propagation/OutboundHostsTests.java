// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutboundHostsTests {

	private final OutboundHosts hosts = OutboundHosts.defaults();

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST", "localhost.", "app.localhost", "127.0.0.1", "127.255.255.254",
			"::1", "[::1]", "[0:0:0:0:0:0:0:1]", "::ffff:127.0.0.1", "payments", "Payments", "payments.", "my_service",
			"orders.shop.svc", "orders.shop.svc.cluster.local", "ip-10-0-0-1.ec2.internal", "metadata.google.INTERNAL.",
			"printer.local" })
	void allowsNeighboursByDefault(String host) {
		assertThat(this.hosts.allows(host)).isTrue();
		assertThat(this.hosts.allows(host)).isTrue();
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "example.com", "api.example.com.", "svc.example.com", "internal.example.com",
			"127.0.0.1.example.com", "localhost.example.com", "notlocalhost.com", "10.0.0.1", "127.0.0.256", "127.1",
			"128.0.0.1", "8.8.8.8", "134744072", "0x8080808", "0x7f000001", "[2001:db8::1]", "2001:db8::1",
			"[::ffff:8.8.8.8]", "evilinternal.com", ".svc", "..svc", "a..svc", ".", "a b", "user@payments",
			"payments:8080", "payments/evil.com", "*.svc", "*", "[::1", "::1]", "[localhost]", "%6cocalhost", "a,b.svc",
			"x.svc\r\n", "\u212aubernetes.com", "p\u00e4yments", "evil\u3002com", "evil\uff0ecom", "evil\uff61com" })
	void allowsNobodyElse(@Nullable String host) {
		assertThat(this.hosts.allows(host)).isFalse();
		assertThat(this.hosts.allows(host)).isFalse();
	}

	@Test
	void refusesAHostLongerThanANameMayBe() {
		assertThat(this.hosts.allows("a".repeat(300))).isFalse();
		assertThat(this.hosts.remembered()).isZero();
	}

	@Test
	void takesNamesAddressesSuffixesAndAll() {
		OutboundHosts own = new OutboundHosts(
				List.of(" Shop.Example.com. ", "*.partner.org", "10.0.0.7", "[2001:DB8::1]"), null);
		assertThat(List.of("shop.example.com", "SHOP.example.com.", "a.partner.org", "a.b.partner.org", "10.0.0.7",
				"2001:db8::1", "[2001:db8::1]"))
			.allMatch(own::allows);
		assertThat(
				List.of("example.com", "a.shop.example.com", "partner.org", "xpartner.org", "10.0.0.70", "localhost"))
			.noneMatch(own::allows);
		assertThat(new OutboundHosts(List.of("*"), null).allows("example.com")).isTrue();
		assertThat(new OutboundHosts(List.of(), null).allows("localhost")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "http://a.com", "a.com:80", "a.*", "*a.com", "a/b", "*.", "*.[::1]", "[::1",
			"10.0.0.0/8" })
	void refusesWhatIsNoRule(String rule) {
		assertThatIllegalArgumentException().isThrownBy(() -> new OutboundHosts(List.of(rule), null));
	}

	@Test
	void remembersABoundedNumberOfHosts() {
		for (int i = 0; i < 5_000; i++) {
			assertThat(this.hosts.allows("h" + i + ".example.com")).isFalse();
			assertThat(this.hosts.allows("h" + i + ".svc")).isTrue();
		}
		assertThat(this.hosts.remembered()).isEqualTo(1_024);
	}

	@Test
	void everythingMayLeaveWhereNobodySaidAnything() {
		assertThat(Outbound.isAllowed(Context.root())).isTrue();
		assertThat(Outbound.isTraceContextAllowed(Context.root())).isTrue();
	}

	@Test
	void marksTheContextOfACall() {
		Context neighbour = Outbound.to(Context.root(), "payments", this.hosts);
		assertThat(Outbound.said(neighbour)).isEqualTo(Outbound.EVERYTHING);
		assertThat(Outbound.to(neighbour, "localhost", this.hosts)).isSameAs(neighbour);
		Context stranger = Outbound.to(neighbour, "example.com", this.hosts);
		assertThat(Outbound.isAllowed(stranger)).isFalse();
		assertThat(Outbound.isTraceContextAllowed(stranger)).isTrue();
		assertThat(Outbound.isAllowed(Outbound.to(stranger, "payments", this.hosts))).isTrue();
		assertThat(Outbound.to(stranger, null, this.hosts)).isSameAs(stranger);
	}

	@ParameterizedTest
	@CsvSource({ "http://payments/x,true", "http://my_service:8080/,true", "http://u@my_service/,true",
			"http://[::1]:80/,true", "http://example.com/payments,false", "http://payments@example.com/,false",
			"/relative,false", "mailto:a@localhost,false" })
	void asksTheCallWhereNobodySaidAnything(String uri, boolean allowed) throws Exception {
		Object call = new SimpleClientHttpRequestFactory().createRequest(URI.create("http://localhost"),
				HttpMethod.GET);
		Object rest = new RequestTo(URI.create(uri));
		Object web = ClientRequest.create(HttpMethod.GET, URI.create(uri));
		assertThat(this.hosts.allows(Context.root(), call)).isTrue();
		assertThat(this.hosts.allows(Context.root(), rest)).isEqualTo(allowed);
		assertThat(this.hosts.allows(Context.root(), web)).isEqualTo(allowed);
	}

	@Test
	void believesWhatWasSaidRatherThanTheCall() {
		Object call = ClientRequest.create(HttpMethod.GET, URI.create("http://example.com"));
		assertThat(this.hosts.allows(Outbound.to(Context.root(), "payments", this.hosts), call)).isTrue();
		assertThat(this.hosts.allows(Outbound.to(Context.root(), "example.com", this.hosts), new Object())).isFalse();
	}

	@Test
	void everythingMayLeaveWithWhatIsNoCall() {
		assertThat(this.hosts.allows(Context.root(), null)).isTrue();
		assertThat(this.hosts.allows(Context.root(), new HttpHeaders())).isTrue();
	}

	@Test
	void keepsTheTraceContextFromHostsWhenRestricted() {
		OutboundHosts restricted = new OutboundHosts(OutboundHosts.DEFAULT_RULES, List.of("*.example.com"));
		assertThat(restricted.decide("api.example.com")).isEqualTo(Outbound.TRACE_CONTEXT);
		assertThat(restricted.decide("payments")).isEqualTo(Outbound.BAGGAGE);
		assertThat(restricted.decide("other.org")).isEqualTo(Outbound.NOTHING);
		assertThat(restricted.decide(null)).isEqualTo(Outbound.NOTHING);
	}

	/**
	 * A call to any URI.
	 *
	 * @param uri where to
	 */
	private record RequestTo(URI uri) implements HttpRequest {

		@Override
		public HttpMethod getMethod() {
			return HttpMethod.GET;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public Map<String, Object> getAttributes() {
			return Map.of();
		}

		@Override
		public HttpHeaders getHeaders() {
			return new HttpHeaders();
		}

	}

}
