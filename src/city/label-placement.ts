import type { Vec3 } from '#contract/preview.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { faceNormal } from '#plan/face.ts';
import type { SignColumn } from '#plan/sign-column.ts';
import { facingFace } from '#plan/sign-measures.ts';
import { directionFromTower } from '#plan/tower-place.ts';
import { quadAnchors, quadFloats } from './label-quad.ts';
import { finerEmPixels, readableEm } from './label-shader.ts';

/** What placement in the label shader depends on besides the quad itself. */
export interface LabelView {
  readonly eye: Vec3;
  /** Unit vector the eye looks along. */
  readonly forward: Vec3;
  readonly focalPixels: number;
  readonly plan: CityPlan;
  /** How many floors of a tower the replay has climbed. */
  readonly climbedLayers: (position: number) => number;
  readonly lens: {
    readonly position: number;
    readonly column: SignColumn;
    readonly share: number;
  };
  readonly ruler: { readonly column: SignColumn; readonly share: number };
}

/** A part of a quad, metres from the quad's middle. */
export interface QuadPart {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** A quad in the city as the shader places it. */
export interface PlacedQuad {
  /** From the lower left, counter-clockwise as its reader sees it. */
  readonly corners: readonly Vec3[];
  /** 0 … 1: what is left of its ink after fading. */
  readonly opacity: number;
}

/**
 * TypeScript's twin of the label shader's placement, for tests and for whoever must know where text
 * stands on the canvas.
 */
export function placeQuad(
  recordsArray: Float32Array,
  record: number,
  part: QuadPart,
  view: LabelView,
): PlacedQuad | undefined {
  const at = record * quadFloats;
  const number = (offset: number): number => recordsArray[at + offset] ?? 0;
  if (number(19) === 0) return undefined;
  const anchor = Math.round(number(3));
  const isUpright = anchor === quadAnchors.tower || anchor === quadAnchors.wall;
  const surface = isUpright
    ? wallSurface(number, anchor, view)
    : columnSurface(number, anchor, view);
  if (!surface || surface.share === 0 || !isStanding(number, anchor, view)) return undefined;
  const { origin, along, share, shiftRight, shiftUp } = surface;
  const ends = [
    [part.left, part.bottom],
    [part.right, part.bottom],
    [part.right, part.top],
    [part.left, part.top],
  ] as const;
  const corners = ends.map(([right, up]) => {
    const across = shiftRight + right * share;
    return {
      x: origin.x + along.x * across,
      y: origin.y + shiftUp + up * share,
      z: origin.z + along.z * across,
    };
  });
  return { corners, opacity: opacityOf(number, surface, corners, view) };
}

/** Whether the floor a sign hangs at, or the roof a billboard stands on, is there by now. */
function isStanding(number: (offset: number) => number, anchor: number, view: LabelView): boolean {
  if (anchor === quadAnchors.lens || anchor === quadAnchors.lensLine) {
    return number(0) <= view.climbedLayers(view.lens.position) + 0.001;
  }
  if (anchor !== quadAnchors.tower || number(1) <= cityMeasures.plinthHeightMetres) return true;
  const { layerCount } = view.plan.shape;
  return layerCount <= view.climbedLayers(Math.round(number(0))) + 0.001;
}

interface Surface {
  readonly origin: Vec3;
  readonly along: Vec3;
  readonly normal: Vec3;
  readonly share: number;
  readonly shiftRight: number;
  readonly shiftUp: number;
}

/** Undefined where the text's tower is not shown. */
function wallSurface(
  number: (offset: number) => number,
  anchor: number,
  { eye, plan }: LabelView,
): Surface | undefined {
  const facing = number(7);
  let normal: Vec3 = { x: -Math.sin(facing), y: 0, z: -Math.cos(facing) };
  let origin: Vec3 = { x: number(0), y: number(1), z: number(2) };
  if (anchor === quadAnchors.tower) {
    const place = plan.towers[Math.round(number(0))];
    if (!place) return undefined;
    normal = directionFromTower(place, faceNormal(facingFace(eye, place)));
    origin = { x: place.x, y: number(1), z: place.z };
  }
  const out = number(6);
  return {
    origin: { x: origin.x + normal.x * out, y: origin.y, z: origin.z + normal.z * out },
    along: { x: -normal.z, y: 0, z: normal.x },
    normal,
    share: 1,
    shiftRight: number(4),
    shiftUp: number(5),
  };
}

function columnSurface(
  number: (offset: number) => number,
  anchor: number,
  view: LabelView,
): Surface {
  const { column, share } = anchor === quadAnchors.ruler ? view.ruler : view.lens;
  return {
    origin: { x: column.cornerX, y: number(1), z: column.cornerZ },
    along: { x: column.rightX, y: 0, z: column.rightZ },
    normal: { x: column.rightZ, y: 0, z: -column.rightX },
    share,
    shiftRight: number(4) * column.side * share,
    shiftUp: number(5) * share,
  };
}

/** The most of any corner: the shader fades each corner for itself. */
function opacityOf(
  number: (offset: number) => number,
  { normal, share }: Surface,
  corners: readonly Vec3[],
  { eye, forward, focalPixels }: LabelView,
): number {
  const em = number(10) * share;
  const finerEm = number(11) * share;
  const opacities = corners.map(({ x, y, z }) => {
    const away = { x: x - eye.x, y: y - eye.y, z: z - eye.z };
    const depth = away.x * forward.x + away.y * forward.y + away.z * forward.z;
    if (depth <= 0) return 0;
    const metres = Math.hypot(away.x, away.y, away.z);
    const slant = Math.abs(normal.x * away.x + normal.z * away.z) / metres;
    const pixelsPerMetre = focalPixels / depth;
    const readable = smoothstep(readableEm.from, readableEm.to, em * pixelsPerMetre);
    return finerShare(readable, finerEm * pixelsPerMetre) * smoothstep(0.05, 0.16, slant);
  });
  return Math.max(...opacities) * number(19);
}

/** How much is shown beside a finer view of the same (`LabelQuad.finerEm`, in pixels). */
function finerShare(readable: number, finer: number): number {
  const { from, at, to } = finerEmPixels;
  if (finer > 0) return readable * (1 - smoothstep(from, at, finer));
  return finer < 0 ? smoothstep(at, to, -finer) : readable;
}

function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
