// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The grammar of W3C Baggage, and the cases of its test suite.
 */
class BaggagePropagatorTests {

	private final PropagationLosses losses = new PropagationLosses();

	private final BaggagePropagator propagator = new BaggagePropagator(64, 8_192, Redactor.standard(), this.losses);

	@Test
	void readsSeveralLinesAsOneList() {
		Baggage baggage = extract("userId=alice", "", "serverNode=DF%2028,isProduction=false");
		assertThat(values(baggage)).isEqualTo("isProduction=false|serverNode=DF 28|userId=alice");
		assertThat(this.losses.total()).isZero();
	}

	@Test
	void readsPropertiesAndBlanks() {
		Baggage baggage = extract(
				"SomeKey \t = \t SomeValue \t ; \t SomeProp \t , \t SomeKey2 \t = \t SomeValue2 \t ; \t ValueProp \t = \t PropVal");
		assertThat(values(baggage)).isEqualTo("SomeKey2=SomeValue2|SomeKey=SomeValue");
		assertThat(metadata(baggage, "SomeKey")).isEqualTo("SomeProp");
		assertThat(metadata(baggage, "SomeKey2")).isEqualTo("ValueProp \t = \t PropVal");
	}

	@ParameterizedTest
	@ValueSource(strings = { "k=v", "k=v;p", "k=v;p1=x;p2;p3=y", "k=v;SomeProp;SomeProp=a;SomeProp=b", "k=v=w==",
			"k=;p", "k=", "k=v;p=%41%2C", "!#$%&'*+-.^_`|~=v" })
	void passesAMemberOnAsItCame(String member) {
		assertThat(through(member)).isEqualTo(member);
	}

	@Test
	void decodesAndEncodesPercentSigns() {
		assertThat(extract("k=%09%20%22%27%3B%3Dasdf%21%40%23%24%25%5E%26%2A%28%29").getEntryValue("k"))
			.isEqualTo("\t \"';=asdf!@#$%^&*()");
		assertThat(extract("k=Am%C3%A9lie").getEntryValue("k")).isEqualTo("Am\u00e9lie");
		assertThat(inject("k", "Am\u00e9lie, \ud83d\ude00 100%\\;"))
			.isEqualTo("k=Am%C3%A9lie%2C%20%F0%9F%98%80%20100%25%5C%3B");
		assertThat(inject("k", "a\r\nb\u0000")).isEqualTo("k=a%0D%0Ab%00");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "%%", "100%", "%4", "%zz", "%zz%41", "%2541", "a%", "%25" })
	void aPercentSignStaysTheSameValueOnAllHops(String sent) {
		String value = extract("k=" + sent).getEntryValue("k");
		String once = through("k=" + sent);
		assertThat(extract(once).getEntryValue("k")).isEqualTo(value);
		assertThat(through(once)).isEqualTo(once);
		assertThat(this.losses.total()).isZero();
	}

	@Test
	void replacesWhatIsNoUtf8() {
		assertThat(extract("k=%FF").getEntryValue("k")).isEqualTo("\ufffd");
		assertThat(extract("k=a%C3b").getEntryValue("k")).isEqualTo("a\ufffdb");
		assertThat(extract("k=%zz%4").getEntryValue("k")).isEqualTo("%zz%4");
		assertThat(extract("k=%").getEntryValue("k")).isEqualTo("%");
		assertThat(extract("k=%\uff14\uff11,good=1").asMap()).containsOnlyKeys("good");
	}

	@ParameterizedTest
	@ValueSource(strings = { "k", "=v", "k v=1", "k=a b", "k=a\"b", "k=a\\b", "k=\u00e9", "\u00e9=1", "k=v;p q",
			"k=v;=x", "k=v;p=a b", "(k)=v", ";p", "k;p=v", "k=v\u0000", "k=v;p=\u00e9" })
	void leavesOutOneMalformedMemberAlone(String member) {
		assertThat(values(extract("good=1," + member + ",better=2"))).isEqualTo("better=2|good=1");
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_MALFORMED)).isOne();
		assertThat(this.losses.total()).isOne();
	}

	@Test
	void passesOverEmptyMembersAndProperties() {
		assertThat(values(extract(",good=1,,better=2;;p; ,", " "))).isEqualTo("better=2|good=1");
		assertThat(this.losses.total()).isZero();
	}

	@Test
	void keepsTheLastOfDuplicates() {
		assertThat(values(extract("k=1,other=2", "k=3"))).isEqualTo("k=3|other=2");
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_DUPLICATE)).isOne();
	}

	@Test
	void keeps64Members() {
		String all = members(64);
		assertThat(extract(all).size()).isEqualTo(64);
		assertThat(through(all).split(",")).hasSize(64);
		assertThat(extract(members(70)).size()).isEqualTo(64);
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_LIMIT)).isEqualTo(6);
	}

	@Test
	void keeps8192BytesInAll() {
		String line = "a=" + "x".repeat(4_000) + ",b=" + "x".repeat(4_182) + ";p=12";
		assertThat(line).hasSize(8_192);
		assertThat(through(line)).isEqualTo(line);
		assertThat(this.losses.total()).isZero();
		assertThat(extract(line + "3").asMap()).containsOnlyKeys("a");
		assertThat(extract(line, "c=").asMap()).containsOnlyKeys("a", "b");
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_LIMIT)).isEqualTo(2);
	}

	@Test
	void aMemberThatIsTooLongDoesNotHideTheNext() {
		assertThat(extract("good=1,k=" + "x".repeat(9_000) + ",better=2").asMap()).containsOnlyKeys("good", "better");
		assertThat(extract("good=1,k=" + "x".repeat(90_000) + ",late=2").asMap()).containsOnlyKeys("good");
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_LIMIT)).isOne();
		assertThat(this.losses.count(PropagationLoss.UNREAD_LIMIT)).isOne();
	}

	@Test
	void sendsWholeMembersOnly() {
		BaggageBuilder builder = Baggage.builder();
		builder.put("a", "\u20ac".repeat(920));
		builder.put("b", "\u20ac".repeat(100));
		builder.put("c", "x".repeat(100_000));
		builder.put("d", "end");
		String sent = inject(builder.build());
		assertThat(sent).hasSizeLessThanOrEqualTo(8_192).startsWith("b=%E2%82%AC").endsWith(",d=end").hasSize(908);
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_LIMIT)).isEqualTo(2);
	}

	@Test
	void sendsNoKeyOutsideTheGrammarAndNoPropertyThatBreaksTheHeader() {
		BaggageBuilder builder = Baggage.builder();
		builder.put("a b", "1");
		builder.put("", "1");
		builder.put("good", "1", BaggageEntryMetadata.create("p=1,injected=2"));
		builder.put("kept", "2", BaggageEntryMetadata.create("propagation=unlimited"));
		assertThat(inject(builder.build())).isEqualTo("good=1,kept=2;propagation=unlimited");
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_MALFORMED)).isEqualTo(3);
	}

	@Test
	void changesNothingWithoutAHeader() {
		Context context = Context.root().with(Baggage.builder().put("mine", "1").build());
		assertThat(this.propagator.extract(context, new Headers(), Headers.GETTER)).isSameAs(context);
		assertThat(this.propagator.extract(context, Headers.of("baggage", "broken"), Headers.GETTER)).isSameAs(context);
		Headers sent = new Headers();
		this.propagator.inject(Context.root(), sent, Headers.SETTER);
		assertThat(sent.isEmpty()).isTrue();
		assertThat(this.propagator.fields()).containsExactly("baggage");
	}

	private static String members(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "k%03d=v".formatted(i)).collect(Collectors.joining(","));
	}

	private static String values(Baggage baggage) {
		return baggage.asMap()
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue().getValue())
			.sorted()
			.collect(Collectors.joining("|"));
	}

	private static String metadata(Baggage baggage, String key) {
		BaggageEntry entry = baggage.getEntry(key);
		return (entry != null) ? entry.getMetadata().getValue() : "no member";
	}

	private String through(String line) {
		return inject(extract(line));
	}

	private Baggage extract(String... lines) {
		Headers headers = new Headers();
		for (String line : lines) {
			headers.add("baggage", line);
		}
		return Baggage.fromContext(this.propagator.extract(Context.root(), headers, Headers.GETTER));
	}

	private String inject(String key, String value) {
		return inject(Baggage.builder().put(key, value).build());
	}

	private String inject(Baggage baggage) {
		Headers sent = new Headers();
		this.propagator.inject(Context.root().with(baggage), sent, Headers.SETTER);
		String header = sent.get("baggage");
		return (header != null) ? header : "";
	}

	@ParameterizedTest
	@ValueSource(strings = { "k=1;token=abc123", "k=1;a=1;p=eyJhbGciOiJub25lIn0.e30.",
			"k=1; card = 4111%201111%201111%201111", "k=1;DE89370400440532013000", "k=1;p=http://user:pw@host/",
			"4111111111111111=1" })
	void aMemberThatHoldsASecretInItsPropertiesOrItsKeyIsNotSentOn(String member) {
		assertThat(through("tenant=acme;ttl=1;unlimited," + member)).isEqualTo("tenant=acme;ttl=1;unlimited");
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_SECRET)).isOne();
	}

	@Test
	void aMemberThatHoldsASecretIsNotSent() {
		Baggage baggage = Baggage.builder()
			.put("tenant", "acme")
			.put("sessionToken", "abc")
			.put("note", "eyJhbGciOiJub25lIn0.e30.")
			.put("card", "4111 1111 1111 1111")
			.build();
		Map<String, String> carrier = new HashMap<>();
		this.propagator.inject(Context.root().with(baggage), null, (none, name, value) -> carrier.put(name, value));
		assertThat(carrier).containsExactly(Map.entry("baggage", "tenant=acme"));
		assertThat(this.losses.count(PropagationLoss.BAGGAGE_SECRET)).isEqualTo(3);
	}

}
