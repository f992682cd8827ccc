import { defineConfig } from 'vitest/config';
import { appHeaders } from '#server/app-headers.ts';

export default defineConfig({
  // Served as they are, at the root, by `vite` as well as by server/: /models/…, /recordings/….
  publicDir: 'assets',
  build: {
    target: 'es2023',
    // server/ reads assets/ itself; 98 MB of weights are not copied at each build.
    copyPublicDir: false,
    // server/ marks this folder immutable: names in it contain a hash.
    assetsDir: 'app',
    // The content security policy admits no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    chunkSizeWarningLimit: 1500,
    // What the first light needs comes in one file: a dozen small ones keep each other waiting.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'city', tags: ['$initial'] }] } },
    },
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', headers: appHeaders('development') },
  test: {
    include: ['{src,workers,server,tests}/**/*.test.ts'],
    exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
    // Node has no WebGL, and a test that reaches for the network is wrong.
    environment: 'node',
    testTimeout: 60_000,
  },
});
