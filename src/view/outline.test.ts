import { expect, test } from 'vitest';
import { components, type Intent } from '#contract/intent.ts';
import type { CameraPose } from '#contract/preview.ts';
import { createInterpreterBench, liveBench } from '#tests/fakes/interpreter-bench.ts';
import { fakeExhibit } from '#tests/fakes/fake-exhibit.ts';
import { fakeVocabulary } from '#tests/fakes/fake-run.ts';
import type { OutlineNode } from './outline-node.ts';
import { engineWords, outlineOf, type OutlineExtras } from './outline.ts';

const nothing: OutlineExtras = { target: undefined, camera: undefined, exhibit: undefined };

/** The outline as indented lines. */
function linesOf(nodes: readonly OutlineNode[], depth = 0): readonly string[] {
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.text}`,
    ...linesOf(node.children, depth + 1),
  ]);
}

function keysOf(nodes: readonly OutlineNode[]): readonly string[] {
  return nodes.flatMap((node) => [node.key, ...keysOf(node.children)]);
}

test('a run reads in words, tower by tower, with its billboards', () => {
  const bench = liveBench();
  bench.live(fakeVocabulary());
  const lines = linesOf(outlineOf(bench.store, nothing));
  expect(lines).toContain('Live run of fake, 3 layers, 2 heads each, precision i16.');
  expect(lines).toContain('  The prompt is “a b”.');
  expect(lines).toContain('Paused at the whole prompt, 2 tokens, lit to layer 2 of 2.');
  expect(lines).toContain('  Token 1, “␣t1”, id 101, prompt: next “␣w102” 50 %.');
  expect(lines).toContain(
    '    Billboard: “␣w102” 50 %, “␣w1” 20 %, “␣w2” 10 %, “␣w3” 5 %, “␣w4” 1 %.',
  );
});

test('before any run, and while a prompt waits, it says so', () => {
  const bench = createInterpreterBench();
  bench.setEngine('loading');
  bench.do({ kind: 'submit-prompt', text: 'hello', chat: false });
  const lines = linesOf(outlineOf(bench.store, nothing));
  expect(lines[0]).toBe('No run is here yet.');
  expect(lines).toContain('  Waiting to be read: “hello”.');
  expect(lines).toContain('The model is loading from the server: 34.0 of 98.0 MB, 2.0 seconds.');
});

test('what the cursor hides is not in it', () => {
  const bench = liveBench();
  bench.do({ kind: 'seek', position: 0, layer: 1 });
  const lines = linesOf(outlineOf(bench.store, nothing));
  expect(lines).toContain('1 tower lit of 2 tokens.');
  expect(lines).toContain('  Token 0, “␣t0”, id 100, prompt: lit to layer 1.');
  expect(lines.join('\n')).not.toContain('Token 1,');
});

const controls: readonly (readonly [string, Intent])[] = [
  ['play', { kind: 'play' }],
  ['step a token', { kind: 'step-token', direction: 1 }],
  ['step a layer back', { kind: 'step-layer', direction: -1 }],
  ['speed', { kind: 'set-speed', layersPerSecond: 77 }],
  ['time slider', { kind: 'seek', position: 0, layer: 0 }],
  [
    'sampling',
    { kind: 'set-sampling', sampling: { temperature: 0.5, topK: 3, topP: 0.9, seed: 4 } },
  ],
  ['select a token', { kind: 'select-token', position: 1 }],
  ['isolate a head', { kind: 'isolate-head', head: 1 }],
  ['isolate a layer', { kind: 'isolate-layer', layer: 2 }],
  ['beam threshold', { kind: 'set-beam-threshold', weight: 0.33 }],
  ['sink beams', { kind: 'set-sink-beams', shown: 'full' }],
  ['common scale', { kind: 'set-common-scale', common: true }],
  ['go to a layer', { kind: 'zoom-to', place: { level: 'layer', layer: 1 } }],
  [
    'go to a value',
    {
      kind: 'zoom-to',
      place: { level: 'activation', layer: 1, position: 0, site: 'mlp.hook_post', index: 7 },
    },
  ],
  ['follow a token', { kind: 'zoom-to', place: { level: 'token', position: 1 } }],
  ['open a floor', { kind: 'set-layer-open', layer: 2, open: true }],
  ['layout', { kind: 'set-layout', layout: 'ring' }],
  ['beam strength', { kind: 'set-beam-strength', strength: 'carried' }],
  ['filter a role', { kind: 'filter-role', role: 'induction' }],
  ['order of heads', { kind: 'set-head-order', order: 'reading' }],
  ['order of values', { kind: 'set-unit-order', order: 'strength' }],
  ['only the strongest values', { kind: 'set-strongest-count', count: 12 }],
  ['light', { kind: 'set-light', light: 'difference' }],
  ['cut', { kind: 'set-cut', layer: 1 }],
  ['what a torn beam means', { kind: 'set-tear-scope', scope: 'this' }],
  ['what is left of a layer', { kind: 'set-ablation', by: 'mean' }],
  ['keep in view', { kind: 'pin', target: { kind: 'layer', layer: 1 } }],
  ['pull a layer free', { kind: 'verb', stage: 'change', verb: 'grab', layer: 1 }],
  ['measure what matters', { kind: 'measure-effects', position: 1 }],
  ['help', { kind: 'open-help', open: true }],
  ['the glossary', { kind: 'open-glossary', open: true }],
  ['a new prompt', { kind: 'submit-prompt', text: 'other words here', chat: false }],
  ['an empty prompt', { kind: 'submit-prompt', text: ' ', chat: false }],
  ...components.map(
    (component) =>
      [`hide ${component}`, { kind: 'set-component', component, shown: false }] as const,
  ),
];

test.each(controls)('the control “%s” changes a sentence', (_, intent) => {
  const bench = liveBench();
  const before = linesOf(outlineOf(bench.store, nothing)).join('\n');
  bench.do(intent);
  bench.producer.answerAll();
  expect(linesOf(outlineOf(bench.store, nothing)).join('\n')).not.toBe(before);
});

test('moving the camera and pointing at something change a sentence', () => {
  const { store } = liveBench();
  const camera: CameraPose = {
    position: { x: 1, y: 2, z: -3 },
    target: { x: 0, y: 0, z: -0.004 },
  };
  const lines = linesOf(
    outlineOf(store, { ...nothing, target: { kind: 'token', position: 1 }, camera }),
  );
  expect(lines).toContain('The eye is at (1.00, 2.00, −3.00) m and looks at (0.00, 0.00, 0.00) m.');
  expect(lines).toContain('“␣t1” is part of the prompt.');
  expect(lines.join('\n')).toContain('tokens[1] · id 101 · token 1 “␣t1” · i16 · REAL');
});

test('a selected token tells its storeys, its beams and its lens', () => {
  const bench = liveBench();
  bench.do({ kind: 'set-beam-threshold', weight: 0 }, { kind: 'select-token', position: 1 });
  bench.producer.answerAll();
  const lines = linesOf(outlineOf(bench.store, nothing));
  expect(lines).toContain('Selected is token 1, “␣t1”.');
  expect(lines).toContain('    Layer 0, attention: 0.5.');
  expect(lines).toContain('    Layer 2: “␣w20”, the final answer is number 31.');
});

test('every key is there once', () => {
  const bench = liveBench();
  bench.do({ kind: 'select-token', position: 1 }, { kind: 'submit-prompt', text: '', chat: false });
  const keys = keysOf(outlineOf(bench.store, { ...nothing, target: { kind: 'layer', layer: 0 } }));
  expect(new Set(keys).size).toBe(keys.length);
});

test('a model that failed to load says what to do', () => {
  expect(engineWords({ kind: 'failed', message: 'Reload the page.' })).toBe(
    'The model is not here: Reload the page.',
  );
});

test('which page stands in the ring is told once the towers stand in one', () => {
  const bench = liveBench();
  bench.do({ kind: 'set-layout', layout: 'ring' }, { kind: 'set-ring-page', page: 1 });
  const lines = linesOf(outlineOf(bench.store, nothing));
  expect(lines).toContain('  The ring stays at page 2.');
});

test('what stands open is told board by board, with the reason where one is empty', () => {
  const bench = liveBench();
  bench.do({ kind: 'zoom-to', place: { level: 'layer', layer: 1 } });
  const opening = linesOf(outlineOf(bench.store, nothing));
  expect(opening).toContain('Looked at is City › layer 1.');
  expect(opening).toContain('  What stands there is being put up.');
  const exhibit = fakeExhibit();
  const nodes = outlineOf(bench.store, { ...nothing, exhibit });
  const lines = linesOf(nodes);
  expect(lines).toContain('  Two heads look back.');
  expect(lines).toContain('  Only the prompt is counted.');
  expect(lines).toContain('  Head 0: Most weight rests on “␣t0”, 0.75. REAL.');
  expect(lines).toContain('  Norms: not recorded.');
  expect(lines).toContain('  Floor 1 is open; the others are folded.');
  expect(keysOf(nodes)).toContain('board-pattern-0');
});
