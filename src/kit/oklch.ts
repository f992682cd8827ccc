/** Red, green, blue, each 0 … 1, linear light, sRGB primaries. */
export type LinearRgb = readonly [red: number, green: number, blue: number];

/**
 * Linear sRGB of a colour in OKLCH (Björn Ottosson, "A perceptual color space for image
 * processing", 2020), clipped to what a screen can show.
 *
 * @param lightness - 0 … 1.
 * @param chroma - 0 is grey; a screen shows up to about 0.3.
 * @param hueDegrees - 0 is pink, 110 yellow, 145 green, 260 blue.
 */
export function linearRgbOfOklch(lightness: number, chroma: number, hueDegrees: number): LinearRgb {
  const hueRadians = (hueDegrees * Math.PI) / 180;
  const a = chroma * Math.cos(hueRadians);
  const b = chroma * Math.sin(hueRadians);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** Lightness, a and b of a linear sRGB colour in OKLab: distances there are differences as seen. */
export function oklabOfLinearRgb([red, green, blue]: LinearRgb): readonly [number, number, number] {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

/** One channel of linear light, 0 … 1, as sRGB encodes it, 0 … 1 (IEC 61966-2-1). */
export function srgbOfLinear(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
}

/** `#rrggbb` of a linear colour. */
export function cssOfLinearRgb(colour: LinearRgb): string {
  const digits = colour.map((channel) =>
    Math.round(255 * clip(srgbOfLinear(channel)))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${digits.join('')}`;
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
