import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultModel } from '#contract/default-model.ts';
import type { StoredCalibration } from '#contract/stored-calibration.ts';
import { withBenchPage } from '#tests/bench/bench-page.ts';
import type { Emit, Figure } from '#tests/bench/emit.ts';
import { measureEngine } from '#tests/bench/engine-measures.ts';
import { routeBundledWorker } from '#tests/support/bundled-worker.ts';

function readProject(path: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
}

/** Load, decode, prefill and re-run of the default model, in Node and in a worker in Chromium. */
export async function run(emit: Emit): Promise<void> {
  const kernels = new Uint8Array(readProject('src/engine/kernels/kernels.wasm'));
  const calibration = JSON.parse(
    readProject(`assets${defaultModel.calibrationUrl}`).toString('utf8'),
  ) as StoredCalibration;
  const file = new Uint8Array(readProject(`assets${defaultModel.url}`));
  measureEngine({ file, kernels, display: calibration.display }, 'node').forEach(emit);

  await withBenchPage(async ({ page }) => {
    const path = await routeBundledWorker(page, 'tests/bench/engine-bench-worker.ts');
    await page.goto('/licenses.md');
    const outcome = await page.evaluate(
      async (order) => {
        return new Promise<{ figures?: Figure[]; error?: string }>((resolve) => {
          const worker = new Worker(order.path, { type: 'module' });
          worker.onmessage = ({ data }) => {
            resolve(data as { figures?: Figure[]; error?: string });
          };
          worker.onerror = ({ message }) => {
            resolve({ error: message });
          };
          worker.postMessage({ ...order, kernels: Uint8Array.from(order.kernels) });
        });
      },
      { path, file: defaultModel.url, kernels: [...kernels], calibration },
    );
    if (outcome.figures === undefined) throw new Error(outcome.error ?? 'The worker said nothing.');
    outcome.figures.forEach(emit);
  });
}
