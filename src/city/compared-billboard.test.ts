import { expect, test } from 'vitest';
import type { KnownShare, PredictionChangeRow } from '#view/prediction-change.ts';
import { writeComparedBillboard } from './compared-billboard.ts';
import type { LabelAtlas } from './label-atlas.ts';
import type { LabelBoard, LabelSurface } from './label-board.ts';
import { quadAnchors } from './label-quad.ts';

const plate: LabelSurface = { anchor: quadAnchors.tower, x: 0, y: 16, z: 0, out: 0.8 };
const known = (percent: number): KnownShare => ({ percent, isMost: false });
const row = (id: number, before: KnownShare, after: KnownShare): PredictionChangeRow => ({
  id,
  text: `t${String(id)}`,
  before,
  after,
  points: after.percent - before.percent,
});
const paris = row(1, known(77), known(15));
const the = row(2, known(6), known(30));
const risen = row(3, { percent: 1, isMost: true }, known(10));

/** What is written, by record. */
function written(
  change: Parameters<typeof writeComparedBillboard>[3]['change'],
  missing = '',
): { readonly texts: ReadonlyMap<number, string>; readonly isComplete: boolean } {
  const texts = new Map<number, string>();
  const board: Pick<LabelBoard, 'text' | 'box'> = {
    text: (record, _surface, { text }) => {
      if (missing !== '' && text.includes(missing)) return undefined;
      texts.set(record, text);
      return 0.2;
    },
    box: () => undefined,
  };
  const atlas: Pick<LabelAtlas, 'spell'> = { spell: (text) => text };
  const isComplete = writeComparedBillboard(
    { board: board as LabelBoard, atlas: atlas as LabelAtlas },
    0,
    plate,
    { change, textOf: (id) => ({ text: `t${String(id)}`, hex: '' }) },
  );
  return { texts, isComplete };
}

test('both columns name each token with its share, the second with the change', () => {
  const { texts, isComplete } = written({ before: [paris, the], after: [the, paris, risen] });
  const all = [...texts.values()];
  expect(isComplete).toBe(true);
  expect(all).toEqual(expect.arrayContaining(['t1', '77 %', '6 %', '30 % +24', '15 % −62']));
  expect(all).toContain('10 % ≥+9');
  expect(Math.max(...texts.keys())).toBeLessThan(26);
});

test('from afar the changed run’s answer stands above what it was before', () => {
  const { texts } = written({ before: [paris, the], after: [the, paris] });
  expect([texts.get(24), texts.get(25)]).toEqual(['t2', 'was t1']);
  const same = written({ before: [paris], after: [paris] });
  expect([same.texts.get(24), same.texts.get(25)]).toEqual(['t1', '77 % → 15 %']);
});

test('a text that is not in the atlas yet leaves the board incomplete', () => {
  expect(written({ before: [paris], after: [the] }, 't2').isComplete).toBe(false);
});
