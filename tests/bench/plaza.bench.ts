import { longPrompt } from '#tests/bench/bench-prompts.ts';
import { withBenchPage } from '#tests/bench/bench-page.ts';
import { CityRun } from '#tests/bench/city-run.ts';
import type { Emit } from '#tests/bench/emit.ts';
import { countTypedArrays, measureScriptMillis } from '#tests/bench/frame-cost.ts';
import { buildMappedApp, type MappedApp } from '#tests/bench/mapped-app.ts';
import { median } from '#tests/bench/median.ts';

const frameCount = 40;
const pairCount = 3;
/** The first opening fetches the program of what stands open; it is told apart. */
const layers = [23, 5, 12];

/** What an open layer costs over the city alone, at 128 tokens. */
export async function run(emit: Emit): Promise<void> {
  const app = await buildMappedApp();
  try {
    await withBenchPage(
      async ({ page }) => {
        await measurePlaza(await CityRun.open(page), app, emit);
      },
      () => app.serve(),
    );
  } finally {
    await app.dispose();
  }
}

async function measurePlaza(city: CityRun, app: MappedApp, emit: Emit): Promise<void> {
  await city.read(longPrompt, 120);
  for (let count = 121; count <= 128; count++) await city.writeToken(count);

  const frames: number[] = [];
  for (const layer of layers) {
    frames.push(await city.openLayer(layer));
    await city.settle();
    await city.closeLayers();
  }
  emit({ name: 'plaza.firstOpeningFrames', value: frames[0] ?? NaN, unit: 'frames' });
  emit({ name: 'plaza.openingFrames', value: median(frames.slice(1)), unit: 'frames' });

  const ratios: number[] = [];
  for (let pair = 0; pair < pairCount; pair++) {
    const closedMillis = await measureScriptMillis(city, frameCount);
    await city.openLayer(23);
    await city.settle();
    if (pair === 0) {
      const { drawCalls, triangles } = await city.countFrameHere();
      emit({ name: 'plaza.drawCalls', value: drawCalls, unit: 'count' });
      emit({ name: 'plaza.triangles', value: triangles, unit: 'count' });
      const arrays = await countTypedArrays(city, app, frameCount);
      let own = 0;
      for (const [source, share] of arrays) if (source.startsWith('src/')) own += share;
      emit({ name: 'plaza.typedArraysPerFrame', value: own, unit: 'count' });
    }
    const openMillis = await measureScriptMillis(city, frameCount);
    ratios.push(openMillis / closedMillis);
    await city.closeLayers();
  }
  emit({ name: 'plaza.scriptMillisRatio', value: median(ratios), unit: 'ratio' });
}
