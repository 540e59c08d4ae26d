// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.util.List;

import dev.observability.tracing.testing.OtlpReceiver;

/**
 * The two ways to a collector, each as the one property that a user sets.
 */
enum Protocol {

	GRPC {
		@Override
		List<String> exportTo(OtlpReceiver receiver) {
			return List.of("--observability.tracing.endpoint=127.0.0.1:" + receiver.grpcPort(),
					"--observability.tracing.protocol=grpc");
		}

		@Override
		String onTheWire() {
			return "grpc";
		}
	},

	HTTP {
		@Override
		List<String> exportTo(OtlpReceiver receiver) {
			return List.of("--observability.tracing.endpoint=http://127.0.0.1:" + receiver.httpPort());
		}

		@Override
		String onTheWire() {
			return "http/protobuf";
		}
	};

	abstract List<String> exportTo(OtlpReceiver receiver);

	abstract String onTheWire();

}
