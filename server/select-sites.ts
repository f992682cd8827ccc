import picomatch from 'picomatch';
import { layerSites, siteName, type Site } from '#contract/hook-site.ts';
import { CommandError } from '#server/command-error.ts';

/** One tensor of the output. `layer` is 0 where the site is outside the layers. */
export interface NamedSite {
  readonly name: string;
  readonly site: Site;
  readonly layer: number;
}

/**
 * The sites whose names match any of the globs, those of one layer together and in the order of a
 * forward pass, so that a layer's rows are read one after another.
 * @param layerCount - layers that are computed
 * @throws CommandError when a glob matches nothing
 */
export function selectSites(
  layerCount: number,
  globs: readonly string[] = ['**'],
): readonly NamedSite[] {
  const named = (site: Site, layer: number): NamedSite => ({
    name: siteName(site, layer),
    site,
    layer,
  });
  const all = [
    named('hook_embed', 0),
    ...Array.from({ length: layerCount }, (_, layer) =>
      layerSites.map((site) => named(site, layer)),
    ).flat(),
    named('ln_final.hook_scale', 0),
    named('ln_final.hook_normalized', 0),
    named('logits', 0),
  ];
  const matchers = globs.map((glob) => matcherOf(glob));
  matchers.forEach((matches, index) => {
    if (!all.some(({ name }) => matches(name))) {
      throw new CommandError(
        `--sites: ${JSON.stringify(globs[index])} matches none of the ${String(all.length)} names, which look like "blocks.0.attn.hook_z" or "logits".`,
      );
    }
  });
  return all.filter(({ name }) => matchers.some((matches) => matches(name)));
}

function matcherOf(glob: string): (name: string) => boolean {
  // Longer globs only serve to keep a matcher busy.
  if (glob.length > 500) throw new CommandError('--sites: a glob may have 500 characters.');
  return picomatch(glob, { dot: true, nonegate: false });
}
