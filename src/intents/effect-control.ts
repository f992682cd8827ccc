import { interventionsOf } from '#contract/change.ts';
import { effectTestLimit } from '#contract/control-message.ts';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { Intervention } from '#contract/interventions.ts';
import { noKey } from '#contract/overview.ts';
import { sinkPosition } from '#store/read/sink-position.ts';
import type { StoreState } from '#store/read.ts';
import type { EffectTest } from '#store/read/change-state.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** Has effects measured: every head of a position, then the beams drawn into it. */
export class EffectControl {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  measure(position: number): void {
    const { commands, send, store } = this.#world;
    const { state } = store;
    if (!state.hello || state.overviews[position] === undefined) return;
    this.stop();
    const tests = effectTests(state, position);
    const request = this.#requests.next();
    commands.setEffects({
      ...{ request, position, tests, branch: state.branch },
      results: tests.map(() => undefined),
      measuredCount: 0,
      isMeasuring: true,
    });
    send(
      {
        ...{ kind: 'effect', request, position, branch: state.branch },
        tests: tests.map((test) => interventionOfTest(test, position)),
      },
      'live',
    );
  }

  stop(): void {
    const { commands, send, store } = this.#world;
    const { effects } = store.state;
    if (!effects?.isMeasuring) return;
    commands.setEffects({ ...effects, isMeasuring: false });
    send({ kind: 'stop-effect', request: effects.request }, 'live');
  }

  forget(): void {
    this.stop();
    if (this.#world.store.state.effects) this.#world.commands.setEffects(undefined);
  }
}

interface WeighedTest {
  readonly test: EffectTest;
  readonly weight: number;
}

/** Heads in the order of layers, then the beams above the threshold, strongest first; as many as may be asked for. */
function effectTests(state: StoreState, position: number): readonly EffectTest[] {
  const { layerCount = 0, headCount = 0 } = state.hello?.model ?? {};
  const overview = state.overviews[position];
  if (!overview) return [];
  const heads: EffectTest[] = [];
  const beams: WeighedTest[] = [];
  for (let layer = 0; layer < layerCount; layer += 1) {
    // A layer that a `stop` left uncomputed has nothing to switch off.
    if (overview.lnScale[layer * 2] === 0) break;
    const sink = sinkPosition(state, layer, position);
    for (let head = 0; head < headCount; head += 1) {
      heads.push({ kind: 'head', layer, head });
      const row = layer * headCount + head;
      for (const { key, weight } of beamsOf(overview, { row, position, sink })) {
        if (weight < state.settings.beamThreshold) continue;
        beams.push({ test: { kind: 'beam', layer, head, key }, weight });
      }
    }
  }
  beams.sort((a, b) => b.weight - a.weight);
  return [...heads, ...beams.map(({ test }) => test)].slice(0, effectTestLimit);
}

interface HeadRow {
  /** layer × heads + head. */
  readonly row: number;
  readonly position: number;
  readonly sink: number | undefined;
}

/** What one head reads at a position: ordinary keys, the sink, itself. */
function* beamsOf(
  overview: DecodedOverview,
  { row, position, sink }: HeadRow,
): Generator<{ readonly key: number; readonly weight: number }> {
  const keyCount = overview.attentionKey.length / overview.attentionSelf.length;
  for (let at = row * keyCount; at < (row + 1) * keyCount; at += 1) {
    const key = overview.attentionKey[at] ?? noKey;
    if (key !== noKey) yield { key, weight: overview.attentionWeight[at] ?? 0 };
  }
  if (sink !== undefined) yield { key: sink, weight: overview.attentionSink[row] ?? 0 };
  yield { key: position, weight: overview.attentionSelf[row] ?? 0 };
}

function interventionOfTest(test: EffectTest, position: number): Intervention[] {
  const { layer, head } = test;
  if (test.kind === 'head') return interventionsOf([{ kind: 'head', layer, head, position }]);
  const { key } = test;
  return interventionsOf([{ kind: 'beam', layer, head, key, query: position, scope: 'this' }]);
}
