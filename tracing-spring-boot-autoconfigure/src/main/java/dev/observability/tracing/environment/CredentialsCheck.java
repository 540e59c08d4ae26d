// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.OtlpBackendsProperties;
import dev.observability.tracing.OtlpBackendsProperties.Backend;
import dev.observability.tracing.OtlpEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Refuses to send credentials in clear text to another machine, whoever wrote the
 * endpoint, unless the user says that it is wanted. Start of the application, main
 * thread, before the first exporter.
 * <p>
 * Errors: {@link InvalidTracingPropertyException} with the masked endpoint and the name
 * of what would be seen; its value is never printed.
 *
 * @param lookup what is effective
 */
record CredentialsCheck(PropertyLookup lookup) {

	private static final String INSECURE = OtlpMapping.PREFIX + "insecure";

	/**
	 * Words of names of headers and query parameters that hold credentials, such as
	 * {@code Authorization}, {@code api-key}, {@code x-sf-token}, {@code uptrace-dsn}.
	 * {@code x-honeycomb-team} is what Honeycomb calls its key.
	 */
	private static final Pattern NAME = Pattern.compile("(?i).*(authori[sz]|authenti|token|secret|passw|passphrase"
			+ "|credential|cookie|session|signature|\\bjwt\\b|\\bdsn\\b|\\bauth\\b|\\bpwd\\b|honeycomb-team|keys?\\b).*");

	/**
	 * Values that tell by themselves: a scheme of RFC 9110 or of a vendor and what
	 * follows it, a signed token of RFC 7515, a URL with a user.
	 */
	private static final Pattern VALUE = Pattern.compile(
			"(?is)\\s*((bearer|basic|digest|negotiate|api-?token|api-?key)\\s+\\S.*|eyJ[\\w-]*\\.[\\w-]+\\.[\\w-]*\\s*"
					+ "|[a-z][a-z0-9+.-]*://[^/?#\\s]*@.*)");

	/**
	 * Checks the first endpoint and all others. Nothing leaves while export is off, and
	 * who switches it off may be in trouble.
	 * @param insecure whether the user wants it for the first endpoint
	 * @param backends the others
	 */
	void check(@Nullable Boolean insecure, OtlpBackendsProperties backends) {
		if (this.lookup.firstFalse("management.opentelemetry.enabled", "management.tracing.export.enabled",
				"management.tracing.export.otlp.enabled") != null) {
			return;
		}
		String endpoint = this.lookup.value(OtlpMapping.ENDPOINT);
		if (endpoint != null && !Boolean.TRUE.equals(insecure)) {
			check(this.lookup.writtenAs(OtlpMapping.ENDPOINT), endpoint, this.lookup.map(OtlpMapping.OTLP + "headers"),
					INSECURE);
		}
		backends.active().forEach(CredentialsCheck::check);
	}

	private static void check(String name, Backend backend) {
		if (!Boolean.TRUE.equals(backend.insecure())) {
			String prefix = OtlpBackendsProperties.prefix(name);
			check(prefix + "endpoint", backend.url(), backend.headers(), prefix + "insecure");
		}
	}

	private static void check(String key, String endpoint, Map<String, String> headers, String insecureKey) {
		URI url = url(endpoint);
		if (url == null || !"http".equalsIgnoreCase(url.getScheme()) || isLoopback(url)) {
			return;
		}
		String seen = credentials(url, headers);
		if (seen != null) {
			throw new InvalidTracingPropertyException(key, OtlpEndpoint.mask(endpoint),
					"https, or on this machine, because over plain http everybody on the way sees " + seen,
					"Write https://, send to a collector on this machine that adds the credentials, or set "
							+ insecureKey + "=true where the whole way is trusted");
		}
	}

	// What is no URL stops the start elsewhere
	private static @Nullable URI url(String endpoint) {
		try {
			return new URI(endpoint);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static boolean isLoopback(URI url) {
		return url.getHost() != null && new OtlpEndpoint("http", url.getHost(), -1, "", null).isLoopback();
	}

	private static @Nullable String credentials(URI url, Map<String, String> headers) {
		if (url.getRawAuthority() != null && url.getRawAuthority().indexOf('@') >= 0) {
			return "the user before the '@'";
		}
		for (String name : new TreeSet<>(headers.keySet())) {
			String value = headers.getOrDefault(name, "");
			if (StringUtils.hasText(value) && (isName(name) || VALUE.matcher(value).matches())) {
				return "the header '" + name + "'";
			}
		}
		for (String parameter : StringUtils.tokenizeToStringArray(url.getRawQuery(), "&;")) {
			int end = parameter.indexOf('=');
			if (end >= 0 && end < parameter.length() - 1 && isName(parameter.substring(0, end))) {
				return "the query parameter '" + parameter.substring(0, end) + "'";
			}
		}
		return null;
	}

	// An underscore is a letter to \b
	private static boolean isName(String name) {
		return NAME.matcher(name.replace('_', '-')).matches();
	}

}
