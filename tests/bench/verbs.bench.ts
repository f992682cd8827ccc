import type { Intent } from '#contract/intent.ts';
import { withBenchPage } from '#tests/bench/bench-page.ts';
import { CityRun } from '#tests/bench/city-run.ts';
import type { Emit } from '#tests/bench/emit.ts';
import { median } from '#tests/bench/median.ts';

const prompt = 'The capital of France is';
const promptTokenCount = 5;
const pairCount = 9;
/** The first rounds compile what is measured. */
const warmUpCount = 3;

const tear: Intent = {
  ...{ kind: 'verb', verb: 'pull', stage: 'change' },
  ...{ layer: 23, head: 4, query: 4, key: 3 },
};

/** From the end of a gesture to the changed model's light, beside a plain step of the same model. */
export async function run(emit: Emit): Promise<void> {
  await withBenchPage(async ({ page }) => {
    const city = await CityRun.open(page);
    await city.read(prompt, promptTokenCount);
    const ratios: number[] = [];
    const frames: number[] = [];
    for (let pair = 0; pair < warmUpCount + pairCount; pair++) {
      const step = await city.timeToOverview(
        { kind: 'step-token', direction: 1 },
        promptTokenCount,
      );
      await city.settle();
      await city.read(prompt, promptTokenCount);
      const change = await city.timeToOverview(tear, promptTokenCount - 1);
      await city.settle();
      await city.undoChanges();
      if (pair < warmUpCount) continue;
      ratios.push(change.millis / step.millis);
      frames.push(change.frames);
    }
    emit({ name: 'verbs.lightOfStep', value: median(ratios), unit: 'ratio' });
    emit({ name: 'verbs.lightFrames', value: median(frames), unit: 'frames' });
  });
}
