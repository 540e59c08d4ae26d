// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Redactor}.
 */
class RedactorTests {

	private static final String SECRET = "s3cr3tZ";

	private final Redactor redactor = Redactor.standard();

	@ParameterizedTest
	@CsvSource(delimiter = ' ', nullValues = "-", value = { "http://user:pw@host/x http://REDACTED:REDACTED@host/x",
			"http://user:pw@host:80/x?token=1&page=2 http://REDACTED:REDACTED@host:80/x?token=REDACTED&page=REDACTED",
			"http://token@host http://REDACTED:REDACTED@host",
			"http://host/x?a=1#access_token=2 http://host/x?a=REDACTED", "/x?a=1 /x?a=REDACTED", "x?a=1 x?a=REDACTED",
			"?a=1 ?a=REDACTED", "//u:p@host/x //REDACTED:REDACTED@host/x",
			"http://host/x?a=&b http://host/x?a=&REDACTED", "http://host/x?eyJhbGciOi http://host/x?REDACTED",
			"http://host/x?a=b=c?d&&=e http://host/x?a=REDACTED&&=REDACTED",
			"http://host/x;jsessionid=AB/y;v=1;w?a=1 http://host/x;jsessionid=REDACTED/y;v=REDACTED;w?a=REDACTED",
			"http://user:p/w@host/x http://REDACTED:REDACTED@host/x",
			"http://u:p?w@host/x http://REDACTED:REDACTED@host/x",
			"http://u:p#w@host/x http://REDACTED:REDACTED@host/x",
			"http://u:p@w:q/r@host http://REDACTED:REDACTED@host",
			"http://u:p@w/r@host/ http://REDACTED:REDACTED@host/", "http://[::1]:80/x?a=1 http://[::1]:80/x?a=REDACTED",
			"user:pw@host/x REDACTED:REDACTED@host/x",
			"jdbc:postgresql://u:p@host/db?password=x jdbc:postgresql://REDACTED:REDACTED@host/db?password=REDACTED",
			"jdbc:h2:mem:x;USER=sa;PASSWORD=a/b;C=1 jdbc:h2:mem:x;USER=REDACTED;PASSWORD=REDACTED;C=REDACTED",
			"jdbc:sqlserver://host:1433;user=sa;password=a jdbc:sqlserver://host:1433;user=REDACTED;password=REDACTED",
			"jdbc:sqlserver://host;password={a;b/c};x=1 jdbc:sqlserver://host;password=REDACTED;x=REDACTED",
			"jdbc:mysql://(host=h,user=u,password=p)/db jdbc:mysql://(host=h,user=REDACTED,password=REDACTED)/db",
			"jdbc:mysql://address=(host=h)(PASSWORD=p)/db jdbc:mysql://address=(host=h)(PASSWORD=REDACTED)/db",
			"jdbc:oracle:thin:scott/tiger@//host:1521/svc jdbc:oracle:thin:REDACTED:REDACTED@//host:1521/svc",
			"jdbc:oracle:oci:scott/tiger@db jdbc:oracle:oci:REDACTED:REDACTED@db",
			"JDBC:ORACLE:OCI8:scott/ti:ger@db JDBC:ORACLE:OCI8:REDACTED:REDACTED@db",
			"jdbc:oracle:scott/tiger@db jdbc:oracle:REDACTED:REDACTED@db",
			"https:\\/\\/user:pw@host\\/x?a=1 https:\\/\\/REDACTED:REDACTED@host\\/x?a=REDACTED",
			"https:\\/\\/user:p\\/w@host https:\\/\\/REDACTED:REDACTED@host",
			"https:\\\\/\\\\/token@host https:\\\\/\\\\/REDACTED:REDACTED@host" })
	void masksUserinfoAndEveryValueOfAUrl(String url, String expected) {
		assertThat(this.redactor.url(url)).isEqualTo(expected);
		assertThat(this.redactor.url(expected)).as("masked twice").isSameAs(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/orders/{id}", "http://host:8080/x/y", "http://[::1]/@scope/package", "UNKNOWN",
			"none", "http://host/@scope/package", "https:\\/\\/host:80\\/@scope", "C:\\\\dir:\\user@x",
			"jdbc:oracle:thin:host:1521/svc", "jdbc:oracle:thin:@host:1521:sid", "jdbc:oracle:thin:@//host:1521/svc",
			"jdbc:oracle:oci:@db", "http://host:8080/@scope", "http://host/x?", "jdbc:h2:mem:test", "://", "?", "&",
			"?&", "a?b=" })
	void leavesAUrlWithoutSecretsAlone(String url) {
		assertThat(this.redactor.url(url)).isSameAs(url);
		assertThat(this.redactor.text(url)).isSameAs(url);
	}

	@ParameterizedTest
	@CsvSource({ "http.url, /x?t=secret, /x?t=REDACTED", "url.full, user:secret@host, REDACTED:REDACTED@host",
			"url.original, user:secret@host, REDACTED:REDACTED@host", "http.target, /x?secret, /x?REDACTED",
			"url.path, /x;j=secret, /x;j=REDACTED", "uri, /x?t=secret, /x?t=REDACTED",
			"url.query, t=secret, t=REDACTED", "url.fragment, secret, REDACTED",
			"anything, see http://h/?t=secret, see http://h/?t=REDACTED", "anything, Key (a)=(kept), Key (a)=(kept)",
			"exception.message, Key (a)=(secret) exists, Key (a)=(?) exists",
			"error.message, Key (a)=(secret) exists, Key (a)=(?) exists", "error, bad 'kept', bad 'kept'" })
	void masksAnAttributeByWhatItsKeySays(String key, String value, String expected) {
		assertThat(this.redactor.attribute(key, value, false)).isEqualTo(expected);
		assertThat(this.redactor.attribute(key, expected, false)).as("masked twice").isSameAs(expected);
	}

	@Test
	void masksMessagesWithoutTellingWordsWhereTheyAreOfADatabase() {
		assertThat(this.redactor.attribute("exception.message", "bad 'secret'", true)).isEqualTo("bad '?'");
		assertThat(this.redactor.message("bad 'secret'", true)).isEqualTo("bad '?'");
		assertThat(this.redactor.message("bad 'kept'", false)).isEqualTo("bad 'kept'");
		assertThat(this.redactor.attribute("db.query.text", "select 'kept'", true)).isEqualTo("select 'kept'");
	}

	@ParameterizedTest
	@CsvSource({ "db.system.name, h2, true", "db.system, other_sql, true",
			"exception.type, org.postgresql.util.PSQLException, true", "exception.message, duplicate key, true",
			"exception.stacktrace, java.sql.SQLException: x, true", "exception.type, java.io.IOException, false",
			"exception.message, no order, false", "anything, java.sql.SQLException, false" })
	void attributesTellWhetherMessagesAreOfADatabase(String key, String value, boolean expected) {
		assertThat(this.redactor.isDatabase((wanted) -> wanted.equals(key) ? value : null)).isEqualTo(expected);
	}

	@Test
	void masksABareQuery() {
		assertThat(this.redactor.query("token=1&flag&page=2#x")).isEqualTo("token=REDACTED&REDACTED&page=REDACTED");
		String clean = "a=&b=REDACTED";
		assertThat(this.redactor.query(clean)).isSameAs(clean);
	}

	@ParameterizedTest
	@MethodSource
	void masksUrlsWithinText(String text, String expected) {
		assertThat(this.redactor.text(text)).isEqualTo(expected);
		assertThat(this.redactor.text(expected)).isSameAs(expected);
	}

	static Stream<Arguments> masksUrlsWithinText() {
		return Stream.of(
				Arguments.of("I/O error on GET request for \"http://u:p@h/x?t=1\": Connection refused",
						"I/O error on GET request for \"http://REDACTED:REDACTED@h/x?t=REDACTED\": Connection refused"),
				Arguments.of("see (http://h/x?t=a'b). Then https://h/y?u=2, too.",
						"see (http://h/x?t=REDACTED). Then https://h/y?u=REDACTED, too."),
				Arguments.of("{\"url\":\"https:\\/\\/user:pw@host\\/x\"}",
						"{\"url\":\"https:\\/\\/REDACTED:REDACTED@host\\/x\"}"),
				Arguments.of("url: jdbc:oracle:oci:scott/tiger@db, x", "url: jdbc:oracle:oci:REDACTED:REDACTED@db, x"),
				Arguments.of("GET /x?token=1 failed", "GET /x?token=REDACTED failed"),
				Arguments.of("uri=/x?token=1;client=2 'a?b=c'", "uri=/x?token=REDACTED 'a?b=REDACTED'"),
				Arguments.of("url: jdbc:h2:mem:x;PASSWORD=p.", "url: jdbc:h2:mem:x;PASSWORD=REDACTED."),
				Arguments.of("what?No = sign", "what?No = sign"), Arguments.of("is it so? a=b", "is it so? a=b"));
	}

	@ParameterizedTest
	@MethodSource
	void masksValuesOfDatabaseMessagesAndKeepsNamesAndCodes(String message, String expected) {
		assertThat(this.redactor.text(message)).isEqualTo(expected);
		assertThat(this.redactor.sqlMessage(message)).isEqualTo(expected);
		assertThat(this.redactor.sqlMessage(expected)).as("masked twice").isEqualTo(expected);
	}

	static Stream<Arguments> masksValuesOfDatabaseMessagesAndKeepsNamesAndCodes() {
		return Stream.of(
				Arguments.of(
						"ERROR: duplicate key value violates unique constraint \"users_email_key\"\n"
								+ "  Detail: Key (email)=(bob@example.com) already exists.",
						"ERROR: duplicate key value violates unique constraint \"users_email_key\"\n"
								+ "  Detail: Key (email)=(?) already exists."),
				Arguments.of("ERROR: invalid input syntax for type integer: \"abc\"",
						"ERROR: invalid input syntax for type integer: \"?\""),
				Arguments.of(
						"Unique index or primary key violation: \"PUBLIC.I ON PUBLIC.U(EMAIL) VALUES "
								+ "( /* 1 */ 'bob' )\"; SQL statement:\ninsert into u (email) values (?) [23505-240]",
						"Unique index or primary key violation: \"?\"; SQL statement:\n"
								+ "insert into u (email) values (?) [23505-240]"),
				Arguments.of("Duplicate entry 'O'Brien' for key 'users.email'",
						"Duplicate entry '?' for key 'users.email'"),
				Arguments.of("Duplicate entry 'a\nat b.c(bob)\nd' for key 'k'", "Duplicate entry '?' for key 'k'"),
				Arguments.of("Duplicate key, Cookie: a='bob\nann' and b", "Duplicate key, Cookie: REDACTED"),
				Arguments.of("Failing row contains (1, bob, null).", "Failing row contains (?)."),
				Arguments.of("ERROR: value \"bob\" is out of range for type integer",
						"ERROR: value \"?\" is out of range for type integer"),
				Arguments.of("ERROR: syntax error at or near \"bob\"", "ERROR: syntax error at or near \"?\""),
				Arguments.of("Conversion failed when converting the varchar value 'bob' to data type int.",
						"Conversion failed when converting the varchar value '?' to data type int."),
				Arguments.of(
						"ERROR: invalid input syntax for type json\n  Where: JSON data, line 1: {bob: 1, ann...\n\tat a.B.c(B.java:1)",
						"ERROR: invalid input syntax for type json\n  Where: JSON data, line ?: ?\n\tat a.B.c(B.java:1)"),
				Arguments.of("could not execute statement [select * from t where a = 'bob' and b = 4111111111111111]",
						"could not execute statement [select * from t where a = '?' and b = ?]"),
				Arguments.of("StatementCallback; SQL [insert into t1 values ('a', 12)]; error code [1062]",
						"StatementCallback; SQL [insert into t1 values (?)]; error code [1062]"),
				Arguments.of("ORA-00001: SQL error: select $1, $$bob$$ from t",
						"ORA-00001: SQL error: select $1, $?$ from t"),
				Arguments.of("SQL state [42P01]; can't find relation \"users\"",
						"SQL state [42P01]; can't find relation \"users\""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "used Bearer 550e8400-e29b-41d4-a716-446655440000 for 12|used Bearer REDACTED for ?",
					"eyJhbGciOiJub25lIn0.eyJzdWIi.5Hx9abcDEF-5xyz was 'refused'|REDACTED was '?'",
					"IBAN FR1420041010050500013M02606 of 12|IBAN REDACTED of ?", "Bearer 5%2B5abc|Bearer REDACTED",
					"card%3D4111111111111111 and 4111111111111111|card%?DREDACTED and ?",
					"Key (token)=(Bearer 1-a5b) exists|Key (token)=(?) exists",
					"GET /x?page-2=ab&c|GET /x?page-?=REDACTED&REDACTED", "GET /x?5=ab|GET /x??=REDACTED" })
	void masksTokensAsAWholeInDatabaseMessages(String message, String expected) {
		assertThat(this.redactor.sqlMessage(message)).isEqualTo(expected);
		assertThat(this.redactor.sqlMessage(expected)).as("masked twice").isEqualTo(expected);
	}

	@Test
	void masksAddressesAsAWholeInDatabaseMessages() {
		Redactor mails = new Redactor(new RedactionRules(new KeyRules(List.of(), List.of()), RedactionMode.HASH, true,
				new KeyedHash("a key of the tests"), null));
		assertThat(mails.sqlMessage("no jane@3com.example.com, 12")).isEqualTo("no REDACTED, ?");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "404 Not Found: \"bob\"|404 Not Found: \"?\"",
			"404 : \"bob\"|404 : \"?\"",
			"500 Internal Server Error: \"{\"name\":\"bob\"}\"|500 Internal Server Error: \"?\"",
			"400 Bad Request on GET request for \"http://host/x\": \"bob|400 Bad Request on GET request for \"http://host/x\": \"?",
			"a.OrderException: payments said 402 Payment Required: \"card 4242\"|a.OrderException: payments said 402 Payment Required: \"?\"",
			"404 Not: Found: \"bob\"|404 Not: Found: \"?\"", "404 a: b \"c\" d: \"bob\"|404 a: b \"c\" d: \"?\"",
			"Error: 404: \"bob\"|Error: 404: \"?\"", "404 Not Found: \"a: \"b\" bob|404 Not Found: \"?",
			"404 Not Found: \"bob\".|404 Not Found: \"?\".", "404 Not Found: [no body]|404 Not Found: [no body]",
			"order 404 has \"x\"|order 404 has \"x\"" })
	void masksTheBodyThatAnHttpClientQuotes(String message, String expected) {
		assertThat(this.redactor.text(message)).isEqualTo(expected);
		assertThat(this.redactor.text(expected)).as("masked twice").isEqualTo(expected);
	}

	@Test
	void masksTheBodyAfterAUrlAndAStatusTextOfAnyLength() {
		String url = "http://host/" + "x".repeat(10_000);
		assertThat(this.redactor.text("400 Bad Request on POST request for \"" + url + "\": \"bob\""))
			.isEqualTo("400 Bad Request on POST request for \"" + url + "\": \"?\"");
		assertThat(this.redactor.text("400 " + "x".repeat(10_000) + ": \"bob\"")).doesNotContain("bob");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"Field error in object 'a' on field 'b': rejected value [bob]]; codes [c.d]; message [e]; rejected value [ann]; codes [f]|Field error in object 'a' on field 'b': rejected value [?]; codes [c.d]; message [e]; rejected value [?]; codes [f]",
			"For input string: \"4111\"|For input string: \"?\"",
			"JSON parse error: Cannot deserialize value of type `int` from String \"b\"ob\": not a valid `int` value|JSON parse error: Cannot deserialize value of type `int` from String \"?\": not a valid `int` value",
			"Failed to convert from type [a.B] to type [c.D] for value [bob]|Failed to convert from type [a.B] to type [c.D] for value [?]",
			"Unrecognized token 'bob': was expecting JSON|Unrecognized token '?': was expecting JSON",
			"Invalid UUID string: bob|Invalid UUID string: ?",
			"Text '1970-bob' could not be parsed at index 5|Text '?' could not be parsed at index 5" })
	void masksTheValueThatAnExceptionRefuses(String message, String expected) {
		assertThat(this.redactor.text(message)).isEqualTo(expected);
		assertThat(this.redactor.text(expected)).as("masked twice").isSameAs(expected);
		String trace = "a.B: " + message + "\n\tat a.B.c(B.java:1)\nCaused by: d.E: f\n";
		assertThat(this.redactor.text(trace)).isEqualTo(trace.replace(message, expected));
	}

	@Test
	void masksARefusedValueOfManyLines() {
		assertThat(this.redactor.text("For input string: \"a\nbob\"\n\tat a.B.c(B.java:1)\n"))
			.isEqualTo("For input string: \"?\"\n\tat a.B.c(B.java:1)\n");
		assertThat(this.redactor.text("rejected value [a\nbob\n\tat a.B.c(B.java:1)\n"))
			.isEqualTo("rejected value [?\n\tat a.B.c(B.java:1)\n");
	}

	@Test
	void masksTheBodyInEveryLineOfAStackTrace() {
		String trace = "a.B: 502 Bad Gateway: \"bob\"\n\tat a.B.c(B.java:1)\nCaused by: x.Y: 500 : \"ann \"quoted\"\"\n\t... 3 more\n";
		assertThat(this.redactor.text(trace)).isEqualTo(
				"a.B: 502 Bad Gateway: \"?\"\n\tat a.B.c(B.java:1)\nCaused by: x.Y: 500 : \"?\"\n\t... 3 more\n");
	}

	@ParameterizedTest
	@CsvSource({ "short, 5, short", "one two three, 10, 'one two '", "https://user:secret@host/x, 20, https:",
			"'a,https://user:secret@host/x', 20, 'a,https:'", "https://host/secret-free, 20, https://host/secret-",
			"see https://user:secret@host/x, 20, see https:", "xxxxxxxxxxxxxxxxxxxx, 8, xxxxxxxx" })
	void isCutWhereNoSecretIsPartedFromWhatTellsOfIt(String text, int maxLength, String expected) {
		assertThat(text.substring(0, this.redactor.cutAt(text, maxLength))).isEqualTo(expected);
	}

	@Test
	void leavesOtherTextAlone() {
		String text = "Cannot invoke \"String.length()\" because 'name' is null (12 of 34)";
		assertThat(this.redactor.text(text)).isSameAs(text);
		String quiet = "SQLException: connection closed";
		assertThat(this.redactor.text(quiet)).isSameAs(quiet);
	}

	@Test
	void keepsTheFramesOfAStackTraceAndMasksItsMessages() {
		Exception failure = new IllegalStateException("cannot store http://h/x?t=" + SECRET,
				new SQLException("Duplicate entry '" + SECRET + "\n\tat " + SECRET + "' for key 'k'"));
		String trace = stackTrace(failure);
		String masked = this.redactor.text(trace);
		assertThat(masked).doesNotContain(SECRET)
			.contains("IllegalStateException: cannot store http://h/x?t=REDACTED\n")
			.contains("Caused by: java.sql.SQLException: Duplicate entry '?' for key 'k'\n");
		assertThat(masked.lines().filter((line) -> line.startsWith("\tat "))).containsExactlyElementsOf(
				trace.lines().filter((line) -> line.startsWith("\tat ") && !line.contains(SECRET)).toList());
	}

	@Test
	void secretInAnyValueOfAnyUrlNeverSurvives() {
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			String url = randomUrl(random);
			assertThat(this.redactor.url(url)).as(url).doesNotContain(SECRET);
			String text = random(random, "a failure", "(", "url=", "'", "\"", "GET ") + url
					+ random(random, "", " ", ")", "\"", "'", "\n", ": Connection refused");
			assertThat(this.redactor.text(text)).as(text).doesNotContain(SECRET);
		}
	}

	@Test
	void secretInAnyValueOfAnyDatabaseMessageNeverSurvives() {
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			String message = randomMessage(random, noise(random) + SECRET + noise(random));
			assertThat(this.redactor.sqlMessage(message)).as(message).doesNotContain(SECRET);
			assertThat(this.redactor.text(message)).as(message).doesNotContain(SECRET);
		}
	}

	@Test
	void neverThrowsOnGarbageAndMaskingTwiceChangesNothing() {
		Random random = new Random(7);
		String alphabet = "ab1:/?#@&=;.,'\"()[]$ \n\t%\\\u00e9\ud800-_";
		for (int i = 0; i < 50_000; i++) {
			StringBuilder garbage = new StringBuilder();
			int length = random.nextInt(30);
			for (int j = 0; j < length; j++) {
				garbage.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			String text = garbage.toString();
			String masked = this.redactor.url(text);
			assertThat(masked.length()).isLessThanOrEqualTo(4 * text.length() + 18);
			this.redactor.query(text);
			this.redactor.text(text);
			assertThat(this.redactor.sqlMessage(text).length()).isLessThanOrEqualTo(4 * text.length() + 18);
		}
	}

	// The longest that random ones became: values of one character, one sign between them
	@ParameterizedTest
	@ValueSource(strings = { "a", "a&", "?a&", "a:@", "//@", "//@?a&", "://@ ", "?a=b&", ";a=b", "otp=a,", "k=a,",
			"k=(", "''", "1 ", "Key (a)=(b) ", "VALUES (a)", "a@b.co ", "For input string: \"\"",
			"jdbc:x(password=a)" })
	void becomesNoLongerThanTold(String piece) {
		MockEnvironment environment = new MockEnvironment();
		String prefix = "observability.tracing.redaction.";
		environment.setProperty(prefix + "mode", "hash");
		environment.setProperty(prefix + "hash-key", "a key of the tests");
		environment.setProperty(prefix + "keys", "k");
		environment.setProperty(prefix + "email", "true");
		Redactor hashing = ApplicationRedaction.early(environment);
		for (String text : List.of(piece, piece.repeat(1000), "a://b?" + piece.repeat(1000))) {
			for (String masked : masked(this.redactor, text)) {
				assertThat(masked.length()).isLessThanOrEqualTo(4 * text.length() + text.length() / 2 + 8);
			}
			for (String masked : masked(hashing, text)) {
				assertThat(masked.length()).isLessThanOrEqualTo(6 * text.length() + 16);
			}
		}
	}

	private static List<String> masked(Redactor redactor, String text) {
		return List.of(redactor.url(text), redactor.query(text), redactor.name(text), redactor.text(text),
				redactor.sqlMessage(text), redactor.attribute("password", text, false),
				redactor.attribute("url.full", text, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "?", "'", "\"", "://", "a://b?c=d&", "http://a:b@", "(", ")=(", "values (", "$", "$a$",
			"1", "\n", "404 ", "404 : \"", "404 \"", "\tat a.b(c)\n", "jdbc:", "?a", ";a=", "column \"", "[", "x",
			"404 a\n", "404 a\n: \"\n", "rejected value [", "rejected value [x]; codes [", "for value [x]\n", "Text '",
			"JSON data, line 1: ", "404 : \"\n", "jdbc:x(password=", "n't ", "at ", "\t... 1 more\n", "?-1", "a?b?",
			":\\", "jdbc:oracle:a" })
	void aMegabyteOfAnythingIsMasked(String piece) {
		String huge = "SQLException " + piece.repeat(1024 * 1024 / piece.length()) + " ?token=" + SECRET;
		assertThat(this.redactor.url(huge).contains(SECRET)).isFalse();
		assertThat(this.redactor.query(huge).contains(SECRET)).isFalse();
		assertThat(this.redactor.text("http://h/" + huge).contains(SECRET)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\": \"\r", "Text '\n\tat a(b)\n", "for value [x\n\tat a(b)\n", "values (\n\t... cut\n",
			"\tat \n", "\tat a\n", "in ('\n", "404 : \"\n" })
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void messagesOfManyLinesTakeTimeInProportion(String piece) {
		// A second or less; in the square of the length it is many minutes
		String huge = piece.repeat(8 * 1024 * 1024 / piece.length());
		assertThat(this.redactor.text(huge)).isNotNull();
		assertThat(this.redactor.sqlMessage("ERROR: duplicate key " + huge)).isNotNull();
	}

	private static String randomUrl(Random random) {
		String value = noise(random).replaceAll("[\\s\"<>&#]", "") + SECRET
				+ noise(random).replaceAll("[\\s\"<>&#]", "");
		String credential = value.replaceAll("[/?@]", "");
		String host = random(random, "host", "host:8080", "[::1]:80", "h.example.com");
		String base = random(random, "http://", "https://", "amqp://", "jdbc:postgresql://", "ftp://");
		return switch (random.nextInt(5)) {
			case 0 -> base + "u" + credential + ":p" + credential + "@" + host + "/x";
			case 1 -> base + credential + "@" + host;
			case 2 -> base + host + "/x?a=" + value + "&b=" + value;
			case 3 -> "/x/y?a=1&token=" + value;
			default -> base + host + "/x?q=1#" + value;
		};
	}

	private static String randomMessage(Random random, String value) {
		String message = switch (random.nextInt(8)) {
			case 0 -> "ERROR: duplicate key value violates unique constraint \"k\"\n  Detail: Key (a)=(" + value
					+ ") already exists.";
			case 1 -> "ERROR: invalid input syntax for type integer: \"" + value + "\"";
			case 2 -> "Unique index or primary key violation: \"I ON T(A) VALUES ( /* 1 */ '" + value
					+ "' )\"; SQL statement:\ninsert into t (a) values (?) [23505-240]";
			case 3 -> "Duplicate entry '" + value + "' for key 'users.email'";
			case 4 -> "Failing row contains (1, " + value + ", null).";
			case 5 -> "The duplicate key value is (" + value + ").";
			case 6 -> "PreparedStatementCallback; SQL [select a from t where b = '" + value + "']; bad";
			default -> "Incorrect integer value: '" + value + "' for column 'age' at row 1; SQL state [HY000]";
		};
		return random(random, "", "java.sql.SQLException: ", "org.postgresql.util.PSQLException: ") + message
				+ random(random, "", "\n\tat a.B.c(B.java:12)\n\t... 3 more\n");
	}

	private static String noise(Random random) {
		StringBuilder noise = new StringBuilder();
		int length = random.nextInt(4);
		for (int i = 0; i < length; i++) {
			noise.append(random(random, "'", "\"", ")", "(", " ", "\n", "b", "1", "''", ";", "key '", "x' for key 'y",
					"%27", "?", "/", "\tat ", "@", "!", "n't ", "&", "#", "=", ","));
		}
		return noise.toString();
	}

	private static String random(Random random, String... choices) {
		return choices[random.nextInt(choices.length)];
	}

	private static String stackTrace(Exception failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
