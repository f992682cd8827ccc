import type { CameraPose } from '#contract/preview.ts';
import { whenQuiet } from '#kit/when-quiet.ts';
import type { StoreState } from '#store/read.ts';
import { fragmentOf } from '#view/url-state.ts';
import type { PanelWorld } from './panel-part.ts';

/** The address follows once nothing has changed for that long; browsers refuse more. */
const pauseMillis = 700;

type AddressWorld = Pick<PanelWorld, 'store' | 'camera' | 'later'>;

/** Keeps the page's address in step with what is looked at, from now on. */
export function followAddress({ store, camera, later }: AddressWorld): void {
  const write = (): void => {
    writeAddress(store.state, camera.pose());
  };
  const follow = whenQuiet(write, pauseMillis, later);
  store.subscribe(follow);
  camera.subscribe(follow);
  // Somebody put another view into the address bar: browsers do not load a page anew for that.
  window.addEventListener('hashchange', () => {
    location.reload();
  });
}

/** A replay that runs, or a prompt that waits, is no place to come back to. */
export function writeAddress(state: StoreState, pose: CameraPose | undefined): void {
  const { playback, awaitedPrompt } = state;
  if (playback.kind !== 'paused' || awaitedPrompt !== undefined) return;
  const fragment = fragmentOf(state, pose);
  if (fragment !== undefined) history.replaceState(history.state, '', `#${fragment}`);
}
