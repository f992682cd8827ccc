import { expect, test } from 'vitest';
import { sliderOfWeight, weightOfSlider } from './view-settings.ts';

test('the threshold slider runs evenly over decades, from one percent to all of the weight', () => {
  expect(weightOfSlider(0)).toBeCloseTo(0.01, 12);
  expect(weightOfSlider(1)).toBeCloseTo(0.1, 12);
  expect(weightOfSlider(2)).toBeCloseTo(1, 12);
  expect(weightOfSlider(sliderOfWeight(0.37))).toBeCloseTo(0.37, 12);
});

test('a threshold below the slider stands at its start', () => {
  expect(sliderOfWeight(0)).toBe(0);
});
