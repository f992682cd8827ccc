import { expect, test } from 'vitest';
import { components } from '#contract/intent.ts';
import { createFakeInputWorld } from '#tests/fakes/fake-input-world.ts';
import { HeldKeys } from './held-keys.ts';
import { keyBindings, strokeOf } from './key-bindings.ts';
import { Keyboard, type KeySample } from './keyboard.ts';

const plain = { code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

function press(
  world: ReturnType<typeof createFakeInputWorld>,
  ...keys: Partial<KeySample>[]
): void {
  const keyboard = new Keyboard(world);
  for (const key of keys) keyboard.press({ ...plain, key: '', ...key });
}

test('no key means two things', () => {
  const strokes = keyBindings.flatMap((binding) => binding.strokes);
  expect(new Set(strokes).size).toBe(strokes.length);
});

test('no letter that walks means anything else', () => {
  const strokes = keyBindings.flatMap((binding) => binding.strokes);
  for (const letter of ['w', 'a', 's', 'd', 'q', 'e']) expect(strokes).not.toContain(letter);
});

test('shift names letters and arrows apart, and leaves what it types alone', () => {
  expect(strokeOf({ key: 'C', shiftKey: true })).toBe('shift+c');
  expect(strokeOf({ key: 'ArrowUp', shiftKey: true })).toBe('shift+arrowup');
  expect(strokeOf({ key: '?', shiftKey: true })).toBe('?');
  expect(strokeOf({ key: '>', shiftKey: true })).toBe('>');
});

test('space plays, and pauses when something plays', () => {
  const world = createFakeInputWorld();
  press(world, { key: ' ' });
  world.setFacts({ playing: true });
  press(world, { key: ' ' });
  expect(world.intents).toEqual([{ kind: 'play' }, { kind: 'pause' }]);
});

test('point and comma step tokens, brackets step layers', () => {
  const world = createFakeInputWorld();
  press(world, { key: '.' }, { key: ',' }, { key: ']' }, { key: '[' });
  expect(world.intents).toEqual([
    { kind: 'step-token', direction: 1 },
    { kind: 'step-token', direction: -1 },
    { kind: 'step-layer', direction: 1 },
    { kind: 'step-layer', direction: -1 },
  ]);
});

test('on the tour the arrows go from stop to stop, and G opens and closes the glossary', () => {
  const world = createFakeInputWorld();
  world.setFacts({ tourStop: 3 });
  press(world, { key: 'ArrowRight' }, { key: 'ArrowLeft' });
  world.setFacts({ tourStop: 0 });
  press(world, { key: 'ArrowLeft' }, { key: 'g' });
  world.setFacts({ glossaryOpen: true });
  press(world, { key: 'g' });
  expect(world.preview.state.focus).toBeUndefined();
  expect(world.intents).toEqual([
    { kind: 'go-to-tour-stop', stop: 4 },
    { kind: 'go-to-tour-stop', stop: 2 },
    { kind: 'go-to-tour-stop', stop: 0 },
    { kind: 'open-glossary', open: true },
    { kind: 'open-glossary', open: false },
  ]);
});

test('every part of the picture has a key that switches it off', () => {
  const world = createFakeInputWorld();
  press(world, ...['b', 't', 'r', 'p', 'l', 'y', 'u'].map((key) => ({ key })));
  press(world, { key: 'T', shiftKey: true });
  const switched = world.intents.map((each) => each.kind === 'set-component' && each.component);
  expect([...switched].sort()).toEqual([...components].sort());
});

test('digits isolate a head that exists, the same digit or 0 frees it', () => {
  const world = createFakeInputWorld();
  world.setFacts({ headCount: 4, isolatedHead: 1 });
  press(world, { key: '3' }, { key: '9' }, { key: '2' }, { key: '0' });
  expect(world.intents).toEqual([
    { kind: 'isolate-head', head: 2 },
    { kind: 'isolate-head', head: null },
    { kind: 'isolate-head', head: null },
  ]);
});

test("the browser's own shortcuts stay the browser's", () => {
  const keyboard = new Keyboard(createFakeInputWorld());
  expect(keyboard.press({ ...plain, key: 'r', ctrlKey: true })).toBe(false);
  expect(keyboard.press({ ...plain, key: 'r', metaKey: true })).toBe(false);
});

test('arrows point at plinth, floors and roof of the tokens, within their bounds', () => {
  const world = createFakeInputWorld();
  press(world, { key: 'ArrowUp' });
  expect(world.preview.state.focus).toEqual({ kind: 'token', position: 4 });
  press(world, { key: 'ArrowUp' }, { key: 'ArrowUp' }, { key: 'ArrowLeft' });
  expect(world.preview.state.focus).toEqual({ kind: 'attention', position: 3, layer: 0 });
  press(world, ...Array.from({ length: 40 }, () => ({ key: 'ArrowUp' })));
  expect(world.preview.state.focus).toEqual({ kind: 'prediction', position: 4 });
});

test('C goes through the things of a floor, N through the windows and beams of a kind', () => {
  const world = createFakeInputWorld();
  const upOne = [{ key: 'ArrowUp' }, { key: 'ArrowUp' }];
  press(world, ...upOne, { key: 'c' }, { key: 'c' }, { key: 'n' });
  expect(world.preview.state.focus).toEqual({ kind: 'head', position: 4, layer: 0, head: 1 });
  press(world, ...upOne, ...Array.from({ length: 6 }, () => ({ key: 'c' })), { key: 'n' });
  expect(world.preview.state.focus).toEqual({ kind: 'beam', layer: 0, head: 1, query: 4, key: 0 });
});

test('Enter selects the token pointed at, F goes inside, Shift+F flies there, I isolates its layer', () => {
  const world = createFakeInputWorld();
  world.preview.set({ hover: { kind: 'head', position: 2, layer: 7, head: 3 } });
  const fly = { key: 'F', shiftKey: true };
  press(world, { key: 'Enter' }, { key: 'f' }, fly, { key: 'i' });
  expect(world.intents).toEqual([
    { kind: 'select-token', position: 2 },
    { kind: 'zoom-to', place: { level: 'layer', layer: 7 } },
    { kind: 'fly-to', target: { kind: 'head', position: 2, layer: 7, head: 3 } },
    { kind: 'isolate-layer', layer: 7 },
  ]);
});

test('Esc lets go of one thing at a time: help, what is pointed at, the selection', () => {
  const world = createFakeInputWorld();
  world.preview.set({ focus: { kind: 'token', position: 1 } });
  world.setFacts({ helpOpen: true, selectedPosition: 2 });
  press(world, { key: 'Escape' });
  world.setFacts({ helpOpen: false });
  press(world, { key: 'Escape' });
  expect(world.preview.state.focus).toBeUndefined();
  press(world, { key: 'Escape' });
  expect(world.intents).toEqual([
    { kind: 'open-help', open: false },
    { kind: 'select-token', position: null },
  ]);
});

test('Esc goes up a level although the mouse points at something, but first lets the keys’ focus go', () => {
  const world = createFakeInputWorld();
  world.setFacts({ zoom: { level: 'layer', layer: 3 }, glossaryOpen: true, tourStop: 2 });
  press(world, { key: 'Escape' });
  world.setFacts({ glossaryOpen: false });
  press(world, { key: 'Escape' });
  world.setFacts({ tourStop: null });
  world.preview.set({ focus: { kind: 'token', position: 1 } });
  press(world, { key: 'Escape' });
  expect(world.preview.state.focus).toBeUndefined();
  world.preview.set({ hover: { kind: 'layer', layer: 3 } });
  press(world, { key: 'Escape' });
  expect(world.intents).toEqual([
    { kind: 'open-glossary', open: false },
    { kind: 'go-to-tour-stop', stop: null },
    { kind: 'zoom-out' },
  ]);
});

test('held keys walk by the time that passed, and stop with the last release', () => {
  const world = createFakeInputWorld();
  const keyboard = new Keyboard(world);
  const w = { ...plain, key: 'w', code: 'KeyW' };
  keyboard.press(w);
  expect(world.tickRequests()).toBe(1);
  expect(keyboard.tick(20)).toBe(true);
  const [method, forward] = world.rigCalls[0] ?? [];
  expect(method).toBe('walk');
  expect(forward).toBeGreaterThan(0);
  keyboard.release(w);
  expect(keyboard.tick(20)).toBe(false);
  expect(world.rigCalls).toHaveLength(1);
});

test('walking askew is no faster than walking straight, and a long rest is no leap', () => {
  const [straight, askew] = [new HeldKeys(), new HeldKeys()];
  straight.press('KeyW');
  askew.press('KeyW');
  askew.press('KeyD');
  const a = straight.step(16)?.forwardMetres ?? 0;
  const b = askew.step(16);
  expect(Math.hypot(b?.forwardMetres ?? 0, b?.rightMetres ?? 0)).toBeCloseTo(a, 12);
  expect(straight.step(1e6)).toEqual(straight.step(100));
});

test('keys carry out the verb of what is pointed at, reading or changing, without a drag', () => {
  const world = createFakeInputWorld();
  const read = { key: 'Enter', shiftKey: true };
  world.preview.set({ hover: { kind: 'head', position: 2, layer: 7, head: 3 } });
  press(world, read, { key: 'Delete' }, { key: 'Delete', shiftKey: true });
  world.preview.set({ hover: { kind: 'lens', position: 4, layer: 26 } });
  press(world, read, { key: 'Backspace' });
  const beam = { layer: 23, head: 4, query: 4, key: 3 };
  world.preview.set({ hover: undefined, focus: { kind: 'beam', ...beam } });
  press(world, { key: 'Delete' });
  world.preview.set({ focus: { kind: 'token', position: 1 } });
  press(world, { key: 'Delete' });
  expect(world.intents).toEqual([
    { kind: 'verb', stage: 'read', verb: 'grab', layer: 7 },
    { kind: 'verb', stage: 'change', verb: 'grab', layer: 7 },
    { kind: 'verb', stage: 'change', verb: 'slice', layer: 7 },
    { kind: 'verb', stage: 'read', verb: 'slice', layer: 26 },
    { kind: 'verb', stage: 'change', verb: 'slice', layer: 26 },
    { kind: 'verb', stage: 'change', verb: 'pull', ...beam },
  ]);
});

test('a handle pointed at is what keys take, until they point elsewhere themselves', () => {
  const world = createFakeInputWorld();
  const handle = { verb: 'slice', layer: 12 } as const;
  world.preview.set({ hover: { kind: 'layer', layer: 12 }, handle });
  press(world, { key: 'Delete' }, { key: 'ArrowUp' });
  expect(world.preview.state.handle).toBeUndefined();
  expect(world.intents).toEqual([{ kind: 'verb', stage: 'change', ...handle }]);
});

test('Ctrl or ⌘ with Z undoes a change, with Shift does it again; J shows the other run where there is one', () => {
  const world = createFakeInputWorld();
  press(world, { key: 'z', ctrlKey: true }, { key: 'Z', metaKey: true, shiftKey: true });
  press(world, { key: 'j' });
  world.setFacts({ otherRun: 'original' });
  press(world, { key: 'j' });
  expect(world.intents).toEqual([
    { kind: 'undo-change' },
    { kind: 'redo-change' },
    { kind: 'show-run', run: 'original' },
  ]);
});
