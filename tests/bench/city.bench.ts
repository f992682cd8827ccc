import { longPrompt, shortPrompt } from '#tests/bench/bench-prompts.ts';
import { withBenchPage } from '#tests/bench/bench-page.ts';
import { CityRun } from '#tests/bench/city-run.ts';
import type { Emit } from '#tests/bench/emit.ts';
import { countTypedArrays, measureScriptMillis, sampleBytes } from '#tests/bench/frame-cost.ts';
import { buildMappedApp, type MappedApp } from '#tests/bench/mapped-app.ts';
import { median } from '#tests/bench/median.ts';

const frameCount = 120;
/** Frames that are drawn before any is measured: shaders compile, the compiler wakes up. */
const warmUpFrameCount = 20;

/** What a frame of the city costs at 18 and at 128 tokens of 30 layers, everything shown. */
export async function run(emit: Emit): Promise<void> {
  const app = await buildMappedApp();
  try {
    await withBenchPage(
      async ({ page }) => {
        await measureCity(await CityRun.open(page), app, emit);
      },
      () => app.serve(),
    );
  } finally {
    await app.dispose();
  }
}

async function measureCity(city: CityRun, app: MappedApp, emit: Emit): Promise<void> {
  await city.read(shortPrompt, 18);
  const fewCounts = await city.countFrame();
  await city.turnCamera(warmUpFrameCount);
  const fewMillis = await measureScriptMillis(city, frameCount);
  emit({ name: 'city.scriptMillisPerFrame.tokens18', value: fewMillis, unit: 'ms' });

  await city.read(longPrompt, 120);
  const uploadedBytes: number[] = [];
  const activationBytes: number[] = [];
  for (let count = 121; count <= 128; count++) {
    await city.takeUploadedBytes();
    await city.writeToken(count);
    const bytes = await city.takeUploadedBytes();
    uploadedBytes.push(Object.values(bytes).reduce((all, each) => all + each, 0));
    // The only texture in layers is that of the activations.
    activationBytes.push(bytes['texSubImage3D'] ?? 0);
  }
  emit({ name: 'city.uploadBytesPerToken', value: median(uploadedBytes), unit: 'bytes' });
  emit({
    name: 'city.uploadBytesPerToken.activations',
    value: median(activationBytes),
    unit: 'bytes',
  });

  const manyCounts = await city.countFrame();
  const most = (name: 'drawCalls' | 'triangles'): number =>
    Math.max(fewCounts[name], manyCounts[name]);
  emit({ name: 'city.drawCalls', value: most('drawCalls'), unit: 'count' });
  emit({ name: 'city.triangles', value: most('triangles'), unit: 'count' });

  await city.turnCamera(warmUpFrameCount);
  const manyMillis = await measureScriptMillis(city, frameCount);
  emit({ name: 'city.scriptMillisPerFrame.tokens128', value: manyMillis, unit: 'ms' });
  emit({ name: 'city.scriptMillisRatio', value: manyMillis / fewMillis, unit: 'ratio' });

  const arrays = await countTypedArrays(city, app, frameCount);
  emit({ name: 'city.typedArraysPerFrame', value: ownShare(arrays), unit: 'count' });
  const bytes = await sampleBytes(city, app, frameCount);
  emit({ name: 'city.sampledBytesPerFrame', value: ownShare(bytes), unit: 'bytes' });
  explain('typed arrays', arrays);
  explain('bytes', bytes);
}

/** What scripts built from `src/` have of it; Babylon and the bench itself are left out. */
function ownShare(shares: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [source, share] of shares) if (source.startsWith('src/')) sum += share;
  return sum;
}

/** Who makes what, for whoever wants to mend it. */
function explain(what: string, shares: ReadonlyMap<string, number>): void {
  const largest = [...shares].sort((a, b) => b[1] - a[1]).slice(0, 20);
  for (const [source, share] of largest) {
    process.stderr.write(`  ${what} per frame: ${share.toFixed(2)} in ${source}\n`);
  }
}
