import { components, type Component, type Dispatch, type Intent } from '#contract/intent.ts';
import { visibleText } from '#kit/visible-text.ts';
import type { StoreState } from '#store/read.ts';
import { componentWords, thresholdWords } from '#view/setting-words.ts';
import { button, checkbox, range, select, setOptions, type Field } from './controls.ts';
import { element, setAttribute, setText } from './element.ts';
import { layoutSettings } from './layout-settings.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

const componentSwatches: Readonly<Record<Component, string>> = {
  attention: 'swatch-attention',
  'feed-forward': 'swatch-feed-forward',
  residual: 'swatch-residual',
  beams: 'swatch-beam',
  predictions: 'swatch-prediction',
  labels: 'swatch-label',
  reflections: 'swatch-reflection',
  pulse: 'swatch-pulse',
};
const all = 'all';
/** The slider runs over decades: from 1 % to all of the weight. */
const thresholdDecades = 2;

export function weightOfSlider(value: number): number {
  return 10 ** (value - thresholdDecades);
}

export function sliderOfWeight(weight: number): number {
  return Math.log10(Math.max(weight, 10 ** -thresholdDecades)) + thresholdDecades;
}

/** From where it is seen, how the towers stand, what is drawn, which beams. */
export function viewSettings(world: PanelWorld): PanelPart {
  const { dispatch } = world;
  const shown = components.map((component) => {
    const field = checkbox({
      label: componentWords[component],
      swatch: componentSwatches[component],
      testid: `show-${component}`,
      onChange: (checked) => {
        dispatch({ kind: 'set-component', component, shown: checked });
      },
    });
    return { component, ...field };
  });
  const commonScale = checkbox({
    label: 'One brightness scale for all floors',
    testid: 'common-scale',
    onChange: (common) => {
      dispatch({ kind: 'set-common-scale', common });
    },
  });
  const layout = layoutSettings(world);
  const beams = beamSettings(world);
  const whole = element(
    'div',
    { class: 'stack' },
    viewButtons(world),
    heading('Towers stand in'),
    layout.element,
    heading('Show'),
    element('div', { class: 'checks' }, ...shown.map((each) => each.element)),
    commonScale.element,
    heading('Beams'),
    beams.element,
  );
  return {
    element: whole,
    topics: ['settings', 'run', 'tokens', 'selection'],
    update: (state) => {
      for (const { component, control } of shown) {
        control.checked = state.settings.shown[component];
      }
      commonScale.control.checked = state.settings.commonScale;
      layout.update(state);
      beams.update(state);
    },
  };
}

function heading(text: string): HTMLElement {
  return element('h3', { text });
}

function viewButtons({ dispatch }: PanelWorld): HTMLElement {
  const one = (target: 'overview' | 'street' | 'close', label: string): HTMLElement =>
    button({
      label,
      testid: `view-${target}`,
      onPress: () => {
        dispatch({ kind: 'fly-to', target });
      },
    });
  return element(
    'div',
    { class: 'segments', attributes: { role: 'group', 'aria-label': 'Look from' } },
    one('overview', 'Overview'),
    one('street', 'Street'),
    one('close', 'Close'),
  );
}

function beamSettings({ dispatch }: PanelWorld): {
  readonly element: HTMLElement;
  readonly update: (state: StoreState) => void;
} {
  const threshold = range({
    label: 'Weight at least',
    testid: 'beam-threshold',
    min: 0,
    max: thresholdDecades,
    step: 0.02,
    onInput: (value) => {
      dispatch({ kind: 'set-beam-threshold', weight: weightOfSlider(value) });
    },
  });
  const strength = select({
    label: 'As thick as',
    testid: 'beam-strength',
    onChange: (value) => {
      dispatch({ kind: 'set-beam-strength', strength: value === 'carried' ? 'carried' : 'weight' });
    },
  });
  setOptions(strength.control, [
    ['weight', 'the weight'],
    ['carried', 'what is carried'],
  ]);
  const isolate = isolationSelects(dispatch);
  const sinks = checkbox({
    label: 'Beams to sinks and to self in full',
    testid: 'sink-beams',
    onChange: (checked) => {
      dispatch({ kind: 'set-sink-beams', shown: checked ? 'full' : 'thin' });
    },
  });
  const update = ({ settings, hello, tokens, selectedPosition }: StoreState): void => {
    threshold.control.value = String(sliderOfWeight(settings.beamThreshold));
    const percent = thresholdWords(settings.beamThreshold);
    setText(threshold.output, percent);
    setAttribute(threshold.control, 'aria-valuetext', percent);
    const texts = tokens.map(
      ({ text, bytes, position }) => `${String(position)} ${visibleText(text, bytes)}`,
    );
    fill(isolate.token, 'newest', texts, selectedPosition);
    fill(isolate.layer, 'all', counted(hello?.model.layerCount), settings.isolatedLayer);
    fill(isolate.head, 'all', counted(hello?.model.headCount), settings.isolatedHead);
    strength.control.value = settings.beamStrength;
    sinks.control.checked = settings.sinkBeams === 'full';
  };
  const whole = element(
    'div',
    { class: 'stack' },
    threshold.element,
    strength.element,
    isolate.element,
    sinks.element,
  );
  return { element: whole, update };
}

interface IsolationSelects {
  readonly element: HTMLElement;
  readonly token: HTMLSelectElement;
  readonly layer: HTMLSelectElement;
  readonly head: HTMLSelectElement;
}

/** Whose beams are shown: one token's, one layer's, one head's. */
function isolationSelects(dispatch: Dispatch): IsolationSelects {
  const one = (
    label: string,
    intentOf: (index: number | null) => Intent,
  ): Field<HTMLSelectElement> =>
    select({
      label,
      testid: `isolate-${label.toLowerCase()}`,
      onChange: (value) => {
        dispatch(intentOf(value === all ? null : Number(value)));
      },
    });
  const token = one('Token', (position) => ({ kind: 'select-token', position }));
  const layer = one('Layer', (index) => ({ kind: 'isolate-layer', layer: index }));
  const head = one('Head', (index) => ({ kind: 'isolate-head', head: index }));
  return {
    element: element('div', { class: 'field-row' }, token.element, layer.element, head.element),
    token: token.control,
    layer: layer.control,
    head: head.control,
  };
}

function counted(count = 0): readonly string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

function fill(
  control: HTMLSelectElement,
  none: string,
  words: readonly string[],
  chosen: number | null,
): void {
  setOptions(control, [[all, none], ...words.map((each, i) => [String(i), each] as const)]);
  control.value = chosen === null ? all : String(chosen);
}
