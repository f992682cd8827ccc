import { expect, test } from 'vitest';
import type { XrRoomState } from '#contract/xr-command.ts';
import type { StoreState } from '#store/read.ts';
import { changedState } from '#tests/fakes/changed-run.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { buttonsOf } from '#tests/support/board-buttons.ts';
import { menuPages } from './room-board.ts';
import type { BoardAct, BoardBlock, MenuPage } from './room-board.ts';
import { homePlace, wristMenu } from './wrist-menu.ts';
import type { WristWorld } from './wrist-world.ts';

const room: XrRoomState = {
  scale: 'street',
  liftedLayer: undefined,
  moving: 'teleport',
  turnDegrees: 30,
  mainHand: 'right',
  isRaised: false,
  togglesGrip: false,
  hasKeyboard: true,
};

function worldOf(page: MenuPage, change: Partial<WristWorld> = {}): WristWorld {
  const { store } = liveBench();
  return { store, room, place: { page, from: 0 }, recentPrompts: [], focus: undefined, ...change };
}

function withState(state: Partial<StoreState>): Pick<WristWorld, 'store'> {
  return { store: createFakeStore({ ...liveBench().store.state, ...state }).store };
}

function actOf(blocks: readonly BoardBlock[], key: string): BoardAct | undefined {
  const found = buttonsOf(blocks).find((each) => each.key === key);
  if (!found) throw new Error(`The board has no button ${key}.`);
  return found.act;
}

function isOn(blocks: readonly BoardBlock[], key: string): boolean | undefined {
  return buttonsOf(blocks).find((each) => each.key === key)?.isOn;
}

function textOf(blocks: readonly BoardBlock[]): string {
  return JSON.stringify(blocks);
}

test.each(menuPages)('page %s names each button once, and leads home', (page) => {
  const blocks = wristMenu(worldOf(page));
  const keys = buttonsOf(blocks).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  if (page !== 'home') expect(actOf(blocks, 'back')).toEqual({ kind: 'go', place: homePlace });
});

test('home leads to every page', () => {
  const blocks = wristMenu(worldOf('home'));
  for (const page of menuPages) {
    if (page === 'home') continue;
    expect(actOf(blocks, `page-${page}`)).toEqual({ kind: 'go', place: { page, from: 0 } });
  }
});

test('playback: play or pause, a token, a layer, a speed', () => {
  const blocks = wristMenu(worldOf('home'));
  expect(actOf(blocks, 'play')).toEqual({ kind: 'intent', intent: { kind: 'play' } });
  expect(actOf(blocks, 'layer-up')).toEqual({
    kind: 'intent',
    intent: { kind: 'step-layer', direction: 1 },
  });
  expect(actOf(blocks, 'token-back')).toEqual({
    kind: 'intent',
    intent: { kind: 'step-token', direction: -1 },
  });
  const playing = wristMenu(worldOf('home', withState({ playing: true })));
  expect(actOf(playing, 'play')).toEqual({ kind: 'intent', intent: { kind: 'pause' } });
  expect(isOn(playing, 'play')).toBe(true);
});

test('a step of the speed goes to the next rung, and none beyond the ladder', () => {
  const { settings } = liveBench().store.state;
  const fast = { settings: { ...settings, layersPerSecond: 300 } };
  const blocks = wristMenu(worldOf('home', withState(fast)));
  expect(actOf(blocks, 'speed-up')).toBeUndefined();
  expect(actOf(blocks, 'speed-down')).toEqual({
    kind: 'intent',
    intent: { kind: 'set-speed', layersPerSecond: 120 },
  });
});

test('the lift goes by floors between the street and the top', () => {
  const street = wristMenu(worldOf('place'));
  expect(actOf(street, 'lift-down')).toBeUndefined();
  expect(actOf(street, 'lift-up')).toEqual({
    kind: 'command',
    command: { kind: 'lift', layer: 0 },
  });
  const top = wristMenu(worldOf('place', { room: { ...room, liftedLayer: 2 } }));
  expect(actOf(top, 'lift-up')).toBeUndefined();
  expect(isOn(top, 'lift-top')).toBe(true);
  const first = wristMenu(worldOf('place', { room: { ...room, liftedLayer: 0 } }));
  expect(actOf(first, 'lift-down')).toEqual({
    kind: 'command',
    command: { kind: 'lift', layer: null },
  });
});

test('bare hands have no stick: the city is turned and resized by buttons', () => {
  const blocks = wristMenu(worldOf('place'));
  const turn = { kind: 'turn', direction: -1 } as const;
  expect(actOf(blocks, 'turn-left')).toEqual({ kind: 'command', command: turn });
  const resize = { kind: 'resize', direction: 1 } as const;
  expect(actOf(blocks, 'larger')).toEqual({ kind: 'command', command: resize });
});

test('scale, layout and the tower of the token looked at', () => {
  const blocks = wristMenu(worldOf('place', withState({ selectedPosition: 1 })));
  expect(isOn(blocks, 'scale-street')).toBe(true);
  expect(actOf(blocks, 'scale-table')).toEqual({
    kind: 'command',
    command: { kind: 'rest-at', scale: 'table' },
  });
  expect(actOf(blocks, 'layout-blocks')).toEqual({
    kind: 'intent',
    intent: { kind: 'set-layout', layout: 'blocks' },
  });
  expect(actOf(blocks, 'bring-tower')).toEqual({
    kind: 'command',
    command: { kind: 'bring-tower', position: 1 },
  });
});

test('thresholds, a head alone, parts of the picture on and off', () => {
  const { settings } = liveBench().store.state;
  const blocks = wristMenu(
    worldOf(
      'drawn',
      withState({ settings: { ...settings, beamThreshold: 0.05, isolatedHead: 0 } }),
    ),
  );
  expect(actOf(blocks, 'threshold-up')).toEqual({
    kind: 'intent',
    intent: { kind: 'set-beam-threshold', weight: 0.1 },
  });
  expect(actOf(blocks, 'isolate-head-down')).toEqual({
    kind: 'intent',
    intent: { kind: 'isolate-head', head: null },
  });
  expect(actOf(blocks, 'isolate-head-up')).toEqual({
    kind: 'intent',
    intent: { kind: 'isolate-head', head: 1 },
  });
  expect(actOf(blocks, 'show-beams')).toEqual({
    kind: 'intent',
    intent: { kind: 'set-component', component: 'beams', shown: false },
  });
});

test('what was changed can be switched, taken away and undone; both runs can be looked at', () => {
  const { store } = createFakeStore(changedState());
  const blocks = wristMenu(worldOf('changes', { store }));
  expect(textOf(blocks)).toContain('Head 0 of layer 1 reads nothing from “␣t0”');
  expect(actOf(blocks, 'change-0-on')).toEqual({
    kind: 'intent',
    intent: { kind: 'set-change-on', change: 0, on: false },
  });
  expect(actOf(blocks, 'change-0-how')).toEqual({
    kind: 'intent',
    intent: { kind: 'set-change-scope', change: 0, scope: 'this' },
  });
  expect(actOf(blocks, 'change-0-remove')).toEqual({
    kind: 'intent',
    intent: { kind: 'remove-change', change: 0 },
  });
  expect(actOf(blocks, 'undo')).toEqual({ kind: 'intent', intent: { kind: 'undo-change' } });
  expect(actOf(blocks, 'redo')).toBeUndefined();
  expect(isOn(blocks, 'run-changed')).toBe(true);
  expect(actOf(blocks, 'run-original')).toEqual({
    kind: 'intent',
    intent: { kind: 'show-run', run: 'original' },
  });
  expect(actOf(blocks, 'light-difference')).toEqual({
    kind: 'intent',
    intent: { kind: 'set-light', light: 'difference' },
  });
});

test('a long list of changes is turned by threes', () => {
  const changes = [0, 1, 2, 0, 1].map((layer, id) => ({
    id,
    isOn: true,
    change: { kind: 'layer', layer, by: 'zero' } as const,
  }));
  const first = wristMenu(worldOf('changes', withState({ changes })));
  expect(buttonsOf(first).filter(({ key }) => key.endsWith('-remove'))).toHaveLength(3);
  expect(actOf(first, 'list-before')).toBeUndefined();
  const next = actOf(first, 'list-after');
  expect(next).toEqual({ kind: 'go', place: { page: 'changes', from: 3 } });
  const last = wristMenu(
    worldOf('changes', { ...withState({ changes }), place: { page: 'changes', from: 3 } }),
  );
  expect(buttonsOf(last).filter(({ key }) => key.endsWith('-remove'))).toHaveLength(2);
  expect(actOf(last, 'list-after')).toBeUndefined();
});

test('what matters: asked for, and the strongest is the one to try', () => {
  const asked = wristMenu(worldOf('effects', withState({ selectedPosition: 1 })));
  expect(buttonsOf(asked).map(({ key }) => key)).toContain('act-measure');
  const effects = {
    request: 1,
    branch: 0,
    position: 1,
    tests: [
      { kind: 'head', layer: 1, head: 0 },
      { kind: 'beam', layer: 1, head: 1, key: 0 },
    ],
    results: [
      { test: { kind: 'head', layer: 1, head: 0 }, nats: -0.1, token: 10, logprob: -0.3 },
      { test: { kind: 'beam', layer: 1, head: 1, key: 0 }, nats: -1.9, token: 11, logprob: -1 },
    ],
    measuredCount: 2,
    isMeasuring: false,
  } as const;
  const blocks = wristMenu(worldOf('effects', withState({ effects })));
  expect(textOf(blocks)).toContain('Try this one');
  expect(actOf(blocks, 'try-1-1-0')).toEqual({
    kind: 'intent',
    intent: {
      kind: 'verb',
      stage: 'change',
      verb: 'pull',
      layer: 1,
      head: 1,
      query: 1,
      key: 0,
      scope: 'this',
    },
  });
});

test('the chosen thing has a button for all that a drag could do', () => {
  const pinned = { kind: 'beam', layer: 1, head: 1, query: 1, key: 0 } as const;
  const blocks = wristMenu(worldOf('thing', withState({ pinned })));
  const keys = buttonsOf(blocks).map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(['act-tear-this', 'act-tear-later', 'unpin']));
});

test('a sentence is typed where there is a keyboard, chosen everywhere', () => {
  const prompts = { recentPrompts: ['Once upon\na time'] };
  const typed = wristMenu(worldOf('prompts', prompts));
  expect(actOf(typed, 'type')).toEqual({ kind: 'command', command: { kind: 'type-prompt' } });
  const chosen = wristMenu(
    worldOf('prompts', { ...prompts, room: { ...room, hasKeyboard: false } }),
  );
  expect(buttonsOf(chosen).map(({ key }) => key)).not.toContain('type');
  expect(textOf(chosen)).toContain('no keyboard');
  expect(actOf(chosen, 'recent-0')).toEqual({
    kind: 'intent',
    intent: { kind: 'submit-prompt', text: 'Once upon\na time', chat: false },
  });
  expect(actOf(chosen, 'example-2')).toEqual({
    kind: 'intent',
    intent: { kind: 'submit-prompt', text: '1, 2, 3, 4, 5,', chat: false },
  });
});

test('comfort and the way out', () => {
  const blocks = wristMenu(worldOf('comfort'));
  expect(isOn(blocks, 'moving-teleport')).toBe(true);
  expect(actOf(blocks, 'moving-slide')).toEqual({
    kind: 'command',
    command: { kind: 'set-moving', moving: 'slide' },
  });
  expect(actOf(blocks, 'hand-left')).toEqual({
    kind: 'command',
    command: { kind: 'set-main-hand', side: 'left' },
  });
  expect(actOf(blocks, 'leave')).toEqual({ kind: 'command', command: { kind: 'leave' } });
});
