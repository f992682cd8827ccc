import chromium from '@sparticuz/chromium';

// Unpacks into this process's TMPDIR; unpacked-chromium.ts starts it with one of its own.
await chromium.executablePath();
