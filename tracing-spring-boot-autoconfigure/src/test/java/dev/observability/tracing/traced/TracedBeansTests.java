// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What annotations may say, and where they may stand.
 */
@SuppressWarnings("try")
class TracedBeansTests {

	private static final SpanContext LINKED = SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
			TraceFlags.getSampled(), TraceState.getDefault());

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	@BeforeAll
	static void start() {
		application = TracedApplication.start(Beans.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@Test
	void aClassMeansAllItsMethodsThatCanBeReached() {
		OnClass bean = application.bean(OnClass.class);
		bean.first();
		bean.packagePrivate();
		assertThat(bean.hashCode()).isNotZero();
		assertThat(names()).containsExactly("billing.first", "billing.packagePrivate");
	}

	@Test
	void aRunnerWithAFinalMethodRunsAsItIs() {
		assertThat(application.bean(FinalRunner.class).ran()).isTrue();
	}

	@Test
	void theNearestAnnotationWins() {
		application.bean(OnClass.class).named();
		assertThat(names()).containsExactly("own name");
	}

	@Test
	void anInterfaceMeansItsMethods() {
		application.bean(OnInterface.class).work("x");
		assertThat(names()).containsExactly("Implementation.work");
		assertThat(attributes()).containsEntry(AttributeKey.stringKey("input"), "x");
	}

	@Test
	void onTheTypeOfAnInterfaceItMeansAllMethodsOfWhoImplementsIt() {
		InterfaceAsAWhole bean = application.bean(InterfaceAsAWhole.class);
		bean.first();
		bean.second();
		assertThat(names()).containsExactly("stock.first", "stock.second");
	}

	@Test
	void anAnnotationOfTheApplicationMeansOurs() {
		application.bean(Annotated.class).meta();
		assertThat(span().getName()).isEqualTo("meta");
		assertThat(span().getKind()).isEqualTo(SpanKind.PRODUCER);
	}

	@Test
	void attributesHaveTheTypesOfTheirValues() {
		application.bean(Annotated.class)
			.typed(7, 8L, 1.5, true, SpanKind.CLIENT, new BigDecimal("1.10"), Optional.of(3), Optional.empty(), null,
					List.of(1, 2), new int[] { 3, 4 }, List.of("a", 5), "x".repeat(5_000));
		assertThat(attributes()).containsEntry(AttributeKey.longKey("whole"), 7L)
			.containsEntry(AttributeKey.longKey("large"), 8L)
			.containsEntry(AttributeKey.doubleKey("fraction"), 1.5)
			.containsEntry(AttributeKey.booleanKey("flag"), true)
			.containsEntry(AttributeKey.stringKey("constant"), "CLIENT")
			.containsEntry(AttributeKey.stringKey("amount"), "1.10")
			.containsEntry(AttributeKey.longKey("present"), 3L)
			.containsEntry(AttributeKey.longArrayKey("numbers"), List.of(1L, 2L))
			.containsEntry(AttributeKey.longArrayKey("array"), List.of(3L, 4L))
			.containsEntry(AttributeKey.stringArrayKey("mixed"), List.of("a", "5"))
			.containsEntry(AttributeKey.stringKey("long"), "x".repeat(4_096))
			.containsEntry(AttributeKey.stringKey("code.function.name"), Annotated.class.getName() + ".typed")
			.doesNotContainKey(AttributeKey.stringKey("empty"))
			.doesNotContainKey(AttributeKey.stringKey("none"));
	}

	@Test
	void expressionsReadArgumentsBeanAndResult() {
		application.bean(Annotated.class).order(new Order("o-1", List.of("a", "b")));
		assertThat(attributes()).containsEntry(AttributeKey.stringKey("order.id"), "o-1")
			.containsEntry(AttributeKey.longKey("order.lines"), 2L)
			.containsEntry(AttributeKey.stringKey("shop"), "main")
			.containsEntry(AttributeKey.longKey("result.length"), 4L)
			.containsEntry(AttributeKey.stringKey("first"), "a");
	}

	@Test
	void theResultOfWhatEndsLaterIsWhatItCompletesWith() {
		assertThat(application.bean(Annotated.class).later("done").join()).isEqualTo("done");
		assertThat(attributes()).containsEntry(AttributeKey.longKey("result.length"), 4L);
		reset();
		assertThat(application.bean(Annotated.class).reactive("done").block()).isEqualTo("done");
		assertThat(attributes()).containsEntry(AttributeKey.longKey("result.length"), 4L);
	}

	@Test
	void anExpressionThatIsUsedOftenIsCompiled() {
		Asked first = new Asked();
		application.bean(Annotated.class).compiled(first);
		assertThat(first.byCompiled).isFalse();
		Asked last = first;
		// Spring compiles after a hundred
		for (int i = 0; i < 150; i++) {
			last = new Asked();
			application.bean(Annotated.class).compiled(last);
		}
		assertThat(last.byCompiled).isTrue();
	}

	@Test
	void anExpressionMaySelectAndProject() {
		application.bean(Annotated.class).select(List.of(1, 2, 3));
		assertThat(attributes()).containsEntry(AttributeKey.longArrayKey("large"), List.of(2L, 3L))
			.containsEntry(AttributeKey.longArrayKey("twice"), List.of(2L, 4L, 6L))
			.containsEntry(AttributeKey.longKey("first"), 2L);
	}

	@Test
	void anExpressionThatFailsCostsItsAttributeAndIsCounted() {
		TracedLosses losses = application.bean(TracedLosses.class);
		long before = losses.count(TracedLoss.ATTRIBUTE);
		assertThat(application.bean(Annotated.class).order(new Order(null, List.of()))).isEqualTo("done");
		assertThat(attributes()).doesNotContainKey(AttributeKey.stringKey("first"))
			.containsEntry(AttributeKey.longKey("order.lines"), 0L);
		assertThat(losses.count(TracedLoss.ATTRIBUTE)).isEqualTo(before + 1);
		assertThat(application.meters().get(TracedMeters.LOST).tag("reason", "attribute").functionCounter().count())
			.isEqualTo(before + 1);
	}

	@Test
	void expectedExceptionsAreEventsAndNoErrors() {
		assertThatIllegalArgumentException().isThrownBy(() -> application.bean(Annotated.class).expected());
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span().getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
				.isEqualTo("nothing there"));
		assertThat(attributes()).doesNotContainKey(AttributeKey.stringKey("error.type"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "stage", "wrapped", "mono" })
	void expectedExceptionsOfWhatEndsLaterAreNoErrors(String way) {
		IllegalArgumentException nothing = new IllegalArgumentException("nothing there");
		Annotated bean = application.bean(Annotated.class);
		assertThatThrownBy(() -> {
			switch (way) {
				case "stage" -> bean.expectedLater(CompletableFuture.failedFuture(nothing)).join();
				case "wrapped" -> {
					// ends on this thread, so that the span has ended when join returns
					CompletableFuture<String> start = new CompletableFuture<>();
					CompletableFuture<String> result = bean.expectedLater(start.thenApply((value) -> {
						throw nothing;
					}));
					start.complete("go");
					result.join();
				}
				default -> bean.expectedReactive(nothing).block();
			}
		}).isNotNull();
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span().getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
				.isEqualTo("nothing there"));
		assertThat(attributes()).doesNotContainKey(AttributeKey.stringKey("error.type"));
	}

	@Test
	void anAnswerBelow500IsExpected() {
		assertThatThrownBy(() -> application.bean(Annotated.class).answer(HttpStatus.NOT_FOUND))
			.isInstanceOf(ResponseStatusException.class);
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		reset();
		assertThatThrownBy(() -> application.bean(Annotated.class).answer(HttpStatus.BAD_GATEWAY))
			.isInstanceOf(ResponseStatusException.class);
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void anExceptionThatCannotTellItsStatusReachesTheCaller() {
		assertThatThrownBy(() -> application.bean(Annotated.class).fail(new Statusless()))
			.isInstanceOf(Statusless.class);
		assertThat(span().getEndEpochNanos()).isPositive();
	}

	@Test
	void aCancelledCallHasNoResultToLookAt() {
		TracedLosses losses = application.bean(TracedLosses.class);
		long before = losses.count(TracedLoss.ATTRIBUTE);
		application.bean(Annotated.class).never().cancel(false);
		assertThat(attributes()).doesNotContainKey(AttributeKey.stringKey("value"));
		assertThat(losses.count(TracedLoss.ATTRIBUTE)).isEqualTo(before);
	}

	@Test
	void aTextWithoutAnEndCostsItsAttributeAndIsCounted() {
		TracedLosses losses = application.bean(TracedLosses.class);
		long before = losses.count(TracedLoss.ATTRIBUTE);
		application.bean(Annotated.class).endless(new Endless());
		assertThat(attributes()).doesNotContainKey(AttributeKey.stringKey("value"));
		assertThat(losses.count(TracedLoss.ATTRIBUTE)).isEqualTo(before + 1);
	}

	@Test
	void aNewRootKeepsTheCorrelationIdThatWasSent() {
		try (Scope scope = CorrelationId.with(Context.root(), "sent").makeCurrent()) {
			application.bean(Annotated.class).root();
		}
		assertThat(attributes()).containsEntry(AttributeKey.stringKey(CorrelationId.ATTRIBUTE), "sent");
	}

	@Test
	void aNewRootHasNoParentAndALink() {
		Span caller = application.tracer().spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			application.bean(Annotated.class).root();
		}
		assertThat(span().getParentSpanContext().isValid()).isFalse();
		assertThat(span().getTraceId()).isNotEqualTo(caller.getSpanContext().getTraceId());
		assertThat(span().getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext()).isEqualTo(caller.getSpanContext()));
	}

	@Test
	void linksPointAtWhatExpressionsSay() {
		application.bean(Annotated.class).links(List.of(LINKED, Span.wrap(LINKED), Span.getInvalid()));
		assertThat(span().getLinks()).hasSize(2)
			.allSatisfy((link) -> assertThat(link.getSpanContext()).isEqualTo(LINKED));
	}

	@Test
	void aLinkThatIsNoneIsCounted() {
		TracedLosses losses = application.bean(TracedLosses.class);
		long before = losses.count(TracedLoss.LINK);
		application.bean(Annotated.class).links(List.of("no link"));
		assertThat(span().getLinks()).isEmpty();
		assertThat(losses.count(TracedLoss.LINK)).isEqualTo(before + 1);
	}

	private static List<String> names() {
		return application.spans().stream().map(SpanData::getName).toList();
	}

	private static SpanData span() {
		return assertThat(application.spans()).singleElement().actual();
	}

	private static java.util.Map<AttributeKey<?>, Object> attributes() {
		Attributes attributes = span().getAttributes();
		return attributes.asMap();
	}

	/** The beans. */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		FinalRunner finalRunner() {
			return new FinalRunner();
		}

		@Bean
		OnClass onClass() {
			return new OnClass();
		}

		@Bean
		OnInterface onInterface() {
			return new Implementation();
		}

		@Bean
		InterfaceAsAWhole interfaceAsAWhole() {
			return new WholeImplementation();
		}

		@Bean
		Annotated annotated() {
			return new Annotated();
		}

	}

	static class FinalRunner implements CommandLineRunner {

		private final AtomicBoolean ran = new AtomicBoolean();

		@Override
		public final void run(String... arguments) {
			this.ran.set(true);
		}

		boolean ran() {
			return this.ran.get();
		}

	}

	@Traced("billing")
	static class OnClass {

		void first() {
		}

		void packagePrivate() {
		}

		@Traced("own name")
		void named() {
		}

	}

	interface OnInterface {

		@Traced
		void work(@SpanAttribute("input") String input);

	}

	static class Implementation implements OnInterface {

		@Override
		public void work(String input) {
		}

	}

	@Traced("stock")
	interface InterfaceAsAWhole {

		void first();

		default void second() {
		}

	}

	static class WholeImplementation implements InterfaceAsAWhole {

		@Override
		public void first() {
		}

	}

	@Traced(name = "meta", kind = SpanKind.PRODUCER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Meta {

	}

	/**
	 * An order.
	 *
	 * @param id its id
	 * @param lines its lines
	 */
	public record Order(@Nullable String id, List<String> lines) {
	}

	/** Knows who asks. */
	public static class Asked {

		private boolean byCompiled;

		public String getName() {
			this.byCompiled = StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().contains(".CompiledExpression0")));
			return "asked";
		}

	}

	/** As two entities do that print each other. */
	static final class Endless {

		@Override
		public String toString() {
			return "again " + this;
		}

	}

	static final class Statusless extends RuntimeException implements ErrorResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			throw new IllegalStateException("no status");
		}

		@Override
		public ProblemDetail getBody() {
			throw new IllegalStateException("no body");
		}

	}

	/** Every method says something else. */
	public static class Annotated {

		@Meta
		void meta() {
		}

		@Traced
		void typed(@SpanAttribute int whole, @SpanAttribute Long large, @SpanAttribute double fraction,
				@SpanAttribute boolean flag, @SpanAttribute SpanKind constant, @SpanAttribute BigDecimal amount,
				@SpanAttribute Optional<Integer> present, @SpanAttribute Optional<String> empty,
				@SpanAttribute @Nullable String none, @SpanAttribute List<Integer> numbers, @SpanAttribute int[] array,
				@SpanAttribute List<Object> mixed, @SpanAttribute(name = "long") String text) {
		}

		@Traced(attributes = { @SpanAttribute(name = "order.id", expression = "#order.id"),
				@SpanAttribute(name = "order.lines", expression = "#p0.lines.size()"),
				@SpanAttribute(name = "shop", expression = "#bean.shop"),
				@SpanAttribute(name = "result.length", expression = "#result.length()") })
		public String order(@SpanAttribute(name = "first", expression = "lines[0]") Order order) {
			return "done";
		}

		public String getShop() {
			return "main";
		}

		@Traced(attributes = @SpanAttribute(name = "name", expression = "#asked.name"))
		void compiled(Asked asked) {
		}

		@Traced(attributes = { @SpanAttribute(name = "large", expression = "#numbers.?[#this > 1]"),
				@SpanAttribute(name = "twice", expression = "#numbers.![#this * 2]"),
				@SpanAttribute(name = "first", expression = "#numbers.^[#this > 1]") })
		void select(List<Integer> numbers) {
		}

		@Traced(expected = IllegalArgumentException.class)
		void expected() {
			throw new IllegalArgumentException("nothing there");
		}

		@Traced(expected = IllegalArgumentException.class)
		CompletableFuture<String> expectedLater(CompletableFuture<String> stage) {
			return stage;
		}

		@Traced(expected = IllegalArgumentException.class)
		Mono<String> expectedReactive(RuntimeException ex) {
			return Mono.error(ex);
		}

		@Traced(attributes = @SpanAttribute(name = "result.length", expression = "#result.length()"))
		CompletableFuture<String> later(String result) {
			return CompletableFuture.completedFuture(result);
		}

		@Traced(attributes = @SpanAttribute(name = "result.length", expression = "#result.length()"))
		Mono<String> reactive(String result) {
			return Mono.just(result);
		}

		@Traced
		void answer(HttpStatus status) {
			throw new ResponseStatusException(status);
		}

		@Traced
		void fail(RuntimeException ex) {
			throw ex;
		}

		@Traced
		void endless(@SpanAttribute("value") Endless value) {
		}

		@Traced(attributes = @SpanAttribute(name = "value", expression = "#result.length()"))
		CompletableFuture<String> never() {
			return new CompletableFuture<>();
		}

		@Traced(newRoot = true)
		void root() {
		}

		@Traced(links = "#causes")
		void links(List<?> causes) {
		}

	}

}
