// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

/**
 * What the page says of the application that it is in.
 *
 * @param service name of the service
 * @param version version of the viewer
 * @since 0.1.0
 */
public record PageInfo(String service, String version) {
}
