import { expect, test } from 'vitest';
import type { Cursor } from '#contract/intent.ts';
import { litLayer } from './read.ts';
import {
  clampCursor,
  firstCursor,
  isAtArrivedEnd,
  isComplete,
  moveByLayers,
  moveByToken,
  promptEndCursor,
  seekCursor,
  type TimelineShape,
} from './timeline.ts';

const shape: TimelineShape = { promptTokenCount: 2, layerCount: 3, arrivedCount: 4 };

/** Which layers are lit at each position, as one string: "22-" is two whole towers and a dark one. */
function litTowers(cursor: Cursor, at: TimelineShape = shape): string {
  return Array.from({ length: at.arrivedCount }, (_, position) => {
    const layer = litLayer(cursor, position, at.promptTokenCount, at.layerCount);
    return layer < 0 ? '-' : String(layer);
  }).join('');
}

test('a replay sweeps the prompt floor by floor, then climbs the generated tokens one by one', () => {
  let cursor = firstCursor(shape);
  const seen = [litTowers(cursor)];
  while (!isAtArrivedEnd(cursor, shape)) {
    cursor = moveByLayers(cursor, 1, shape);
    seen.push(litTowers(cursor));
  }
  expect(seen).toEqual([
    '----',
    '00--',
    '11--',
    '22--',
    '220-',
    '221-',
    '222-',
    '2220',
    '2221',
    '2222',
  ]);
});

test('layers forwards and the same number back end where they began, on both tracks', () => {
  for (const start of [firstCursor(shape), seekCursor(0, 1, shape)]) {
    for (let layers = 0; layers <= 5; layers += 1) {
      const there = moveByLayers(start, layers, shape);
      expect(moveByLayers(there, -layers, shape)).toEqual(start);
    }
  }
});

test('the ends of what has arrived stop the cursor', () => {
  const end = moveByLayers(firstCursor(shape), 1000, shape);
  expect(end).toEqual({ position: 3, layer: 2, sweep: true });
  expect(isAtArrivedEnd(end, shape)).toBe(true);
  expect(moveByLayers(end, -1000, shape)).toEqual(firstCursor(shape));
});

test('a prompt that has not arrived as a whole is not swept at all', () => {
  const arriving = { ...shape, arrivedCount: 1 };
  expect(moveByLayers(firstCursor(arriving), 5, arriving)).toEqual(firstCursor(arriving));
  expect(promptEndCursor(arriving)).toEqual(firstCursor(arriving));
  expect(litTowers(promptEndCursor(shape))).toBe('22--');
});

test('a token step finishes what is half lit, then takes whole tokens', () => {
  const half = moveByLayers(firstCursor(shape), 2, shape);
  const steps = [half];
  for (let step = 0; step < 4; step += 1) {
    steps.push(moveByToken(steps.at(-1) ?? half, 1, shape));
  }
  expect(steps.map((cursor) => litTowers(cursor))).toEqual([
    '11--',
    '22--',
    '222-',
    '2222',
    '2222',
  ]);
});

test('a token step back goes to the token before, whole, through the prompt to its first', () => {
  let cursor = moveByLayers(firstCursor(shape), 1000, shape);
  const seen: string[] = [];
  for (let step = 0; step < 4; step += 1) {
    cursor = moveByToken(cursor, -1, shape);
    seen.push(litTowers(cursor));
  }
  expect(seen).toEqual(['222-', '22--', '2---', '2---']);
});

test('the slider reaches single tokens of the prompt and keeps a dark layer where asked', () => {
  expect(litTowers(seekCursor(0, 1, shape))).toBe('1---');
  expect(litTowers(seekCursor(1, 0, shape))).toBe('20--');
  expect(litTowers(seekCursor(3, 1, shape))).toBe('2221');
  expect(seekCursor(2, -1, shape)).toEqual({ position: 2, layer: -1, sweep: true });
  expect(seekCursor(99, 99, shape)).toEqual({ position: 3, layer: 2, sweep: true });
  expect(seekCursor(-5, -5, shape)).toEqual({ position: 0, layer: -1, sweep: false });
});

test('without a run the cursor stands still and nothing is complete', () => {
  const none: TimelineShape = { promptTokenCount: 0, layerCount: 0, arrivedCount: 0 };
  expect(moveByLayers(firstCursor(none), 3, none)).toEqual(firstCursor(none));
  expect(moveByToken(firstCursor(none), 1, none).position).toBe(0);
  expect(isComplete(firstCursor(none), none)).toBe(false);
  expect(clampCursor({ position: 7, layer: 5, sweep: false }, none).position).toBe(0);
});
