import { expect, test } from 'vitest';
import { oklabOfLinearRgb, type LinearRgb } from '#kit/oklch.ts';
import { headPalette } from './head-palette.ts';

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear light. */
const eyes: Readonly<Record<string, readonly LinearRgb[]>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no long cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no medium cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no short cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seenBy(eye: readonly LinearRgb[], colour: LinearRgb): LinearRgb {
  const [red = 0, green = 0, blue = 0] = eye.map((row) =>
    Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
  );
  return [red, green, blue];
}

test.each(Object.entries(eyes))(
  'nine heads in three groups can be told apart with %s',
  (_, eye) => {
    const seen = headPalette({ headCount: 9, kvHeadCount: 3 }).map(({ linear }) =>
      oklabOfLinearRgb(seenBy(eye, linear)),
    );
    let least = Infinity;
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) {
        least = Math.min(
          least,
          Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]),
        );
      }
    }
    expect(least).toBeGreaterThan(0.09);
  },
);

test('heads of one key-value group are nearer in hue to each other than to any other group', () => {
  const hues = headPalette({ headCount: 9, kvHeadCount: 3 }).map(({ linear }) => {
    const [, a, b] = oklabOfLinearRgb(linear);
    return Math.atan2(b, a);
  });
  const apart = (i: number, j: number): number => {
    const difference = Math.abs((hues[i] ?? 0) - (hues[j] ?? 0));
    return Math.min(difference, 2 * Math.PI - difference);
  };
  for (let i = 0; i < 9; i += 1) {
    for (let j = 0; j < 9; j += 1) {
      for (let k = 0; k < 9; k += 1) {
        const isFamily = Math.floor(i / 3) === Math.floor(j / 3);
        if (isFamily && Math.floor(k / 3) !== Math.floor(i / 3)) {
          expect(apart(i, j)).toBeLessThan(apart(i, k));
        }
      }
    }
  }
});

test('any number of heads has a colour each, also one group and groups of one', () => {
  for (const [headCount, kvHeadCount] of [
    [1, 1],
    [12, 12],
    [32, 8],
    [64, 1],
  ] as const) {
    const palette = headPalette({ headCount, kvHeadCount });
    expect(palette).toHaveLength(headCount);
    for (const { css } of palette) expect(css).toMatch(/^#[0-9a-f]{6}$/);
  }
});
