import type { Site } from '#contract/hook-site.ts';
import type { Dispatch, Intent } from '#contract/intent.ts';
import { applyViewIntent, type ViewIntent } from './apply-view-intent.ts';
import { Arrival, type SharedPlace } from './arrival.ts';
import { ChangeControl } from './change-control.ts';
import { isChangeIntent, type ChangeIntent } from './change-list.ts';
import { createRequestCounter, type InterpreterWorld } from './interpreter-world.ts';
import { NumberRequests } from './number-requests.ts';
import { PlaybackControl } from './playback-control.ts';
import { RunControl } from './run-control.ts';
import { TourControl } from './tour-control.ts';

/** The only interpreter of intents. */
export interface Interpreter {
  readonly dispatch: Dispatch;
  /** Begins with the bundled recording; with a shared place, goes there instead of playing. */
  start(place?: SharedPlace): void;
  /** Moves the replay on by that much time; returns whether it goes on, so that ticks are needed. */
  tick(elapsedMillis: number): boolean;
  /** Asks once for exact rows that are looked at; call it as often as they are. */
  wantValues(site: Site, layer: number, ...positions: readonly number[]): void;
  /** The same for the tokens that neurons raise and lower. */
  wantDirections(layer: number, ...neurons: readonly number[]): void;
  dispose(): void;
}

export function createInterpreter(world: InterpreterWorld): Interpreter {
  const requests = createRequestCounter();
  const runs = new RunControl(world, requests);
  const playback = new PlaybackControl(world, runs);
  const numbers = new NumberRequests(world, requests);
  const arrival = new Arrival(world, runs, playback);
  const changes = new ChangeControl(world, requests, runs);
  const tour = new TourControl(world, runs, playback);
  let isReacting = false;
  let hasChanged = false;

  /** Commands given while reacting change the store again: that is one more round, not a recursion. */
  const react = (): void => {
    hasChanged = true;
    if (isReacting) return;
    isReacting = true;
    while (hasChanged) {
      hasChanged = false;
      runs.react();
      arrival.react();
      playback.react();
      tour.react();
      changes.react();
      const { state } = world.store;
      const isIdle =
        state.awaitedTokens === 0 && !state.prefill && state.playback.kind === 'paused';
      numbers.react(isIdle && !runs.isAwaitingRun);
    }
    isReacting = false;
  };
  const stop = world.store.subscribe(react);
  return {
    dispatch: (intent) => {
      if (isNavigation(intent)) arrival.forgetPlace();
      if (isChangeIntent(intent)) {
        changes.perform(intent);
        return;
      }
      dispatchIntent(intent, world, { runs, playback });
    },
    start: (place) => {
      arrival.expectPlace(place);
      runs.startRecording();
    },
    tick: (elapsedMillis) => playback.tick(elapsedMillis),
    wantValues: (site, layer, ...positions) => {
      numbers.wantValues(site, layer, positions);
    },
    wantDirections: (layer, ...neurons) => {
      numbers.wantDirections(layer, neurons);
    },
    dispose: stop,
  };
}

interface Controls {
  readonly runs: RunControl;
  readonly playback: PlaybackControl;
}

function dispatchIntent(
  intent: Exclude<Intent, ChangeIntent>,
  world: InterpreterWorld,
  controls: Controls,
): void {
  const { runs, playback } = controls;
  switch (intent.kind) {
    case 'submit-prompt':
      if (runs.submit(intent.text, intent.chat)) playback.pause();
      return;
    case 'play':
      playback.play();
      return;
    case 'pause':
      playback.pause();
      return;
    case 'stop':
      playback.pause();
      runs.stop();
      return;
    case 'step-token':
      playback.stepToken(intent.direction);
      return;
    case 'step-layer':
      playback.stepLayer(intent.direction);
      return;
    case 'seek':
      playback.seek(intent.position, intent.layer);
      return;
    default:
      applyViewIntent(intent satisfies ViewIntent, world);
  }
}

/** Intents that say where in the run to be: a shared place that is still awaited is given up. */
function isNavigation({ kind }: Intent): boolean {
  const kinds: readonly Intent['kind'][] = [
    'submit-prompt',
    'play',
    'stop',
    'step-token',
    'step-layer',
    'seek',
    'go-to-tour-stop',
  ];
  return kinds.includes(kind);
}
