import { expect, test } from 'vitest';
import { cssOfLinearRgb, linearRgbOfOklch, oklabOfLinearRgb } from './oklch.ts';

test('the published OKLCH coordinates of the primaries give the primaries', () => {
  expect(cssOfLinearRgb(linearRgbOfOklch(0.62796, 0.25768, 29.234))).toBe('#ff0000');
  expect(cssOfLinearRgb(linearRgbOfOklch(0.86644, 0.29483, 142.495))).toBe('#00ff00');
  expect(cssOfLinearRgb(linearRgbOfOklch(0.45201, 0.31321, 264.052))).toBe('#0000ff');
  expect(cssOfLinearRgb(linearRgbOfOklch(1, 0, 0))).toBe('#ffffff');
  expect(cssOfLinearRgb(linearRgbOfOklch(0, 0, 0))).toBe('#000000');
});

test('there and back again', () => {
  const [lightness, a, b] = oklabOfLinearRgb(linearRgbOfOklch(0.7, 0.1, 200));
  expect(lightness).toBeCloseTo(0.7, 5);
  expect(Math.hypot(a, b)).toBeCloseTo(0.1, 5);
  expect((Math.atan2(b, a) * 180) / Math.PI + 360).toBeCloseTo(200, 3);
});

test('what no screen can show is clipped, not wrapped', () => {
  for (const channel of linearRgbOfOklch(0.7, 0.5, 150)) {
    expect(channel).toBeGreaterThanOrEqual(0);
    expect(channel).toBeLessThanOrEqual(1);
  }
});
