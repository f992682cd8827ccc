import { expect, test } from 'vitest';
import { momentOfCursor, placeOfMoment } from './time-slider.ts';

test('moments and places are the same thing said twice, token after token, layer by layer', () => {
  const layerCount = 30;
  for (let moment = 1; moment <= 4 * layerCount; moment += 1) {
    const place = placeOfMoment(moment, layerCount);
    expect(momentOfCursor({ ...place, sweep: false }, layerCount)).toBe(moment);
    expect(place.layer).toBeGreaterThanOrEqual(0);
    expect(place.layer).toBeLessThan(layerCount);
  }
  expect(placeOfMoment(30, layerCount)).toEqual({ position: 0, layer: 29 });
  expect(placeOfMoment(31, layerCount)).toEqual({ position: 1, layer: 0 });
});

test('the first moment shows nothing', () => {
  expect(placeOfMoment(0, 30)).toEqual({ position: 0, layer: -1 });
});
