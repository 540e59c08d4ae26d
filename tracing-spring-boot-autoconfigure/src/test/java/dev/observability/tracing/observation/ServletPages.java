// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Pages that only a servlet container can have.
 */
@Controller
class ServletPages {

	@GetMapping("/send-error/{status}")
	void sendError(@PathVariable int status, HttpServletResponse response) throws IOException {
		PageLog.line("sending an error");
		response.sendError(status);
	}

	@GetMapping("/forward")
	String forward() {
		return "forward:/ok";
	}

	@GetMapping("/include")
	void include(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
		Objects.requireNonNull(request.getRequestDispatcher("/ok")).include(request, response);
	}

	@GetMapping("/callable")
	@ResponseBody
	Callable<String> callable() {
		return () -> "called";
	}

	@GetMapping("/callable-failed")
	@ResponseBody
	Callable<String> callableFailed() {
		return () -> {
			throw new IllegalStateException("called");
		};
	}

	@GetMapping("/deferred")
	@ResponseBody
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>();
		new Thread(() -> result.setResult("deferred")).start();
		return result;
	}

	@GetMapping("/deferred-failed")
	@ResponseBody
	DeferredResult<String> deferredFailed() {
		DeferredResult<String> result = new DeferredResult<>();
		new Thread(() -> result.setErrorResult(new IllegalStateException("deferred"))).start();
		return result;
	}

	@GetMapping("/timeout")
	@ResponseBody
	DeferredResult<String> timeout() {
		return new DeferredResult<>(10L);
	}

	@GetMapping("/timeout-answered")
	@ResponseBody
	DeferredResult<String> timeoutAnswered() {
		return new DeferredResult<>(10L, "in time");
	}

	@GetMapping("/task")
	@ResponseBody
	WebAsyncTask<String> task() {
		return new WebAsyncTask<>(60_000, () -> "in time");
	}

	@GetMapping("/streamed")
	ResponseEntity<StreamingResponseBody> streamed() {
		return ResponseEntity.ok((output) -> {
			for (int i = 0; i < 100; i++) {
				output.write("0123456789".getBytes(StandardCharsets.UTF_8));
				output.flush();
			}
			PageLog.line("streamed");
		});
	}

	@GetMapping("/stream-broken")
	ResponseEntity<StreamingResponseBody> streamBroken() {
		return ResponseEntity.ok((output) -> {
			output.write(new byte[100_000]);
			output.flush();
			throw new IllegalStateException("no more");
		});
	}

	@GetMapping("/stream-endless")
	ResponseEntity<StreamingResponseBody> streamEndless() {
		return ResponseEntity.ok((output) -> {
			try {
				while (true) {
					output.write(new byte[10_000]);
					output.flush();
				}
			}
			catch (IOException ex) {
				PageLog.line("left stream-endless");
				throw ex;
			}
		});
	}

	@GetMapping("/write-endless")
	void writeEndless(HttpServletResponse response) throws IOException {
		try {
			while (true) {
				response.getOutputStream().write(new byte[10_000]);
				response.flushBuffer();
			}
		}
		catch (IOException ex) {
			PageLog.line("left write-endless");
			throw ex;
		}
	}

	@GetMapping("/failed-late")
	void failedLate(HttpServletResponse response) {
		response.setStatus(404);
		throw new IllegalStateException("after the status");
	}

	@GetMapping("/noted")
	void noted() {
		throw new Noted();
	}

	/** As Spring's documentation advises. */
	@ExceptionHandler
	ResponseEntity<String> handle(Noted ex, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> context.setError(ex));
		return ResponseEntity.status(404).body("noted");
	}

	@GetMapping("/emitter")
	SseEmitter emitter() {
		SseEmitter emitter = new SseEmitter();
		new Thread(() -> {
			try {
				for (int i = 0; i < 10; i++) {
					emitter.send("event");
				}
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		}).start();
		return emitter;
	}

	@PostMapping("/multipart")
	@ResponseBody
	String multipart(@RequestParam MultipartFile file) {
		return Long.toString(file.getSize());
	}

	@GetMapping("/page")
	String page() {
		throw new Shown();
	}

	@ExceptionHandler
	ModelAndView show(Shown ex) {
		View view = (model, request, response) -> response.getWriter().write("shown");
		return new ModelAndView(view);
	}

	static final class Shown extends RuntimeException {

	}

	static final class Noted extends RuntimeException {

	}

	/** Servlets and filters beside Spring MVC. */
	@Configuration(proxyBeanMethods = false)
	static class Raw {

		@Bean
		ServletRegistrationBean<HttpServlet> rawServlet() {
			ServletRegistrationBean<HttpServlet> servlet = new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					AsyncContext async = request.startAsync();
					response.setStatus(HttpStatus.ACCEPTED.value());
					async.complete();
				}

			}, "/raw/*");
			servlet.setAsyncSupported(true);
			return servlet;
		}

		@Bean
		ServletRegistrationBean<HttpServlet> extensionServlet() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					response.setStatus(HttpStatus.NO_CONTENT.value());
				}

			}, "*.do");
		}

		@Bean
		org.springframework.boot.web.servlet.FilterRegistrationBean<jakarta.servlet.Filter> failingFilter() {
			return filter("/filter-failed");
		}

		private static org.springframework.boot.web.servlet.FilterRegistrationBean<jakarta.servlet.Filter> filter(
				String path) {
			org.springframework.boot.web.servlet.FilterRegistrationBean<jakarta.servlet.Filter> filter = new org.springframework.boot.web.servlet.FilterRegistrationBean<>(
					(request, response, chain) -> {
						throw new IllegalArgumentException("filtered");
					});
			filter.addUrlPatterns(path);
			filter.setAsyncSupported(true);
			return filter;
		}

	}

}
