import type { Page } from '@playwright/test';
import { withBenchPage } from '#tests/bench/bench-page.ts';
import type { Emit } from '#tests/bench/emit.ts';
import { countTypedArrays } from '#tests/bench/frame-cost.ts';
import { countGraphics } from '#tests/bench/graphics-counts.ts';
import { buildMappedApp, type MappedApp } from '#tests/bench/mapped-app.ts';
import { CityPage } from '#tests/e2e/city-page.ts';
import { HeadsetPage } from '#tests/e2e/headset-page.ts';

const frameCount = 12;
const eyeCount = 2;

/** What a frame costs in an emulated headset, which draws one eye after the other. */
export async function run(emit: Emit): Promise<void> {
  const app = await buildMappedApp();
  try {
    await withBenchPage(
      async ({ page }) => {
        await measureHeadset(page, app, emit);
      },
      () => app.serve(),
    );
  } finally {
    await app.dispose();
  }
}

async function measureHeadset(page: Page, app: MappedApp, emit: Emit): Promise<void> {
  await page.setViewportSize({ width: 480, height: 240 });
  // The recorded run is what is looked at; the model would take the processor.
  await page.route('**/models/*.gguf', () => undefined);
  const city = await CityPage.prepare(page);
  await page.addInitScript(countGraphics);
  const headset = new HeadsetPage(city);
  await headset.open();
  await headset.enter();
  // Both controllers, a ray, the arc and its ring are there, and all that the city has.
  await headset.move(({ controllers }) => {
    controllers.right.position.set(0.15, 1.4, -0.5);
    controllers.left.position.set(-0.15, 1.4, -0.5);
    controllers.left.updateAxes('thumbstick', 0, -1);
  });
  await headset.play(frameCount);

  const before = await readCounts(page);
  await headset.play(frameCount);
  const after = await readCounts(page);
  const perView = (name: 'drawCalls' | 'triangles'): number =>
    (after[name] - before[name]) / (after.frames - before.frames) / eyeCount;
  emit({ name: 'xr.drawCallsPerView', value: perView('drawCalls'), unit: 'count' });
  emit({ name: 'xr.trianglesPerView', value: perView('triangles'), unit: 'count' });

  const turning = { page, turnCamera: (count: number) => turnHead(headset, count) };
  const arrays = await countTypedArrays(turning, app, frameCount);
  let own = 0;
  for (const [source, share] of arrays) if (source.startsWith('src/')) own += share;
  emit({ name: 'xr.typedArraysPerFrame', value: own, unit: 'count' });

  const { late, early } = await watchUploads(headset);
  if (early + late === 0) throw new Error('Nothing was uploaded that could have come too late.');
  emit({ name: 'xr.uploadsBeforeDraw', value: early / (early + late), unit: 'ratio' });
}

async function readCounts(
  page: Page,
): Promise<{ readonly drawCalls: number; readonly triangles: number; readonly frames: number }> {
  return page.evaluate(() => {
    const { drawCalls, triangles } = window.graphicsCounts;
    return { drawCalls, triangles, frames: window.neuralCity.city?.figures.drawnFrames ?? 0 };
  });
}

async function turnHead(headset: HeadsetPage, count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1) {
    await headset.move((emulated, turn) => {
      emulated.quaternion.set(0, Math.sin(turn / 2), 0, Math.cos(turn / 2));
    }, frame * 0.02);
    await headset.play(1);
  }
}

/** Uploads of frames that change what is shown: those before a frame's first draw, and those after it. */
async function watchUploads(
  headset: HeadsetPage,
): Promise<{ readonly early: number; readonly late: number }> {
  const { city } = headset;
  await city.page.evaluate(() => {
    const stage = window.neuralCity.city?.stage;
    if (!stage) throw new Error('There is no city.');
    const seen = { early: 0, late: 0, inFrame: false, hasDrawn: false };
    Object.assign(window, { seenUploads: seen });
    const drawFrame = stage.drawFrame.bind(stage);
    Object.assign(stage, {
      drawFrame: (timeMillis: number) => {
        seen.inFrame = true;
        seen.hasDrawn = false;
        drawFrame(timeMillis);
        seen.inFrame = false;
      },
    });
    const prototype = WebGL2RenderingContext.prototype as unknown as Record<
      string,
      (...args: unknown[]) => unknown
    >;
    const watch = (name: string, note: (args: readonly unknown[]) => void): void => {
      const original = prototype[name];
      if (!original) throw new Error(`WebGL2 has no ${name}.`);
      prototype[name] = function (this: unknown, ...args) {
        if (seen.inFrame) note(args);
        return original.apply(this, args);
      };
    };
    for (const name of ['drawElements', 'drawElementsInstanced', 'drawArrays']) {
      watch(name, () => (seen.hasDrawn = true));
    }
    for (const name of ['texImage2D', 'texSubImage2D', 'texSubImage3D', 'bufferSubData']) {
      watch(name, ([target]) => {
        if (target === WebGL2RenderingContext.UNIFORM_BUFFER) return;
        if (seen.hasDrawn) seen.late += 1;
        else seen.early += 1;
      });
    }
  });
  await city.dispatch(
    { kind: 'seek', position: 1, layer: 3 },
    { kind: 'select-token', position: 2 },
    { kind: 'set-beam-threshold', weight: 0.05 },
  );
  await headset.play(2);
  await city.dispatch({ kind: 'step-layer', direction: 1 });
  await turnHead(headset, 4);
  return city.page.evaluate(
    () => (window as unknown as { seenUploads: { early: number; late: number } }).seenUploads,
  );
}
