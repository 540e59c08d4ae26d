// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The one command that starts all three services, and how it ends.
 */
class SampleLauncherTests {

	private static final List<String> FREE_PORTS = List.of("--sample.gateway.port=0", "--sample.orders.port=0",
			"--sample.payments.port=0");

	private static final Pattern READY = Pattern.compile("^Ready\\. Open (http://localhost:\\d+)");

	private static final Pattern TRACE = Pattern
		.compile("Its trace: (http://localhost:\\d+/tracing/\\?trace=[0-9a-f]{32})$");

	@Test
	void startsThreeQuietServicesThatEndWithIt() throws Exception {
		try (SampleProcess launcher = SampleProcess.start(FREE_PORTS)) {
			String page = launcher.awaitLine(READY).group(1);
			String trace = launcher.awaitLine(TRACE).group(1);
			assertThat(get(trace)).isEqualTo(200);
			assertThat(get(page + "/orders/A-1001")).isEqualTo(200);
			assertThat(get(page + "/payments/summary")).isEqualTo(200);
			assertThat(launcher.lines()).noneMatch((line) -> line.matches(".*\\b(WARN|WARNING|ERROR|Exception)\\b.*"));
			List<ProcessHandle> services = services(launcher);
			launcher.handle().destroy();
			assertThat(launcher.awaitExit()).isNotZero();
			assertThat(services).noneMatch(ProcessHandle::isAlive);
			assertThat(launcher.lines()).noneMatch((line) -> line.contains("stopping the others"));
		}
	}

	@Test
	void servicesEndWhenTheLauncherIsKilled() throws Exception {
		try (SampleProcess launcher = SampleProcess.start(FREE_PORTS)) {
			launcher.awaitLine(READY);
			List<ProcessHandle> services = services(launcher);
			try {
				launcher.handle().destroyForcibly();
				for (ProcessHandle service : services) {
					assertThat(service.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
				}
			}
			finally {
				services.forEach(ProcessHandle::destroyForcibly);
			}
		}
	}

	@Test
	void deathOfOneEndsAllAndIsNamed() {
		try (SampleProcess launcher = SampleProcess.start(FREE_PORTS)) {
			launcher.awaitLine(Pattern.compile("^orders   \\| .*Starting SampleApplication"));
			List<ProcessHandle> services = services(launcher);
			services.stream().filter(SampleLauncherTests::isOrders).forEach(ProcessHandle::destroyForcibly);
			assertThat(launcher.awaitExit()).isEqualTo(1);
			assertThat(services).noneMatch(ProcessHandle::isAlive);
			assertThat(launcher.lines()).anyMatch((line) -> line.matches("orders ended with exit code \\d+, .*"));
			assertThat(launcher.lines()).noneMatch((line) -> line.startsWith("Ready"));
		}
	}

	@Test
	void portInUseIsNamedBeforeAnythingStarts() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
				SampleProcess launcher = SampleProcess
					.start(List.of("--sample.gateway.port=0", "--sample.orders.port=" + taken.getLocalPort()))) {
			assertThat(launcher.awaitExit()).isEqualTo(1);
			assertThat(launcher.lines()).singleElement()
				.asString()
				.contains("Port " + taken.getLocalPort() + " for orders is in use", "--sample.orders.port=");
		}
	}

	@Test
	void oneProcessIsOneService() {
		try (SampleProcess process = SampleProcess.start(List.of("--spring.profiles.active=orders,payments"))) {
			assertThat(process.awaitExit()).isEqualTo(1);
			assertThat(process.lines()).anyMatch((line) -> line.contains("A process is one service"));
		}
	}

	private static List<ProcessHandle> services(SampleProcess launcher) {
		List<ProcessHandle> services = launcher.handle().children().toList();
		assertThat(services).hasSize(3);
		return services;
	}

	private static boolean isOrders(ProcessHandle process) {
		Stream<String> arguments = Arrays.stream(process.info().arguments().orElseThrow());
		return arguments.anyMatch("--spring.profiles.active=orders"::equals);
	}

	private static int get(String url) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

}
