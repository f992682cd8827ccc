import { expect, test } from 'vitest';
import type { Hello } from '#contract/control-message.ts';
import { fakeHello } from '#tests/fakes/fake-run.ts';
import { stateWith } from '#tests/fakes/panel-bench.ts';
import type { StoreState } from '#store/read.ts';
import { brightnessWords, lightScale } from './brightness-words.ts';

/** A state at layer 1 whose attention windows have another scale on each layer. */
function stateOf(settings: Partial<StoreState['settings']> = {}): StoreState {
  const hello: Hello = fakeHello();
  const hooks = {
    ...hello.display.hooks,
    'attn.hook_z': {
      ...hello.display.hooks['attn.hook_z'],
      brightness: [
        [0.1, 2],
        [0.4, 1.49129],
        [0.2, 8],
      ] as [number, number][],
    },
  };
  return stateWith({
    hello: { ...hello, display: { ...hello.display, hooks } },
    cursor: { position: 3, layer: 1, sweep: false },
    settings: { ...stateWith({}).settings, ...settings },
  });
}

test('[CAL3] the scale told is the one of the cursor’s layer, to the last digit', () => {
  const scale = lightScale(stateOf());
  expect(scale?.place).toBe('layer 1');
  expect(scale?.ranges).toEqual([
    ['0.4', '1.49129'],
    ['0.1', '5'],
    ['0.1', '5'],
  ]);
  expect(scale?.calibration).toBe('cdcdcdcd…');
});

test('an isolated layer is told instead of the cursor’s', () => {
  const scale = lightScale(stateOf({ isolatedLayer: 2 }));
  expect(scale?.place).toBe('layer 2');
  expect(scale?.ranges[0]).toEqual(['0.2', '8']);
});

test('the common scale is told for all layers: middle median, largest percentile', () => {
  const scale = lightScale(stateOf({ commonScale: true }));
  expect(scale?.place).toBe('all layers');
  expect(scale?.ranges[0]).toEqual(['0.2', '8']);
});

test('the sentence holds the same numbers', () => {
  expect(brightnessWords(stateOf())).toContain(
    'On layer 1: attention windows dark at 0.4, full at 1.49129; feed-forward windows dark at 0.1',
  );
  expect(brightnessWords(stateOf({ commonScale: true }))).toContain('one scale for all layers');
  expect(brightnessWords({ ...stateOf(), hello: undefined })).toBe('Nothing is lit yet.');
});
