import type { ModelShape } from '#contract/model-shape.ts';
import { cssOfLinearRgb, linearRgbOfOklch, type LinearRgb } from '#kit/oklch.ts';

/** One head's hue: linear for the city's lights, CSS for the page. Never dimmed: brightness is strength. */
export interface HeadColour {
  readonly linear: LinearRgb;
  readonly css: string;
}

/** A key-value group's members in OKLCH, and how the hue turns from one to the next. */
interface Family {
  readonly hueDegrees: number;
  readonly hueStepDegrees: number;
  readonly members: readonly (readonly [lightness: number, chroma: number])[];
}

/**
 * Found by search: all nine are at least 0.096 apart in OKLab to the normal eye and to eyes without
 * one kind of cone (Machado, Oliveira and Fernandes, 2009), with lightness from 0.64 up so that none
 * looks weak on a dark street. Blue, yellow-green, rose.
 */
const families: readonly Family[] = [
  {
    hueDegrees: 243.5,
    hueStepDegrees: -16,
    members: [
      [0.695, 0.139],
      [0.807, 0.103],
      [0.9, 0.05],
    ],
  },
  {
    hueDegrees: 113.9,
    hueStepDegrees: 13.4,
    members: [
      [0.88, 0.102],
      [0.784, 0.151],
      [0.641, 0.148],
    ],
  },
  {
    hueDegrees: 364.9,
    hueStepDegrees: 20.5,
    members: [
      [0.64, 0.206],
      [0.811, 0.091],
      [0.722, 0.119],
    ],
  },
];
/** Further families stand between the first three, further members between a family's three. */
const nextFamiliesDegrees = 42;

/**
 * Hues of all heads, by head. Heads that share keys and values are one family. With more than three
 * families or members colours come closer than eyes can tell for sure: names tell heads apart.
 */
export function headPalette({
  headCount,
  kvHeadCount,
}: Pick<ModelShape, 'headCount' | 'kvHeadCount'>): readonly HeadColour[] {
  const groupSize = Math.max(1, Math.floor(headCount / kvHeadCount));
  return Array.from({ length: headCount }, (_, head) => {
    const linear = memberColour(Math.floor(head / groupSize), head % groupSize, groupSize);
    return { linear, css: cssOfLinearRgb(linear) };
  });
}

function memberColour(group: number, member: number, groupSize: number): LinearRgb {
  const family = families[group % families.length];
  if (!family) return [1, 1, 1];
  const last = family.members.length - 1;
  const place = groupSize > family.members.length ? (member * last) / (groupSize - 1) : member;
  const [before, after] = [Math.floor(place), Math.min(last, Math.ceil(place))];
  const share = place - before;
  const [lightnessBefore, chromaBefore] = family.members[before] ?? [0.8, 0.1];
  const [lightnessAfter, chromaAfter] = family.members[after] ?? [0.8, 0.1];
  const turn = nextFamiliesDegrees * Math.floor(group / families.length);
  return linearRgbOfOklch(
    lightnessBefore + share * (lightnessAfter - lightnessBefore),
    chromaBefore + share * (chromaAfter - chromaBefore),
    family.hueDegrees + turn + family.hueStepDegrees * (place - 1),
  );
}
