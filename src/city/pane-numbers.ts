import type { Display } from '#contract/control-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { CameraPose } from '#contract/preview.ts';
import { cityPoint } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { faceYawRadians } from '#plan/face.ts';
import { litLayer } from '#store/read.ts';
import type { ReadableStore } from '#store/read.ts';
import { showsDifference } from '#view/difference-legend.ts';
import { brightnessOfCode, brightnessScales, scaleHooks } from './brightness-scales.ts';
import type { CityContext } from './city-part.ts';
import type { AtlasText, LabelAtlas, TextGrade } from './label-atlas.ts';
import type { LabelBoard, LabelSurface } from './label-board.ts';
import { labelInks } from './label-inks.ts';
import { quadAnchors } from './label-quad.ts';
import type { LabelInk } from './label-quad.ts';
import { choosePanes, nearWall, numberedPaneLimit } from './pane-choice.ts';
import type { ChosenPane, NearWall } from './pane-choice.ts';
import { paneNumberText, paneValue } from './pane-values.ts';
import type { PaneValue } from './pane-values.ts';
import { isGone, stopLayer } from './shown-light.ts';

/** Glyphs of a pane: its value, then its index. */
const glyphsPerPane = 14;
const longestValue = 9;
export const paneNumberRecordCount = numberedPaneLimit * glyphsPerPane;
/** Everything a number is written with. */
const glyphTexts = Array.from('0123456789−.≈e');
/** The line of sight has to move that far on the wall before other panes are chosen. */
const choiceStepMetres = 0.02;

export interface PaneNumberSources {
  readonly board: LabelBoard;
  readonly atlas: LabelAtlas;
  readonly firstRecord: number;
  readonly requestValues: (site: Site, layer: number, position: number) => void;
}

/**
 * Numbers on the panes within arm's length: the value with the largest magnitude in the bin and its
 * index. Panes keep their records while they stay near, so that walking along a wall writes only
 * what comes into reach.
 */
export class PaneNumbers {
  readonly #sources: PaneNumberSources;
  readonly #glyphs = new Map<string, AtlasText>();
  /** Slot of each pane that is written, by its key. */
  readonly #slots = new Map<string, number>();
  readonly #freeSlots = Array.from({ length: numberedPaneLimit }, (_, slot) => slot).reverse();
  #choice = '';
  #isWaiting = false;
  /** What the choice was made for; undefined when it has to be made again. */
  #pose: CameraPose | undefined;
  #plan: CityPlan | undefined;
  #cutLayers = -1;
  #scales:
    | { readonly display: Display; readonly common: boolean; readonly array: Float32Array }
    | undefined;

  constructor(sources: PaneNumberSources) {
    this.#sources = sources;
  }

  /** Whether a wall is near and its digits are not in the atlas yet. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Another run or another atlas: nothing that was written holds. */
  forget(): void {
    this.#glyphs.clear();
    this.rewrite();
  }

  /** Values or the cursor changed: panes near by are written anew. */
  rewrite(): void {
    for (const slot of this.#slots.values()) this.#free(slot);
    this.#slots.clear();
    this.#choice = '';
    this.#pose = undefined;
  }

  /** @returns how many records are to be drawn: 0 when no wall is near. */
  write({ store, front, viewer }: CityContext, plan: CityPlan): number {
    const { pose } = viewer();
    if (front.cutLayers !== this.#cutLayers) {
      this.#cutLayers = front.cutLayers;
      this.#choice = '';
      this.#pose = undefined;
    }
    if (pose === this.#pose && plan === this.#plan) return this.#recordCount();
    const { hello } = store.state;
    // Numbers of the run on windows that show differences would be read as theirs.
    const isRead = store.state.settings.shown.labels && !showsDifference(store.state);
    const wall = hello && isRead ? nearWall(pose, plan) : undefined;
    if (!hello || !wall) {
      if (this.#slots.size > 0) this.rewrite();
      this.#pose = pose;
      this.#plan = plan;
      return 0;
    }
    this.#isWaiting = !this.#hasGlyphs();
    if (this.#isWaiting) return 0;
    this.#pose = pose;
    this.#plan = plan;
    const choice = choiceKey(wall);
    if (choice !== this.#choice) {
      this.#choice = choice;
      const { layerCount } = plan.shape;
      const lit = litLayer(
        store.state.cursor,
        wall.position,
        hello.run.promptTokenCount,
        layerCount,
      );
      // Above a stop there are no numbers: they would be read as zeros.
      const highest = Math.min(lit, front.cutLayers - 1, stopLayer(store.state));
      const panes = choosePanes(wall, plan, highest);
      const there = panes.filter(({ layer }) => !isGone(store.state, layer));
      this.#show(there, wall, { store, plan });
    }
    return this.#recordCount();
  }

  #recordCount(): number {
    return this.#slots.size > 0 ? paneNumberRecordCount : 0;
  }

  #show(
    panes: readonly ChosenPane[],
    wall: NearWall,
    run: { readonly store: ReadableStore; readonly plan: CityPlan },
  ): void {
    const wanted = new Map(panes.map((pane) => [paneKey(pane, wall), pane]));
    for (const [key, slot] of this.#slots) {
      if (wanted.has(key)) continue;
      this.#free(slot);
      this.#slots.delete(key);
    }
    const { hello } = run.store.state;
    if (!hello) return;
    const model = { shape: run.plan.shape, display: hello.display };
    const scales = this.#scalesOf(hello.display, run.store.state.settings.commonScale);
    const missing = new Map<string, ChosenPane>();
    for (const [key, pane] of wanted) {
      if (this.#slots.has(key)) continue;
      const value = paneValue(run.store, { ...pane, position: wall.position }, model);
      const slot = value && this.#freeSlots.pop();
      if (!value || slot === undefined) continue;
      this.#slots.set(key, slot);
      if (value.index < 0) missing.set(`${pane.site} ${String(pane.layer)}`, pane);
      const scaleIndex = scaleHooks.indexOf(pane.site) * model.shape.layerCount + pane.layer;
      const brightness = brightnessOfCode(value.code, scales, scaleIndex);
      this.#writePane(slot, paneSurface(pane, wall, run.plan), { pane, value, brightness });
    }
    for (const { site, layer } of missing.values()) {
      this.#sources.requestValues(site, layer, wall.position);
    }
  }

  #writePane(
    slot: number,
    surface: LabelSurface,
    shown: { readonly pane: ChosenPane; readonly value: PaneValue; readonly brightness: number },
  ): void {
    const { board, firstRecord } = this.#sources;
    const first = firstRecord + slot * glyphsPerPane;
    const { pane, value, brightness } = shown;
    const isExact = value.index >= 0;
    const size = {
      width: pane.rect.right - pane.rect.left,
      height: pane.rect.top - pane.rect.bottom,
    };
    // A negative pane is a lit frame around dark glass; a positive one is lit all over.
    const isBright = value.code < 128 && brightness > 0.42;
    const number = Array.from(paneNumberText(value.value, isExact));
    const used = this.#line(first, surface, {
      glyphs: number,
      most: longestValue,
      widest: size.width * 0.94,
      tallest: size.height * 0.44,
      up: isExact ? size.height * 0.16 : 0,
      grade: isBright ? 'plain' : 'small',
      ink: isBright ? labelInks.onBright : labelInks.onDark,
    });
    const rest = this.#line(first + used, surface, {
      glyphs: isExact ? Array.from(String(value.index)) : [],
      most: glyphsPerPane - used,
      widest: size.width * 0.7,
      tallest: size.height * 0.27,
      up: -size.height * 0.29,
      grade: isBright ? 'plain' : 'small',
      ink: isBright ? labelInks.onBright : labelInks.onDarkFaint,
    });
    board.clearRange(first + used + rest, glyphsPerPane - used - rest);
  }

  /** Writes glyphs side by side, centred; returns how many records that took. */
  #line(first: number, surface: LabelSurface, line: GlyphLine): number {
    const room = Math.min(line.glyphs.length, line.most);
    let advanceEm = 0;
    for (let nth = 0; nth < room; nth += 1) advanceEm += this.#advance(line.glyphs[nth]);
    const em = Math.min(line.tallest, line.widest / Math.max(advanceEm, 1e-6));
    let right = (-advanceEm * em) / 2;
    for (let nth = 0; nth < room; nth += 1) {
      const text = line.glyphs[nth] ?? '';
      const advance = this.#advance(text) * em;
      this.#sources.board.text(
        first + nth,
        surface,
        { text, grade: line.grade },
        {
          right: right + advance / 2,
          up: line.up,
          align: 'middle',
          em,
          ink: line.ink,
        },
      );
      right += advance;
    }
    return room;
  }

  #advance(glyph: string | undefined): number {
    return this.#glyphs.get(glyph ?? '')?.advanceEm ?? 0;
  }

  /** The digits are taken into use for good the first time a wall is near. */
  #hasGlyphs(): boolean {
    for (const text of glyphTexts) {
      if (this.#glyphs.has(text)) continue;
      const plain = this.#sources.atlas.acquire(text, 'plain');
      const entry = plain && this.#sources.atlas.acquire(text, 'small');
      if (!entry) return false;
      this.#glyphs.set(text, entry);
    }
    return true;
  }

  #scalesOf(display: Display, common: boolean): Float32Array {
    if (this.#scales?.display !== display || this.#scales.common !== common) {
      this.#scales = { display, common, array: brightnessScales(display, common) };
    }
    return this.#scales.array;
  }

  #free(slot: number): void {
    const { board, firstRecord } = this.#sources;
    board.clearRange(firstRecord + slot * glyphsPerPane, glyphsPerPane);
    this.#freeSlots.push(slot);
  }
}

interface GlyphLine {
  readonly glyphs: readonly string[];
  readonly most: number;
  readonly widest: number;
  readonly tallest: number;
  readonly up: number;
  readonly grade: TextGrade;
  readonly ink: LabelInk;
}

function paneSurface(pane: ChosenPane, wall: NearWall, plan: CityPlan): LabelSurface {
  const { left, right, bottom, top } = pane.rect;
  const isSpine = pane.site === 'hook_resid_post';
  const { x, y, z } = cityPoint(plan, {
    position: wall.position,
    layer: pane.layer,
    face: wall.face,
    u: (left + right) / 2,
    v: (bottom + top) / 2,
  });
  const out = (isSpine ? cityMeasures.spineReliefMetres : 0) + 0.002;
  const yaw = plan.towers[wall.position]?.yawRadians ?? 0;
  const facingRadians = yaw + faceYawRadians(wall.face);
  return { anchor: quadAnchors.wall, x, y, z, out, facingRadians };
}

function paneKey(pane: ChosenPane, wall: NearWall): string {
  return `${String(wall.position)} ${wall.face} ${pane.site} ${String(pane.layer)} ${String(pane.bin)}`;
}

function choiceKey({ position, face, u, height, reach }: NearWall): string {
  const step = (metres: number): string => String(Math.round(metres / choiceStepMetres));
  return `${String(position)} ${face} ${step(u)} ${step(height)} ${step(reach)}`;
}
