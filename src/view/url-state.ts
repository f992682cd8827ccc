import * as v from 'valibot';
import { promptLimitCharacters, shownTokenLimit } from '#contract/control-message.ts';
import { components, type Component, type Intent } from '#contract/intent.ts';
import type { CameraPose } from '#contract/preview.ts';
import { samplingSchema } from '#contract/sampling.ts';
import { headOrders, headRoles, layouts } from '#contract/view-choice.ts';
import { layerSites } from '#contract/hook-site.ts';
import { wholeModel, type ZoomPlace } from '#contract/zoom.ts';
import type { Settings, StoreState } from '#store/read.ts';

/** A view as it can be shared: everything but the numbers, which the model computes again. */
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const coordinate = v.pipe(v.number(), v.minValue(-10_000), v.maxValue(10_000));
const point = v.tuple([coordinate, coordinate, coordinate]);
const position = v.pipe(whole, v.maxValue(shownTokenLimit - 1));
const layer = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(255));

const floor = v.pipe(whole, v.maxValue(255));
const count = v.pipe(whole, v.maxValue(1 << 20));
const storey = v.picklist(['attention', 'feed-forward']);

const placeSchema = v.variant('level', [
  v.strictObject({ level: v.literal('layer'), layer: floor }),
  v.strictObject({ level: v.literal('component'), layer: floor, position, storey }),
  v.strictObject({
    level: v.literal('activation'),
    layer: floor,
    position,
    site: v.picklist(layerSites),
    index: count,
  }),
  v.strictObject({ level: v.literal('token'), position }),
]);

/** Short names, because they stand in an address. Absent means: as it is by default. */
const fragmentSchema = v.strictObject({
  /** The version of this format. */
  v: v.literal(1),
  prompt: v.pipe(v.string(), v.minLength(1), v.maxLength(promptLimitCharacters)),
  chat: v.optional(v.literal(true)),
  sampling: v.optional(samplingSchema),
  speed: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(600))),
  /** Position and layer of the cursor. */
  at: v.tuple([position, layer]),
  selected: v.optional(position),
  head: v.optional(floor),
  layer: v.optional(floor),
  threshold: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  sinks: v.optional(v.literal('full')),
  hidden: v.optional(v.array(v.picklist(components))),
  common: v.optional(v.literal(true)),
  /** Where in the model one looks, and which floors stand open. */
  zoom: v.optional(placeSchema),
  floors: v.optional(v.pipe(v.array(floor), v.maxLength(256))),
  layout: v.optional(v.picklist(layouts)),
  /** Page of the ring. */
  page: v.optional(v.pipe(whole, v.maxValue(shownTokenLimit - 1))),
  strength: v.optional(v.literal('carried')),
  role: v.optional(v.picklist(headRoles)),
  /** Orders of an open floor's heads and an open component's values, and how many of these. */
  heads: v.optional(v.picklist(headOrders)),
  units: v.optional(v.literal('strength')),
  strongest: v.optional(v.pipe(count, v.minValue(1))),
  /** Where the eye is and what it looks at, city metres. */
  eye: v.optional(point),
  target: v.optional(point),
});
type Fragment = v.InferOutput<typeof fragmentSchema>;

export interface SharedView {
  readonly prompt: string;
  readonly chat: boolean;
  readonly position: number;
  readonly layer: number;
  readonly selectedPosition: number | null;
  readonly zoom: ZoomPlace;
  readonly openLayers: readonly number[];
  /** What to dispatch so that the view looks as it did; none of them navigates. */
  readonly intents: readonly Intent[];
  readonly camera: CameraPose | undefined;
}

/** What could be read of an address's fragment. */
export type ReadFragment =
  | { readonly kind: 'none' }
  | { readonly kind: 'view'; readonly view: SharedView }
  /** Not a view of this version; the sentence tells the visitor. */
  | { readonly kind: 'unreadable'; readonly sentence: string };

/** More than any view takes when it is written: longer ones are not even parsed. */
const fragmentLimitCharacters = 20_000;
const unreadable = {
  kind: 'unreadable',
  sentence: 'The view in this address could not be read, so the page opens as usual.',
} as const;

/**
 * The fragment that shares the view, without "#". Undefined while there is no run to share, and
 * during the tour, whose views are not the visitor's own.
 */
export function fragmentOf(state: StoreState, camera: CameraPose | undefined): string | undefined {
  const { hello, cursor, selectedPosition, settings, zoom, openLayers } = state;
  if (!hello || settings.tourStop !== null) return undefined;
  const { sampling, layersPerSecond, isolatedHead, isolatedLayer } = settings;
  const hidden = components.filter((component) => !settings.shown[component]);
  const fragment: Fragment = {
    v: 1,
    prompt: hello.run.prompt,
    ...(hello.run.chat && { chat: true }),
    ...(sampling.temperature > 0 && { sampling }),
    speed: layersPerSecond,
    at: [cursor.position, cursor.layer],
    ...(selectedPosition !== null && { selected: selectedPosition }),
    ...(isolatedHead !== null && { head: isolatedHead }),
    ...(isolatedLayer !== null && { layer: isolatedLayer }),
    threshold: settings.beamThreshold,
    ...(settings.sinkBeams === 'full' && { sinks: 'full' }),
    ...(hidden.length > 0 && { hidden }),
    ...(settings.commonScale && { common: true }),
    ...(zoom.level !== 'model' && { zoom }),
    ...(openLayers.length > 0 && { floors: [...openLayers] }),
    ...exhibitFields(settings),
    ...(camera && { eye: coordinates(camera.position), target: coordinates(camera.target) }),
  };
  return encodeURIComponent(JSON.stringify(fragment));
}

/** How towers and exhibits are shown, where it is not as by default. */
function exhibitFields(settings: Settings): Partial<Fragment> {
  const { layout, ringPage, beamStrength, headRole, headOrder, unitOrder, strongestCount } =
    settings;
  return {
    ...(layout !== 'avenue' && { layout }),
    ...(ringPage !== null && { page: ringPage }),
    ...(beamStrength === 'carried' && { strength: 'carried' }),
    ...(headRole !== null && { role: headRole }),
    ...(headOrder !== 'index' && { heads: headOrder }),
    ...(unitOrder === 'strength' && { units: 'strength' }),
    ...(strongestCount !== null && { strongest: strongestCount }),
  };
}

/** Reads what `fragmentOf` wrote, with or without "#"; anything else is refused whole. */
export function readFragment(text: string): ReadFragment {
  const encoded = text.replace(/^#/, '');
  if (encoded === '') return { kind: 'none' };
  if (encoded.length > fragmentLimitCharacters) return unreadable;
  const parsed = v.safeParse(fragmentSchema, parseEncoded(encoded));
  return parsed.success ? { kind: 'view', view: viewOf(parsed.output) } : unreadable;
}

function parseEncoded(encoded: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(encoded)) as unknown;
  } catch {
    return undefined;
  }
}

function viewOf(fragment: Fragment): SharedView {
  const { prompt, chat = false, at, selected = null, eye, target } = fragment;
  return {
    prompt,
    chat,
    position: at[0],
    layer: at[1],
    selectedPosition: selected,
    zoom: fragment.zoom ?? wholeModel,
    openLayers: fragment.floors ?? [],
    intents: intentsOf(fragment),
    camera: eye && target && { position: pointOf(eye), target: pointOf(target) },
  };
}

function intentsOf(fragment: Fragment): readonly Intent[] {
  const { sampling, speed, head, layer: isolated, threshold, sinks, common } = fragment;
  const hide = (component: Component): Intent => ({
    kind: 'set-component',
    component,
    shown: false,
  });
  return [
    ...(sampling ? [{ kind: 'set-sampling', sampling } as const] : []),
    ...(speed === undefined ? [] : [{ kind: 'set-speed', layersPerSecond: speed } as const]),
    ...(head === undefined ? [] : [{ kind: 'isolate-head', head } as const]),
    ...(isolated === undefined ? [] : [{ kind: 'isolate-layer', layer: isolated } as const]),
    ...(threshold === undefined
      ? []
      : [{ kind: 'set-beam-threshold', weight: threshold } as const]),
    ...(sinks ? [{ kind: 'set-sink-beams', shown: sinks } as const] : []),
    ...(common ? [{ kind: 'set-common-scale', common } as const] : []),
    ...(fragment.hidden ?? []).map(hide),
    ...exhibitIntents(fragment),
  ];
}

function exhibitIntents(fragment: Fragment): readonly Intent[] {
  const { layout, page, strength, role, heads, units, strongest } = fragment;
  return [
    ...(layout ? [{ kind: 'set-layout', layout } as const] : []),
    ...(page === undefined ? [] : [{ kind: 'set-ring-page', page } as const]),
    ...(strength ? [{ kind: 'set-beam-strength', strength } as const] : []),
    ...(role ? [{ kind: 'filter-role', role } as const] : []),
    ...(heads ? [{ kind: 'set-head-order', order: heads } as const] : []),
    ...(units ? [{ kind: 'set-unit-order', order: units } as const] : []),
    ...(strongest === undefined
      ? []
      : [{ kind: 'set-strongest-count', count: strongest } as const]),
  ];
}

/** To the centimetre. */
function coordinates({ x, y, z }: CameraPose['position']): [number, number, number] {
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return [rounded(x), rounded(y), rounded(z)];
}

function pointOf([x, y, z]: readonly [number, number, number]): CameraPose['position'] {
  return { x, y, z };
}
