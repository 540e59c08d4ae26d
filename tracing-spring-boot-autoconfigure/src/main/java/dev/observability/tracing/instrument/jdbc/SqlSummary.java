// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Picks the operations of an SQL text and what they work on, in their order: {@code
 * INSERT shipping_details SELECT orders}. Fed by {@link SqlLexer}, once per text; never
 * throws.
 * <p>
 * Shape: at most 255 characters, never cut within a name; case and quotes as written.
 * Names of a {@code WITH} are not tables and are left out. No parser: an unknown dialect
 * costs a target, never an exception. Source: semantic conventions 1.44, "Generating a
 * summary of the query".
 */
final class SqlSummary {

	private final SqlSummaryText text = new SqlSummaryText();

	private final Set<String> commonTables = new HashSet<>();

	private final Set<String> collections = new HashSet<>();

	private SqlExpected expected = SqlExpected.NOTHING;

	private @Nullable String operation;

	private @Nullable String collection;

	private @Nullable String procedure;

	/** The operation that the words belong to, in upper case. */
	private String current = "";

	private String previousWord = "";

	/** The name that is being read, with its dots. */
	private String name = "";

	private boolean nameOpen;

	private boolean atStart = true;

	private boolean statementEnded;

	private boolean severalStatements;

	private final SqlNesting nesting = new SqlNesting();

	void word(String word, String upper) {
		if (continuesName(word)) {
			return;
		}
		if (SqlKeywords.isOperation(upper, this.atStart, this.current)) {
			operation(word, upper);
		}
		else if (this.expected == SqlExpected.COMMON_TABLE && !upper.equals("RECURSIVE")) {
			this.commonTables.add(upper);
			this.expected = SqlExpected.NOTHING;
		}
		else if (!clause(upper)) {
			expectedWord(word, upper);
		}
		if (!SqlKeywords.keepsStart(upper)) {
			this.atStart = false;
		}
		this.previousWord = upper;
	}

	void name(String quoted) {
		if (continuesName(quoted)) {
			return;
		}
		if (this.expected == SqlExpected.COMMON_TABLE) {
			this.commonTables.add(quoted.toUpperCase(Locale.ROOT));
			this.expected = SqlExpected.NOTHING;
		}
		else if (this.expected != SqlExpected.NOTHING && this.expected != SqlExpected.OBJECT) {
			openName(quoted);
		}
		this.atStart = false;
		this.previousWord = "";
	}

	void value() {
		beforeToken();
		closeName(false);
		// "{? = call name}" and "TOP 5" keep what they wait for
		if (this.expected == SqlExpected.TABLE && !this.previousWord.equals("TOP")) {
			this.expected = SqlExpected.NOTHING;
		}
	}

	void punctuation(char c) {
		if (c == ';') {
			statementEnd();
			return;
		}
		beforeToken();
		if (c == '.' && this.nameOpen) {
			this.name += ".";
			return;
		}
		closeName(c == '(');
		switch (c) {
			case '(' -> {
				// FROM (a JOIN b ...), or FROM (SELECT ...), which then starts anew
				this.nesting.open(this.expected == SqlExpected.TABLE);
				this.atStart = true;
			}
			case ')' -> {
				this.nesting.close();
				this.atStart = this.nesting.isWith();
				this.expected = SqlExpected.NOTHING;
			}
			case ',' -> {
				if (this.nesting.isWith()) {
					this.expected = SqlExpected.COMMON_TABLE;
				}
				else if (this.nesting.isInTables()) {
					this.expected = SqlExpected.TABLE;
				}
			}
			default -> {
				// An operator
			}
		}
	}

	void end() {
		closeName(false);
	}

	@Nullable String text() {
		return this.text.isEmpty() ? null : this.text.toString();
	}

	@Nullable String operation() {
		return this.severalStatements ? null : this.operation;
	}

	@Nullable String collection() {
		return (this.severalStatements || this.collections.size() != 1) ? null : this.collection;
	}

	@Nullable String procedure() {
		return this.severalStatements ? null : this.procedure;
	}

	private boolean continuesName(String part) {
		beforeToken();
		boolean continues = this.nameOpen && this.name.endsWith(".");
		if (continues) {
			this.name += part;
		}
		else {
			closeName(false);
		}
		return continues;
	}

	private void beforeToken() {
		if (this.statementEnded) {
			this.statementEnded = false;
			this.severalStatements = true;
		}
	}

	private void statementEnd() {
		closeName(false);
		this.statementEnded = !this.text.isEmpty();
		this.atStart = true;
		this.nesting.reset();
		this.expected = SqlExpected.NOTHING;
		this.current = "";
	}

	private void operation(String word, String upper) {
		if (upper.equals("WITH")) {
			this.nesting.openWith();
			this.expected = SqlExpected.COMMON_TABLE;
			return;
		}
		if (this.nesting.closeWith() && this.operation == null) {
			this.operation = word;
		}
		this.text.append(word);
		this.current = upper;
		this.expected = SqlKeywords.expectedAfter(upper);
		boolean tables = upper.equals("UPDATE") || upper.equals("DELETE");
		this.nesting.set(upper.equals("SELECT") || upper.equals("DELETE"), tables);
	}

	// Handles the words that start or end a list of tables.
	private boolean clause(String upper) {
		switch (upper) {
			case "FROM" -> {
				if (this.nesting.awaitsFrom() && !this.previousWord.equals("DISTINCT")) {
					this.nesting.set(false, true);
					this.expected = SqlExpected.TABLE;
				}
				return true;
			}
			case "JOIN", "STRAIGHT_JOIN", "APPLY", "USING" -> {
				if (!upper.equals("USING") || this.current.equals("MERGE") || this.current.equals("DELETE")) {
					this.expected = SqlExpected.TABLE;
				}
			}
			case "SET" -> this.nesting.set(this.current.equals("UPDATE"), false);
			case "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "VALUES", "RETURNING", "ON" -> {
				this.expected = SqlExpected.NOTHING;
				this.nesting.set(this.nesting.awaitsFrom(), upper.equals("ON") && this.nesting.isInTables());
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private void expectedWord(String word, String upper) {
		switch (this.expected) {
			case TABLE, OBJECT_NAME -> {
				if (!SqlKeywords.standsBeforeName(upper)) {
					openName(word);
				}
			}
			case PROCEDURE -> {
				if (!word.startsWith("@")) {
					openName(word);
				}
			}
			case OBJECT -> object(word, upper);
			default -> {
				// An alias, a column, a function
			}
		}
	}

	// The word after CREATE, ALTER, DROP or TRUNCATE.
	private void object(String word, String upper) {
		if (SqlKeywords.isObject(upper)) {
			if (!this.severalStatements && this.operation != null) {
				this.operation = this.operation + " " + word;
			}
			this.text.append(word);
			this.current = upper;
			this.expected = SqlKeywords.isNamedObject(upper) ? SqlExpected.OBJECT_NAME : SqlExpected.NOTHING;
		}
		else if (this.current.equals("TRUNCATE")) {
			this.current = "TABLE";
			this.expected = SqlExpected.OBJECT_NAME;
			openName(word);
		}
	}

	private void openName(String start) {
		this.name = start;
		this.nameOpen = true;
	}

	private void closeName(boolean parenthesis) {
		if (!this.nameOpen) {
			return;
		}
		this.nameOpen = false;
		SqlExpected kind = this.expected;
		this.expected = SqlExpected.NOTHING;
		// FROM generate_series(1, 9) reads no table, INSERT INTO orders(id) does
		boolean function = parenthesis && kind == SqlExpected.TABLE && !SqlKeywords.writes(this.current);
		if (function || this.commonTables.contains(this.name.toUpperCase(Locale.ROOT))) {
			return;
		}
		this.text.append(this.name);
		if (kind == SqlExpected.PROCEDURE) {
			this.procedure = this.name;
		}
		else if (kind == SqlExpected.TABLE || this.current.equals("TABLE")) {
			this.collections.add(this.name);
			this.collection = this.name;
		}
	}

}
