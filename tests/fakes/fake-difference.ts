import type { DecodedDifference, DecodedOverview } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { postBinCount, residBinCount, texelLayout, zBinsPerHead } from '#contract/texel-layout.ts';
import type { TexelColumns } from '#contract/texel-layout.ts';

type DifferenceSite = 'attn.hook_z' | 'mlp.hook_post' | 'hook_resid_post';
const sites = ['attn.hook_z', 'mlp.hook_post', 'hook_resid_post'] as const;

/**
 * How far an overview's numbers moved, as a test says: `codeOf` gives each bin's code and, for bin
 * −1, the whole row's.
 */
export function fakeDifference(
  overview: DecodedOverview,
  shape: ModelShape,
  codeOf: (site: DifferenceSite, layer: number, bin: number) => number,
): DecodedDifference {
  const { layerCount, headCount } = shape;
  const layout = texelLayout(shape);
  const counts = [headCount * zBinsPerHead, postBinCount, residBinCount];
  const columns: readonly (readonly TexelColumns[])[] = [
    [layout.z, layout.zSign, layout.zMax4, layout.zRms4, layout.zMax8, layout.zRms8],
    [layout.post, layout.postSign, layout.postMax4, layout.postRms4, layout.postMax16],
    [layout.resid, layout.residSign, layout.residMax4, layout.residRms4, layout.residMax16],
  ];
  const rest = [undefined, layout.postRms16, layout.residRms16];
  const texels = new Uint8Array(layerCount * layout.width);
  const codes = counts.map((count) => new Uint8Array(layerCount * count));
  const wholeCodes = new Uint8Array(layerCount * 3);
  for (let layer = 0; layer < layerCount; layer += 1) {
    const row = texels.subarray(layer * layout.width, (layer + 1) * layout.width);
    sites.forEach((site, nth) => {
      const count = counts[nth] ?? 0;
      const ofSite = Uint8Array.from({ length: count }, (_, bin) => codeOf(site, layer, bin));
      codes[nth]?.set(ofSite, layer * count);
      const [bins, signs, ...mips] = [...(columns[nth] ?? []), rest[nth]];
      ofSite.forEach((code, bin) => {
        row[(bins?.first ?? 0) + bin] = code & 127;
        row[(signs?.first ?? 0) + bin] = code > 127 ? 255 : 0;
      });
      for (const mip of mips) {
        if (!mip) continue;
        const size = count / mip.count;
        for (let group = 0; group < mip.count; group += 1) {
          const own = ofSite.subarray(group * size, (group + 1) * size);
          row[mip.first + group] = Math.max(...own.map((code) => code & 127));
        }
      }
      const whole = codeOf(site, layer, -1);
      wholeCodes[layer * 3 + nth] = whole;
      const [size, sign] =
        nth === 2
          ? [layout.scale.first, layout.scale.first + 1]
          : [layout.added.first + nth, layout.against.first + nth];
      row[size] = 2 * (whole & 127);
      row[sign] = whole > 127 ? 255 : 0;
    });
  }
  const [zCodes, postCodes, residCodes] = codes;
  if (!zCodes || !postCodes || !residCodes) throw new Error('There are three sites.');
  const { clock } = overview;
  return { type: 'difference', clock, texels, zCodes, postCodes, residCodes, wholeCodes };
}
