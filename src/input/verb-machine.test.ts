import { expect, test } from 'vitest';
import type { Intent } from '#contract/intent.ts';
import type { Vec3 } from '#contract/preview.ts';
import { metresPerPixel, verbDistances } from '#contract/verb.ts';
import type { Grip } from '#contract/verb.ts';
import { createPreview } from './create-preview.ts';
import { VerbMachine } from './verb-machine.ts';
import type { VerbSample } from './verb-machine.ts';

const floor: Grip = { verb: 'grab', layer: 23 };
const beam: Grip = { verb: 'pull', layer: 23, head: 4, query: 4, key: 3 };
const plane: Grip = { verb: 'slice', layer: 29 };

function at(x: number, y = 0, z = 0): Vec3 {
  return { x, y, z };
}

/** A reading at so many metres of the hand; the city is ten times as large and elsewhere. */
function reading(handPoint: Vec3, rest: Partial<VerbSample> = {}): VerbSample {
  const { x, y, z } = handPoint;
  return { handPoint, atPoint: at(x * 10 + 5, y * 10, z * 10), timeMillis: 1000, ...rest };
}

function bench(actor = 'mouse', preview = createPreview()) {
  const intents: Intent[] = [];
  const world = { preview, dispatch: (intent: Intent) => void intents.push(intent) };
  return { machine: new VerbMachine(actor, world), preview, intents };
}

test.each([
  [[0.09], undefined],
  [[0.1], 'read'],
  [[0.49], 'read'],
  [[0.5], 'change'],
  [[0.5, 0.42], 'change'],
  [[0.5, 0.419], 'read'],
  [[0.5, 0.419, 0.49], 'read'],
  [[0.5, 0.419, 0.5, 0.43], 'change'],
  [[0.5, 0.09], undefined],
] as const)('pulled to %j metres in turn, a release would mean %s', (path, stage) => {
  for (const grip of [floor, beam, plane]) {
    const { machine, preview, intents } = bench();
    machine.take(grip, reading(at(0)));
    for (const metres of path) machine.move(reading(at(metres)));
    expect(preview.state.held).toEqual([machine.held]);
    expect(machine.held).toMatchObject({ actor: 'mouse', grip, stage, isLost: false });
    const last = reading(at(path[path.length - 1] ?? 0), { timeMillis: 9000 });
    expect(machine.release(last)).toBe(stage ?? 'nothing');
    expect(intents).toEqual(stage ? [{ kind: 'verb', stage, ...grip }] : []);
    expect(preview.state.held).toEqual([]);
    expect(machine.held).toBeUndefined();
  }
});

test('a mouse opens at 80 pixels, arms at 400 and disarms below 336', () => {
  const { reads, arms, disarms } = verbDistances;
  expect([80, 400, 336].map((pixels) => pixels * metresPerPixel)).toEqual([reads, arms, disarms]);
});

test('where it is let go decides, though nobody moved there before', () => {
  const { machine, intents } = bench();
  machine.take(floor, reading(at(0)));
  machine.move(reading(at(0.2)));
  expect(machine.release(reading(at(0.6)))).toBe('change');
  expect(intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'grab', layer: 23 }]);
});

test('a floor is pulled along its own direction only, a beam any way from where it was plucked', () => {
  const grab = bench();
  grab.machine.take(floor, reading(at(0)), at(0, 0, -1));
  grab.machine.move(reading(at(3, 2, -0.25)));
  expect(grab.machine.held).toMatchObject({ pulledMetres: 0.25, stage: 'read' });
  grab.machine.move(reading(at(0, 0, 4)));
  expect(grab.machine.held).toMatchObject({ pulledMetres: 0, stage: undefined });

  const pull = bench();
  pull.machine.take(beam, reading(at(1, 1, 1)));
  pull.machine.move(reading(at(1.3, 1.4, 1)));
  expect(pull.machine.held?.pulledMetres).toBeCloseTo(0.5, 12);
});

test('a plane is chosen up and down, snaps to layers, and stays while it is pulled aside', () => {
  const { machine, intents } = bench();
  machine.take(plane, reading(at(0), { sliceLayer: 29 }));
  machine.move(reading(at(0, -0.02), { sliceLayer: 28 }));
  expect(machine.held).toMatchObject({ grip: { layer: 28 }, pulledMetres: 0, stage: 'read' });
  machine.move(reading(at(0.05, -0.4), { sliceLayer: 26 }));
  machine.move(reading(at(0.11, -0.4), { sliceLayer: 26 }));
  machine.move(reading(at(0.3, -0.6), { sliceLayer: 24 }));
  expect(machine.held).toMatchObject({ grip: { layer: 26 }, pulledMetres: 0.3 });
  machine.move(reading(at(0.52, -0.7), { sliceLayer: 22 }));
  expect(machine.release(reading(at(0.5, -0.7), { sliceLayer: 22 }))).toBe('change');
  expect(intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'slice', layer: 26 }]);
});

test('a plane pulled aside in one leap is the one it leapt to', () => {
  const { machine, intents } = bench();
  machine.take(plane, reading(at(0), { sliceLayer: 29 }));
  machine.release(reading(at(0.52, -0.3), { sliceLayer: 26 }));
  expect(intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'slice', layer: 26 }]);
});

test('a plane put back where it was does nothing, one placed elsewhere is read', () => {
  const back = bench();
  back.machine.take(plane, reading(at(0), { sliceLayer: 29 }));
  back.machine.move(reading(at(0, -0.4), { sliceLayer: 27 }));
  expect(back.machine.release(reading(at(0), { sliceLayer: 29, timeMillis: 9000 }))).toBe(
    'nothing',
  );
  expect(back.intents).toEqual([]);
  const placed = bench();
  placed.machine.take(plane, reading(at(0), { sliceLayer: 29 }));
  expect(placed.machine.release(reading(at(0, -0.4), { sliceLayer: 27 }))).toBe('read');
  expect(placed.intents).toEqual([{ kind: 'verb', stage: 'read', verb: 'slice', layer: 27 }]);
});

test.each([
  [250, 0.02, 'select'],
  [251, 0.02, 'nothing'],
  [250, 0.021, 'nothing'],
] as const)('let go after %d ms and %d m is %s', (millis, metres, outcome) => {
  const { machine, intents } = bench();
  machine.take(beam, reading(at(0)));
  expect(machine.release(reading(at(metres), { timeMillis: 1000 + millis }))).toBe(outcome);
  expect(intents).toEqual([]);
});

test('tracking lost mid-pull holds everything as it is, and resumes with the next reading', () => {
  const { machine, preview, intents } = bench();
  machine.take(floor, reading(at(0)));
  machine.move(reading(at(0.45)));
  const before = machine.held;
  machine.lose();
  expect(machine.held).toEqual({ ...before, isLost: true });
  expect(preview.state.held).toEqual([machine.held]);
  machine.move(reading(at(0.55)));
  expect(machine.held).toMatchObject({ pulledMetres: 0.55, stage: 'change', isLost: false });
  expect(machine.release(reading(at(0.55)))).toBe('change');
  expect(intents).toHaveLength(1);
});

test('a hand that opened while it was not seen does nothing', () => {
  const { machine, preview, intents } = bench();
  machine.take(floor, reading(at(0)));
  machine.move(reading(at(0.6)));
  machine.lose();
  expect(machine.release(reading(at(0.7)))).toBe('nothing');
  expect(intents).toEqual([]);
  expect(preview.state.held).toEqual([]);
});

test('dropped, even past the threshold, nothing is changed and nothing stays held', () => {
  const { machine, preview, intents } = bench();
  machine.take(floor, reading(at(0)));
  machine.move(reading(at(0.8)));
  machine.drop();
  expect(machine.release(reading(at(0.8)))).toBe('nothing');
  machine.move(reading(at(0.9)));
  machine.lose();
  expect(intents).toEqual([]);
  expect(preview.state.held).toEqual([]);
});

test('taking hold anew lets go of what was held before, without doing it', () => {
  const { machine, preview, intents } = bench();
  machine.take(floor, reading(at(0)));
  machine.move(reading(at(0.8)));
  machine.take(beam, reading(at(2)));
  expect(preview.state.held).toMatchObject([{ grip: beam, pulledMetres: 0, stage: undefined }]);
  expect(intents).toEqual([]);
});

test('two hands hold at once, and each shows and lets go of its own alone', () => {
  const preview = createPreview();
  const left = bench('left', preview);
  const right = bench('right', preview);
  left.machine.take(floor, reading(at(0)));
  right.machine.take(beam, reading(at(1)));
  left.machine.move(reading(at(0.2)));
  right.machine.move(reading(at(1.6)));
  expect(new Set(preview.state.held)).toEqual(new Set([left.machine.held, right.machine.held]));
  right.machine.release(reading(at(1.6)));
  expect(preview.state.held).toEqual([left.machine.held]);
  expect(right.intents).toEqual([{ kind: 'verb', stage: 'change', ...beam }]);
  expect(left.intents).toEqual([]);
});

type Recorded = ['take', Grip, VerbSample, Vec3?] | ['move' | 'release', VerbSample] | ['lose'];

function replay(recording: readonly Recorded[], actor: string): Intent[] {
  const { machine, intents } = bench(actor);
  for (const moment of recording) {
    if (moment[0] === 'take') machine.take(moment[1], moment[2], moment[3]);
    else if (moment[0] === 'lose') machine.lose();
    else machine[moment[0]](moment[1]);
  }
  return intents;
}

test('recorded gestures replay: the same samples as plain data say the same intents, whoever replays them', () => {
  const recording: readonly Recorded[] = [
    ['take', floor, reading(at(0)), at(0, 0, -1)],
    ...[0.1, 0.3, 0.52].map((metres): Recorded => ['move', reading(at(0.1, 0, -metres))]),
    ['lose'],
    ['release', reading(at(0, 0, -0.5))],
    ['take', plane, reading(at(0), { sliceLayer: 29 })],
    ['move', reading(at(0.01, -0.3), { sliceLayer: 26 })],
    ['release', reading(at(0.51, -0.3), { sliceLayer: 26 })],
    ['take', beam, reading(at(0, 1.2, 0))],
    ['move', reading(at(0.3, 1.6, 0))],
    ['release', reading(at(0.2, 1.6, 0.2))],
    ['take', floor, reading(at(0))],
    ['release', reading(at(0.2))],
  ];
  const said = replay(recording, 'mouse');
  expect(said).toEqual([
    { kind: 'verb', stage: 'change', verb: 'slice', layer: 26 },
    { kind: 'verb', stage: 'change', ...beam },
    { kind: 'verb', stage: 'read', ...floor },
  ]);
  const stored = JSON.parse(JSON.stringify(recording)) as Recorded[];
  expect(replay(stored, 'right')).toEqual(said);
  expect(JSON.parse(JSON.stringify(said))).toEqual(said);
});
