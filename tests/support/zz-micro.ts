import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findTestBrowser } from '#tests/support/test-browser.ts';
const b=await chromium.launch(await findTestBrowser());
const page=await b.newPage();
await page.evaluate(readFileSync('/tmp/as/v/measure.js','utf8'));
for(let i=0;i<2;i++)console.log('chrome',await page.evaluate(([a,n])=>(globalThis as any).measureVariants(a,n),[[...readFileSync('/tmp/as/v/v.wasm')],process.argv.slice(2)]));
await b.close();
