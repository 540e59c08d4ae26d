// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** Asks until it is so, for as long as a busy machine may take. */
export async function assertSoon(check, within = 5_000) {
  for (const end = Date.now() + within; ; ) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resume) => setTimeout(resume, 60));
  }
}
