import { afterEach, expect, test } from 'vitest';
import { createFakeInputWorld, type FakeInputWorld } from '#tests/fakes/fake-input-world.ts';
import { connectInput, type Input } from './connect-input.ts';

interface Stage {
  readonly world: FakeInputWorld;
  readonly input: Input;
  readonly canvas: HTMLCanvasElement;
  readonly button: HTMLButtonElement;
  readonly text: HTMLTextAreaElement;
}

const stages: Stage[] = [];

function setStage(): Stage {
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  // Pointers made by a test cannot be captured.
  canvas.setPointerCapture = () => undefined;
  const button = document.createElement('button');
  const text = document.createElement('textarea');
  document.body.append(canvas, button, text);
  const world = createFakeInputWorld();
  const stage = {
    world,
    input: connectInput({ canvas, keys: window }, world),
    canvas,
    button,
    text,
  };
  stages.push(stage);
  return stage;
}

afterEach(() => {
  for (const { input, canvas, button, text } of stages.splice(0)) {
    input.dispose();
    for (const each of [canvas, button, text]) each.remove();
  }
});

/** Sends a key to an element; false when the page took it from the browser. */
function key(target: Element, name: string): boolean {
  return target.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
  );
}

function pointer(canvas: Element, type: string, change: PointerEventInit): void {
  canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, ...change }));
}

test('keys work wherever the focus rests, and the browser leaves them alone', () => {
  const { world, canvas, button } = setStage();
  expect(key(canvas, ' ')).toBe(false);
  expect(key(button, 'b')).toBe(false);
  expect(world.intents.map(({ kind }) => kind)).toEqual(['play', 'set-component']);
});

test('a text box keeps every key, and Esc leaves it', () => {
  const { world, text } = setStage();
  text.focus();
  expect(key(text, ' ')).toBe(true);
  expect(key(text, 'b')).toBe(true);
  key(text, 'Escape');
  expect(document.activeElement).not.toBe(text);
  expect(world.intents).toEqual([]);
});

test('a button keeps the keys that press it', () => {
  const { world, button } = setStage();
  expect(key(button, ' ')).toBe(true);
  expect(key(button, 'Enter')).toBe(true);
  expect(world.intents).toEqual([]);
});

test('a drag of the mouse turns the camera, a drag with the second button moves it across', () => {
  const { world, canvas } = setStage();
  for (const button of [0, 2]) {
    pointer(canvas, 'pointerdown', { button, clientX: 10, clientY: 10 });
    pointer(canvas, 'pointermove', { clientX: 60, clientY: 10 });
    pointer(canvas, 'pointerup', { button, clientX: 60, clientY: 10 });
  }
  expect(world.rigCalls.map(([method]) => method)).toEqual(['orbit', 'pan']);
});

test('points are counted from the canvas, wherever it stands on the page', () => {
  const { world, canvas, input } = setStage();
  canvas.style.position = 'fixed';
  canvas.style.left = '30px';
  canvas.style.top = '40px';
  window.dispatchEvent(new Event('resize'));
  world.setPicked({ kind: 'token', position: 2 });
  pointer(canvas, 'pointermove', { clientX: 35, clientY: 47 });
  expect(world.tickRequests()).toBe(1);
  input.tick(16);
  expect(world.picks).toEqual([[5, 7]]);
  expect(world.preview.state.pointer).toEqual({ x: 35, y: 47 });
});

test('the wheel comes nearer and never scrolls the page', () => {
  const { world, canvas } = setStage();
  const event = new WheelEvent('wheel', { deltaY: -100, bubbles: true, cancelable: true });
  canvas.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  const [method, factor] = world.rigCalls[0] ?? [];
  expect(method).toBe('dolly');
  expect(factor).toBeLessThan(1);
});

test('two fingers that part come nearer', () => {
  const { world, canvas } = setStage();
  const touch = { pointerType: 'touch' };
  pointer(canvas, 'pointerdown', { ...touch, pointerId: 1, clientX: 0 });
  pointer(canvas, 'pointerdown', { ...touch, pointerId: 2, clientX: 100 });
  pointer(canvas, 'pointermove', { ...touch, pointerId: 2, clientX: 200 });
  expect(world.rigCalls).toContainEqual(['dolly', 0.5]);
});

test('once awake a press on what can be held takes it, Esc lets it go, anything else turns the view', async () => {
  const { world, canvas, input } = setStage();
  const layer = 23;
  const point = { x: 0, y: 0, z: 0 };
  const grip = { verb: 'grab', layer } as const;
  const target = { kind: 'layer', layer } as const;
  world.setGripped({ grip, target, point, distanceMetres: 9, isHandle: true });
  input.wake();
  await expect
    .poll(() => {
      pointer(canvas, 'pointermove', { clientX: 5, clientY: 5 });
      input.tick(16);
      return canvas.dataset['hold'];
    })
    .toBe('ready');
  const drag = (): void => {
    pointer(canvas, 'pointerdown', { button: 0, clientX: 10, clientY: 10 });
    pointer(canvas, 'pointermove', { button: -1, clientX: 420, clientY: 10 });
  };
  drag();
  expect(canvas.dataset['hold']).toBe('held');
  expect(key(canvas, 'Escape')).toBe(false);
  expect(canvas.dataset['hold']).toBeUndefined();
  pointer(canvas, 'pointerup', { button: 0, clientX: 420, clientY: 10 });
  expect(world.intents).toEqual([]);
  drag();
  pointer(canvas, 'pointerup', { button: 0, clientX: 420, clientY: 10 });
  expect(world.intents).toEqual([{ kind: 'verb', stage: 'change', ...grip }]);
  expect(world.rigCalls).toEqual([]);
  world.setGripped(undefined);
  drag();
  expect(world.rigCalls.map(([method]) => method)).toEqual(['orbit']);
});

test('after it is disposed nothing is heard', () => {
  const { world, canvas, input } = setStage();
  input.dispose();
  expect(key(canvas, ' ')).toBe(true);
  pointer(canvas, 'pointermove', { clientX: 5 });
  expect(world.intents).toEqual([]);
  expect(world.tickRequests()).toBe(0);
});
