import type { KnipConfig } from 'knip';

export default {
  entry: [
    'index.html',
    'workers/*.worker.ts',
    'server/{main,activations}.ts',
    'tests/gates/*.config.{js,ts}',
    'tests/gates/{verify,house-rules}.ts',
    'tests/support/{run-suites,sum-up,unpack-here,vitest-browser.config}.ts',
    'tests/bench/{main,*.bench,*-worker,*-page}.ts',
    'tests/e2e/{playwright.config,build-once,*.e2e}.ts',
    '**/*.test.ts',
  ],
  project: ['{src,workers,server,tests}/**/*.{ts,js}', '*.ts'],
  ignore: ['src/engine/kernels/assembly/**'],
  // A type may be exported beside the function that returns it, for the reader's sake.
  ignoreExportsUsedInFile: { interface: true, type: true },
  rules: { enumMembers: 'off' },
} satisfies KnipConfig;
