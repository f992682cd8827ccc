import type { Intent } from '#contract/intent.ts';
import type { Settings } from '#store/read.ts';

/** Intents about layouts, exhibits, tour and glossary that change settings and nothing else. */
export type ExhibitIntent = Extract<
  Intent,
  {
    kind:
      | 'set-layout'
      | 'set-ring-page'
      | 'set-beam-strength'
      | 'filter-role'
      | 'set-head-order'
      | 'set-unit-order'
      | 'set-strongest-count'
      | 'go-to-tour-stop'
      | 'open-glossary'
      | 'set-light'
      | 'set-cut'
      | 'set-tear-scope'
      | 'set-ablation';
  }
>;

export function exhibitSettings(intent: ExhibitIntent): Partial<Settings> {
  switch (intent.kind) {
    case 'set-layout':
      return { layout: intent.layout, ringPage: null };
    case 'set-ring-page':
      return { ringPage: countOrNull(intent.page, 0) };
    case 'set-beam-strength':
      return { beamStrength: intent.strength };
    case 'filter-role':
      return { headRole: intent.role };
    case 'set-head-order':
      return { headOrder: intent.order };
    case 'set-unit-order':
      return { unitOrder: intent.order };
    case 'set-strongest-count':
      return { strongestCount: countOrNull(intent.count, 1) };
    case 'go-to-tour-stop':
      return { tourStop: countOrNull(intent.stop, 0) };
    case 'set-light':
      return { light: intent.light };
    case 'set-cut':
      return { cutLayer: countOrNull(intent.layer, 0) };
    case 'set-tear-scope':
      return { tearScope: intent.scope };
    case 'set-ablation':
      return { ablation: intent.by };
    case 'open-glossary':
      return { glossaryOpen: intent.open };
  }
}

function countOrNull(count: number | null, least: number): number | null {
  return count !== null && Number.isInteger(count) && count >= least ? count : null;
}
