// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.function.Function;

/**
 * What the page says of the application that it is in.
 *
 * @param service name of the service
 * @param version version of the viewer
 * @param application makes the URL of the application from a request for the page: as far
 * as its context path, without a slash at the end
 * @since 0.1.0
 */
public record PageInfo(String service, String version, Function<PageRequest, String> application) {
}
