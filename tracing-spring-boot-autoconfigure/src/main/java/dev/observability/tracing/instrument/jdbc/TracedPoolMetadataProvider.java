// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * Answers for a pool behind our proxy with what the other providers say of the pool
 * itself. At start, and whenever metrics are read; never throws.
 * <p>
 * Boot's provider for Hikari reads a private field of the object it is given; that field
 * of a class-based proxy is always {@code null}, and {@code jdbc.connections.active} and
 * {@code .idle} would be lost.
 */
final class TracedPoolMetadataProvider implements DataSourcePoolMetadataProvider {

	private final ObjectProvider<DataSourcePoolMetadataProvider> providers;

	TracedPoolMetadataProvider(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
		this.providers = providers;
	}

	@Override
	public @Nullable DataSourcePoolMetadata getDataSourcePoolMetadata(DataSource dataSource) {
		if (!AopUtils.isCglibProxy(dataSource)
				|| !(AopProxyUtils.getSingletonTarget(dataSource) instanceof DataSource target)) {
			return null;
		}
		for (DataSourcePoolMetadataProvider provider : this.providers) {
			DataSourcePoolMetadata metadata = (provider != this) ? provider.getDataSourcePoolMetadata(target) : null;
			if (metadata != null) {
				return metadata;
			}
		}
		return null;
	}

}
