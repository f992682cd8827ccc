import { expect, test } from 'vitest';
import type { HeldGrip } from '#contract/preview.ts';
import type { Grip } from '#contract/verb.ts';
import { createPreview } from '#input/create-preview.ts';
import { initialState } from '#store/initial-state.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { BeamList } from '#view/beam-list.ts';
import type { BeamDraw } from './beam-draw.ts';
import { BeamRecords } from './beam-records.ts';
import type { CityContext } from './city-part.ts';
import { LateBeams } from './late-beams.ts';

const at = { x: 0, y: 0, z: 0 };

function held(grip: Grip): HeldGrip {
  return {
    actor: 'mouse',
    grip,
    pulledMetres: 0.2,
    stage: 'read',
    fromPoint: at,
    atPoint: at,
    isLost: false,
  };
}

/** A city with one beam, which is record 0. */
function bench() {
  const preview = createPreview();
  const { store } = createFakeStore(initialState);
  let frames = 0;
  let rewrites = 0;
  const marked: number[] = [];
  const records = new BeamRecords(new BeamList());
  records.indexOfBeam = () => 0;
  const draw = {
    records: { recordsArray: new Float32Array(20) },
    markRecord: (record: number) => marked.push(record),
  } as unknown as BeamDraw;
  const context = { store, preview, requestFrame: () => (frames += 1) } as unknown as CityContext;
  const late = new LateBeams(context, { draw, records, rewrite: () => (rewrites += 1) });
  const holdFor = (...grips: readonly Grip[]): void => {
    preview.set({ held: grips.map(held) });
    late.bow();
  };
  return { late, marked, holdFor, frameCount: () => frames, rewriteCount: () => rewrites };
}

test('a floor that is held and let go has nothing to do with beams', async () => {
  const { marked, holdFor, frameCount, rewriteCount } = bench();
  holdFor({ verb: 'grab', layer: 1 });
  holdFor();
  await import('./beam-touch.ts');
  await new Promise((resolve) => setTimeout(resolve));
  expect([frameCount(), rewriteCount(), marked.length]).toEqual([0, 0, 0]);
});

test('a beam that is let go is put back by itself, even when another hand takes hold then', async () => {
  const { marked, holdFor, frameCount, rewriteCount } = bench();
  const pull: Grip = { verb: 'pull', layer: 0, head: 0, query: 1, key: 0 };
  holdFor(pull);
  await expect.poll(frameCount).toBe(1);
  expect(rewriteCount()).toBe(1);
  holdFor(pull);
  expect(marked).toEqual([0]);
  holdFor({ verb: 'grab', layer: 1 });
  expect(marked).toEqual([0, 0]);
  holdFor();
  expect(marked).toEqual([0, 0]);
  expect(rewriteCount()).toBe(1);
});
