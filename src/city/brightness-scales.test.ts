import { expect, test } from 'vitest';
import { encodeDisplayCode } from '#contract/display-code.ts';
import type { Display } from '#contract/control-message.ts';
import { fakeHello } from '#tests/fakes/fake-run.ts';
import { brightnessOfCode, brightnessScales, codeOfMagnitude } from './brightness-scales.ts';

function displayWith(brightness: [number, number][], hi: number[]): Display {
  const { display } = fakeHello();
  const hook = { ...display.hooks.hook_resid_post, hi, brightness };
  return {
    ...display,
    hooks: { hook_resid_post: hook, 'attn.hook_z': hook, 'mlp.hook_post': hook },
  };
}

test('light begins at the median and is full at the 99.5th percentile, log-linear between', () => {
  const display = displayWith([[0.1, 10]], [20]);
  const scales = brightnessScales(display, false);
  const at = (value: number): number => brightnessOfCode(encodeDisplayCode(value, 20), scales, 0);
  expect(at(0)).toBe(0);
  expect(at(0.05)).toBe(0);
  expect(at(0.1)).toBeLessThan(0.02);
  expect(at(1)).toBeGreaterThan(0.47);
  expect(at(1)).toBeLessThan(0.53);
  expect(at(10)).toBeGreaterThan(0.98);
  expect(at(20)).toBe(1);
  expect(at(-1)).toBe(at(1));
});

test('a code’s place on the scale is the encoder’s before rounding', () => {
  for (const value of [0.001, 0.02, 0.7, 3, 9.9]) {
    expect(Math.round(codeOfMagnitude(value, 10))).toBe(encodeDisplayCode(value, 10));
  }
});

test('one common scale gives the same value the same light on every layer', () => {
  const display = displayWith(
    [
      [0.1, 2],
      [0.4, 8],
      [0.2, 4],
    ],
    [5, 40, 10],
  );
  const own = brightnessScales(display, false);
  const common = brightnessScales(display, true);
  const light = (scales: Float32Array, layer: number, hi: number): number =>
    brightnessOfCode(encodeDisplayCode(1, hi), scales, layer);
  expect(light(own, 0, 5)).toBeGreaterThan(light(own, 1, 40) + 0.2);
  expect(light(common, 0, 5)).toBeCloseTo(light(common, 1, 40), 1);
  expect(light(common, 0, 5)).toBeCloseTo(light(common, 2, 10), 1);
});

test('a scale without width or with a median of zero still gives finite light', () => {
  const scales = brightnessScales(displayWith([[0, 0]], [1]), false);
  expect([...scales].every(Number.isFinite)).toBe(true);
  expect(brightnessOfCode(127, scales, 0)).toBe(1);
});
