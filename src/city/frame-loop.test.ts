import { expect, test } from 'vitest';
import { createFrameLoop } from './frame-loop.ts';
import type { FramePage } from './frame-loop.ts';

interface FakePage extends FramePage {
  hidden: boolean;
  /** Runs what was asked for; returns how many callbacks there were. */
  playFrame(timeMillis: number): number;
  showAgain(): void;
}

function makePage(): FakePage {
  let waiting = new Map<number, (timeMillis: number) => void>();
  const listeners = new Set<() => void>();
  let handle = 0;
  const page: FakePage = {
    hidden: false,
    defaultView: {
      requestAnimationFrame: (callback) => {
        handle += 1;
        waiting.set(handle, callback);
        return handle;
      },
      cancelAnimationFrame: (cancelled) => {
        waiting.delete(cancelled);
      },
    },
    addEventListener: (_type, listener) => {
      listeners.add(listener);
    },
    removeEventListener: (_type, listener) => {
      listeners.delete(listener);
    },
    playFrame: (timeMillis) => {
      const due = [...waiting.values()];
      waiting = new Map();
      for (const callback of due) callback(timeMillis);
      return due.length;
    },
    showAgain: () => {
      page.hidden = false;
      for (const listener of listeners) listener();
    },
  };
  return page;
}

test('nothing is drawn unless somebody asks, and however often they ask, once', () => {
  const page = makePage();
  const loop = createFrameLoop(page, () => false);
  expect(page.playFrame(0)).toBe(0);
  loop.request();
  loop.request();
  expect(page.playFrame(16)).toBe(1);
  expect(page.playFrame(32)).toBe(0);
  expect(loop.drawnCount).toBe(1);
});

test('frames go on while the drawing wants another', () => {
  const page = makePage();
  let left = 3;
  const deltas: number[] = [];
  const loop = createFrameLoop(page, (_time, deltaMillis) => {
    deltas.push(deltaMillis);
    left -= 1;
    return left > 0;
  });
  loop.request();
  for (let time = 0; time < 200; time += 20) page.playFrame(time);
  expect(deltas).toEqual([0, 20, 20]);
  loop.request();
  page.playFrame(5000);
  expect(deltas.at(-1)).toBe(0);
});

test('a request made while drawing is drawn in the next frame', () => {
  const page = makePage();
  let asked = false;
  const loop = createFrameLoop(page, () => {
    if (!asked) loop.request();
    asked = true;
    return false;
  });
  loop.request();
  page.playFrame(0);
  expect(page.playFrame(16)).toBe(1);
  expect(page.playFrame(32)).toBe(0);
});

test('a hidden page draws nothing until it is shown again', () => {
  const page = makePage();
  const loop = createFrameLoop(page, () => false);
  page.hidden = true;
  loop.request();
  expect(page.playFrame(0)).toBe(0);
  page.showAgain();
  expect(page.playFrame(16)).toBe(1);
});

test('a disposed loop draws nothing more', () => {
  const page = makePage();
  const loop = createFrameLoop(page, () => true);
  loop.request();
  loop.dispose();
  expect(page.playFrame(0)).toBe(0);
});

test('while held the page is asked for nothing; what was wanted meanwhile comes afterwards', () => {
  const page = makePage();
  const deltas: number[] = [];
  const loop = createFrameLoop(page, (_time, delta) => {
    deltas.push(delta);
    return false;
  });
  loop.request();
  loop.hold(true);
  loop.request();
  expect(page.playFrame(0)).toBe(1);
  expect(deltas).toEqual([]);
  loop.draw(10);
  loop.draw(24);
  expect(deltas).toEqual([0, 14]);
  loop.request();
  loop.hold(false);
  expect(page.playFrame(40)).toBe(1);
  expect(deltas).toEqual([0, 14, 0]);
});

test('who watches is told how long each frame took, even a long one, and 0 after a rest', () => {
  const page = makePage();
  let left = 2;
  const loop = createFrameLoop(page, () => (left -= 1) > 0);
  const told: number[] = [];
  loop.watch((sinceMillis) => void told.push(sinceMillis));
  loop.request();
  page.playFrame(1000);
  page.playFrame(1250);
  loop.request();
  page.playFrame(5000);
  loop.watch(undefined);
  loop.request();
  page.playFrame(5016);
  expect(told).toEqual([0, 250, 0]);
});
