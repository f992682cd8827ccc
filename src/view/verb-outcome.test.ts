import { expect, test } from 'vitest';
import type { Change } from '#contract/change.ts';
import type { Grip, VerbStage } from '#contract/verb.ts';
import type { StoreState } from '#store/read.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { stateWith } from '#tests/fakes/panel-bench.ts';
import { handleWords, verbOutcome } from './verb-outcome.ts';

const floor: Grip = { verb: 'grab', layer: 1 };
const cut: Grip = { verb: 'slice', layer: 1 };
const beam: Grip = { verb: 'pull', layer: 1, head: 0, query: 1, key: 0 };

const liveState = liveBench().store.state;
const loading = stateWith({ engine: { kind: 'idle' } });

/** What letting go would do, and after a dot what pulling further would. */
function line(grip: Grip, stage: VerbStage | undefined, state: StoreState = liveState): string {
  const { words, next } = verbOutcome({ grip, stage, isLost: false }, state);
  return next === '' ? words : `${words} · ${next}`;
}

function changed(...changes: readonly Change[]): StoreState {
  return { ...liveState, changes: changes.map((change, id) => ({ id, change, isOn: true })) };
}

test.each([
  [floor, 'pull on to open layer 1'],
  [cut, 'pull on to lay the towers open above layer 1'],
  [beam, 'pull on to keep the numbers of this beam in view'],
])('held a little, $0.verb says what comes next', (grip, words) => {
  expect(line(grip, undefined)).toBe(words);
  expect(verbOutcome({ grip, stage: undefined, isLost: false }, liveState).effect).toBe('nothing');
});

test.each([
  [floor, 'release: layer 1 stays open to be read · pull on to pull it free: layer 1 × 0'],
  [
    cut,
    'release: the towers stay open above layer 1, to be read · pull on to stop the model there',
  ],
  [
    beam,
    'release: the numbers of the beam of head 0 of layer 1 from “␣t0” stay in view · pull on to tear it out',
  ],
])('opened, $0.verb says what is read and what would change', (grip, words) => {
  expect(line(grip, 'read')).toBe(words);
});

test.each([
  [floor, 'release: layer 1 × 0'],
  [cut, 'release: the answer is read after layer 1'],
  [beam, 'release: head 0 of layer 1 reads nothing from “␣t0”, here and in every later word'],
])('past the threshold, $0.verb names the change before it happens', (grip, words) => {
  expect(line(grip, 'change')).toBe(words);
  expect(verbOutcome({ grip, stage: 'change', isLost: false }, liveState).effect).toBe('change');
});

test('the choices for the next change are in its words', () => {
  const settings = { ...liveState.settings, ablation: 'mean', tearScope: 'this' } as const;
  const state = { ...liveState, settings };
  expect(line(floor, 'change', state)).toBe('release: layer 1 at its calibration mean');
  expect(line(beam, 'change', state)).toMatch(/from “␣t0”, here alone$/);
});

test('what is changed already is put back by the same gesture', () => {
  const layer = changed({ kind: 'layer', layer: 1, by: 'zero' });
  expect(line(floor, 'change', layer)).toBe('release: layer 1 is put back');
  expect(line(floor, 'read', layer)).toMatch(/ · pull on to put it back$/);
  expect(line({ ...floor, layer: 2 }, 'change', layer)).toBe('release: layer 2 × 0');
  expect(line(cut, 'change', changed({ kind: 'stop', layer: 1 }))).toBe(
    'release: the answer is read at the top again',
  );
  const torn = { kind: 'beam', layer: 1, head: 0, query: 1, key: 0, scope: 'later' } as const;
  expect(line(beam, 'change', changed(torn))).toBe('release: head 0 of layer 1 reads “␣t0” again');
  expect(line(beam, 'change', changed({ ...torn, query: 0 }))).toMatch(/reads nothing from/);
});

test('a change that is switched off is not one to put back', () => {
  const change: Change = { kind: 'layer', layer: 1, by: 'zero' };
  const state = { ...liveState, changes: [{ id: 0, change, isOn: false }] };
  expect(line(floor, 'change', state)).toBe('release: layer 1 × 0');
});

test('without the model a verb only reads, and says why', () => {
  const held = { grip: floor, stage: 'change', isLost: false } as const;
  expect(verbOutcome(held, loading)).toEqual({
    words: 'release: layer 1 stays open to be read',
    next: 'the model is still loading: this reads the recorded run and cannot change it yet',
    effect: 'read',
  });
  const failed = stateWith({ engine: { kind: 'failed', message: 'No such file.' } });
  expect(verbOutcome(held, failed).next).toBe(
    'the model is not here: this reads the recorded run and cannot change it (No such file)',
  );
  const ready = stateWith({ engine: { kind: 'ready' } });
  expect(verbOutcome(held, ready).next).toMatch(/^the model has not read this sentence yet/);
  const awaiting = { ...liveState, awaitedPrompt: 'a' };
  expect(verbOutcome(held, awaiting).next).toBe('another sentence is about to be read');
  const reading = { ...liveState, arrivedCount: 1 };
  expect(verbOutcome(held, reading).next).toBe('the model is still reading the sentence');
  expect(verbOutcome(held, { ...liveState, hello: undefined }).next).toBe(
    'there is no run to change yet',
  );
});

test('stopping after the last layer changes nothing', () => {
  const last: Grip = { verb: 'slice', layer: 2 };
  expect(line(last, 'change')).toMatch(/ · layer 2 is the last: the answer is read there anyway$/);
});

test('a hand that is out of sight holds what it has', () => {
  const held = { grip: floor, stage: 'change', isLost: true } as const;
  expect(verbOutcome(held, liveState)).toEqual({
    words: 'release: layer 1 × 0',
    next: 'the hand is out of sight: all stays as it is until it is back',
    effect: 'change',
  });
});

test('a handle that is pointed at says how to take hold and what that does', () => {
  expect(handleWords(floor, liveState)).toBe('drag: open layer 1 · all the way: layer 1 × 0');
  expect(handleWords(floor, loading)).toBe('drag: open layer 1');
  expect(handleWords(cut, changed({ kind: 'stop', layer: 1 }))).toMatch(
    / · all the way: the answer is read at the top again$/,
  );
});
