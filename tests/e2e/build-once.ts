import { ensureBuiltApp } from '#tests/support/built-app.ts';

// Playwright calls this file's default export once, before the first test.
export default ensureBuiltApp;
