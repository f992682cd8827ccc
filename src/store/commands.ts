import type { DecodedMessage } from '#contract/decoded-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { Cursor, Target } from '#contract/intent.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import type { EngineStatus, Notice, Playback, RunSource, Settings } from './read.ts';
import type { EffectState, PendingChanges, SparedAnswer } from './read/change-state.ts';

/** The run that may reach the store next. */
export interface RunExpectation {
  /** The request its hello must echo; a recording's hello carries whatever was recorded: 'any'. */
  readonly request: number | 'any';
  readonly source: RunSource;
  /**
   * Set when the run continues what is shown: it is gathered unseen until that many positions have
   * arrived, then takes the old run's place at once; cursor, playback and selection stay.
   */
  readonly unseenUntil?: number;
}

export interface RefusedRows {
  readonly site: Site;
  readonly layer: number;
  readonly positions: readonly number[];
}

/** The only ways to change the store; whoever holds them may write. Each notifies at most once. */
export interface Commands {
  /**
   * From now on nothing is applied until a hello answers the expectation; then the run before is
   * dropped with all it brought. Errors that answer the request are still told.
   */
  expectRun(expectation: RunExpectation): void;
  /** Takes ownership of the message's arrays. Messages of another source than expected are dropped. */
  applyMessage(message: DecodedMessage, source: RunSource): void;
  setEngineStatus(status: EngineStatus): void;
  /** Remembers a prompt whose run has not begun, or forgets it. */
  awaitPrompt(prompt: string | undefined): void;
  /** So many further tokens were asked for by that request. */
  awaitTokens(count: number, request: number): void;
  /** Nothing that was asked for is waited for any more; what comes after all is still applied. */
  stopAwaiting(): void;
  /** Clamped to what has arrived. */
  moveCursor(cursor: Cursor): void;
  setPlayback(playback: Playback): void;
  /** A position that has no token selects nothing. */
  select(position: number | null): void;
  pin(target: Target | null): void;
  /** A list of changes was sent: it stands when its branch has arrived. */
  proposeChanges(pending: PendingChanges): void;
  setChangeHistory(history: { readonly canUndo: boolean; readonly canRedo: boolean }): void;
  /** Effects that are being measured, or none. */
  setEffects(effects: EffectState | undefined): void;
  setSpared(spared: SparedAnswer | undefined): void;
  /** Looks at a place and opens these floors and no others; the place's own is to be among them. */
  zoomTo(place: ZoomPlace, openLayers: readonly number[]): void;
  /** Notes why exact rows cannot be had, until another run is shown. */
  refuseValues(rows: RefusedRows, sentence: string): void;
  /** Notes why a layer's neurons cannot be named, until another run is shown. */
  refuseDirections(layer: number, sentence: string): void;
  changeSettings(change: Partial<Settings>): void;
  /** The same text is not shown twice at once. */
  addNotice(tone: Notice['tone'], text: string): void;
  dismissNotice(id: number): void;
}
