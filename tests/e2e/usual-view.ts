import { components, type Intent } from '#contract/intent.ts';

/** How a page that was never touched looks at a run: what tests put back. */
export const usualView: readonly Intent[] = [
  { kind: 'pause' },
  { kind: 'forget-effects' },
  { kind: 'pin', target: null },
  { kind: 'set-cut', layer: null },
  { kind: 'set-tear-scope', scope: 'later' },
  { kind: 'set-ablation', by: 'zero' },
  { kind: 'open-help', open: false },
  { kind: 'set-sampling', sampling: { temperature: 0, topK: 0, topP: 1, seed: 0 } },
  { kind: 'set-speed', layersPerSecond: 30 },
  { kind: 'set-beam-threshold', weight: 0.1 },
  { kind: 'set-sink-beams', shown: 'thin' },
  { kind: 'isolate-head', head: null },
  { kind: 'isolate-layer', layer: null },
  { kind: 'set-common-scale', common: false },
  { kind: 'select-token', position: null },
  { kind: 'open-glossary', open: false },
  { kind: 'go-to-tour-stop', stop: null },
  { kind: 'set-layout', layout: 'avenue' },
  { kind: 'set-beam-strength', strength: 'weight' },
  { kind: 'filter-role', role: null },
  { kind: 'set-head-order', order: 'index' },
  { kind: 'set-unit-order', order: 'index' },
  { kind: 'set-strongest-count', count: null },
  ...components.map((component) => ({ kind: 'set-component', component, shown: true }) as const),
];
