import tsdoc from 'eslint-plugin-tsdoc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Each folder whose code knows different globals has its own. */
export const tsconfigs = [
  'src/tsconfig.json',
  'workers/tsconfig.json',
  'server/tsconfig.json',
  'tests/tsconfig.json',
  'src/engine/kernels/tsconfig.json',
];

const testFiles = ['tests/**', '**/*.test.ts', '**/*.bench.ts'];

/** Every ban names its cure. */
const bans = {
  animationFrame: {
    name: 'requestAnimationFrame',
    message:
      "Draw from the scene's own tick (src/city/frame-loop.ts): it runs only when something changed.",
  },
  worker: {
    name: 'Worker',
    message: 'Workers are started in src/decode only: ask it for what the worker does.',
  },
  webSocket: {
    name: 'WebSocket',
    message: 'Sockets belong to src/source and src/peers: take steps or messages from them.',
  },
  randomness: {
    object: 'Math',
    property: 'random',
    message: 'Take a seeded generator as an argument (#kit/seeded-random.ts): runs must repeat.',
  },
  clock: [
    { object: 'Date', property: 'now' },
    { object: 'performance', property: 'now' },
  ].map((each) => ({
    ...each,
    message: 'Take a clock as an argument; main.ts and the worker entries hand one over.',
  })),
  pageTimeout: {
    property: 'waitForTimeout',
    message: 'Wait for a state: expect(locator)… or expect.poll(…).',
  },
};

const syntaxBans = [
  {
    selector: 'ImportExpression[source.value=/^\\.\\.\\//]',
    message: "Name another room by its address ('#store/read.ts'), a neighbour by './'.",
  },
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name, so that every importer calls it the same.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Take a clock as an argument; main.ts and the worker entries hand one over.',
  },
];

const importBans = {
  patterns: [
    {
      regex: '^\\.\\./',
      message: "Name another room by its address ('#store/read.ts'), a neighbour by './'.",
    },
    {
      regex: '^@babylonjs/core/?$',
      message: 'Import the one file you need (@babylonjs/core/Meshes/mesh): the rest is megabytes.',
    },
  ],
};

/** `window.requestAnimationFrame` is the same thing by another door. */
const propertyBans = [
  bans.randomness,
  { property: bans.animationFrame.name, message: bans.animationFrame.message },
];

export default defineConfig(
  globalIgnores([
    'dist/',
    'test-results/',
    'playwright-report/',
    '.cache/',
    // AssemblyScript reads like TypeScript but is typed by its own compiler.
    'src/engine/kernels/assembly/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.js'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { tsdoc },
    languageOptions: {
      parserOptions: { project: tsconfigs, tsconfigRootDir: process.cwd() },
    },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A switch over a union counts once: it is a table, however many cases it has.
      complexity: ['error', { max: 15, variant: 'modified' }],
      eqeqeq: 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-restricted-globals': ['error', bans.animationFrame, bans.worker, bans.webSocket],
      'no-restricted-imports': ['error', importBans],
      'no-restricted-properties': ['error', ...propertyBans, ...bans.clock],
      'no-restricted-syntax': ['error', ...syntaxBans],
    },
  },
  {
    // Configurations in JavaScript say their types in comments of another grammar.
    files: ['**/*.ts'],
    rules: { 'tsdoc/syntax': 'error' },
  },
  {
    files: ['src/decode/**'],
    rules: { 'no-restricted-globals': ['error', bans.animationFrame, bans.webSocket] },
  },
  {
    files: ['src/source/**', 'src/peers/**'],
    rules: { 'no-restricted-globals': ['error', bans.animationFrame, bans.worker] },
  },
  {
    files: ['src/city/frame-loop.ts'],
    rules: {
      'no-restricted-globals': ['error', bans.worker, bans.webSocket],
      'no-restricted-properties': ['error', bans.randomness, ...bans.clock],
    },
  },
  {
    // Where the knot is tied, clocks come from.
    files: ['src/main.ts', 'workers/*.worker.ts', 'server/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...propertyBans] },
  },
  {
    // Hot loops over arrays whose lengths were checked once.
    files: ['workers/**', 'src/engine/**', 'src/city/gpu/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: testFiles,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-properties': ['error', bans.randomness, bans.pageTimeout],
      'no-restricted-syntax': ['error', ...syntaxBans.slice(0, 2)],
    },
  },
  {
    // These tools ask for a default export.
    files: ['vite.config.ts', 'tests/**/*.config.{ts,js}', 'tests/e2e/build-once.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
