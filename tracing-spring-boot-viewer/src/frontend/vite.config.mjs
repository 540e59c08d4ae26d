// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { defineConfig } from 'vite';

/** Where `vite` finds the API while somebody works on the page: the development server or a running application. */
const api = process.env.TRACING_API ?? 'http://127.0.0.1:8099/tracing/';

export default defineConfig({
  // Relative, because the page does not know its context path.
  base: './',
  build: {
    outDir: '../main/resources/META-INF/tracing-viewer',
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    sourcemap: false,
    // A data: URL would be one more thing for the content security policy to allow.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: 'index.html' },
      output: {
        entryFileNames: 'assets/app-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: api, rewrite: (path) => path.slice(1) } } },
});
