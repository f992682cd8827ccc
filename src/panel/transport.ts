import { speedSteps } from '#contract/setting-steps.ts';
import { speedWords } from '#view/setting-words.ts';
import { button, select, setOptions } from './controls.ts';
import { element, setAttribute } from './element.ts';
import { setIcon } from './icon.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** Until a model has said hello. */
const usualLayerCount = 30;

/** Play, pause, stop, one token, one layer, speed. */
export function transport({ dispatch, store }: PanelWorld): PanelPart {
  const play = button({
    label: 'Play',
    testid: 'play',
    icon: 'play',
    key: 'Space',
    class: 'button-play',
    onPress: () => {
      dispatch({ kind: store.state.playing ? 'pause' : 'play' });
    },
  });
  const speed = select({
    label: 'Speed',
    testid: 'speed',
    onChange: (value) => {
      dispatch({ kind: 'set-speed', layersPerSecond: Number(value) });
    },
  });
  const whole = element(
    'div',
    { class: 'transport', attributes: { role: 'group', 'aria-label': 'Playback' } },
    stepButton('token-back', 'One token back', ',', () => {
      dispatch({ kind: 'step-token', direction: -1 });
    }),
    stepButton('layer-down', 'One layer down', '[', () => {
      dispatch({ kind: 'step-layer', direction: -1 });
    }),
    play,
    stepButton('layer-up', 'One layer up', ']', () => {
      dispatch({ kind: 'step-layer', direction: 1 });
    }),
    stepButton('token-next', 'One token on', '.', () => {
      dispatch({ kind: 'step-token', direction: 1 });
    }),
    button({
      label: 'Stop',
      testid: 'stop',
      icon: 'stop',
      class: 'transport-wide',
      onPress: () => {
        dispatch({ kind: 'stop' });
      },
    }),
    speed.element,
  );
  speed.element.classList.add('transport-wide');

  return {
    element: whole,
    topics: ['playing', 'settings', 'run'],
    update: (state) => {
      showPlaying(play, state.playing);
      const { layersPerSecond } = state.settings;
      const layerCount = state.hello?.model.layerCount ?? usualLayerCount;
      setOptions(speed.control, speedOptions(layersPerSecond, layerCount));
      speed.control.value = String(layersPerSecond);
    },
  };
}

function showPlaying(play: HTMLElement, isPlaying: boolean): void {
  const label = isPlaying ? 'Pause' : 'Play';
  setAttribute(play, 'aria-label', label);
  setAttribute(play, 'title', `${label} (Space)`);
  const picture = play.querySelector('svg');
  if (picture !== null) setIcon(picture, isPlaying ? 'pause' : 'play');
}

function stepButton(
  name: 'token-back' | 'token-next' | 'layer-up' | 'layer-down',
  label: string,
  key: string,
  onPress: () => void,
): HTMLButtonElement {
  return button({ label, testid: name, icon: name, key, onPress });
}

/** The ladder of speeds in tokens a second, with the one in force where it is none of them. */
function speedOptions(
  layersPerSecond: number,
  layerCount: number,
): readonly (readonly [string, string])[] {
  const all = new Set([...speedSteps, layersPerSecond]);
  return [...all]
    .sort((a, b) => a - b)
    .map((each) => [String(each), speedWords(each / layerCount)]);
}
