import { measureEngine } from '#tests/bench/engine-measures.ts';
import type { StoredCalibration } from '#contract/stored-calibration.ts';

/** Bundled by engine.bench.ts and run as a worker in Chromium; posts figures, or an error in words. */
interface Order {
  readonly file: string;
  readonly kernels: Uint8Array;
  readonly calibration: StoredCalibration;
}

addEventListener('message', (event: MessageEvent<Order>) => {
  const { file, kernels, calibration } = event.data;
  fetch(file)
    .then(async (response) => new Uint8Array(await response.arrayBuffer()))
    .then((bytes) =>
      measureEngine({ file: bytes, kernels, display: calibration.display }, 'chromium'),
    )
    .then(
      (figures) => {
        postMessage({ figures });
      },
      (error: unknown) => {
        postMessage({ error: String(error) });
      },
    );
});
