import type { Cursor } from '#contract/intent.ts';
import type { Commands } from './commands.ts';
import type { ReadableStore } from './read.ts';
import { RunIntake } from './run-intake.ts';
import { createStateCell, type StateCell } from './state-cell.ts';
import { clampCursor, timelineShape } from './timeline.ts';
import { createValuesCache, type ValuesCache } from './values-cache.ts';

export interface StoreOptions {
  /** Gets the texel buffers of a dropped run; nobody reads them any more. */
  readonly recycle: (texels: Uint8Array<ArrayBuffer>) => void;
  /** Most bytes of exact rows kept; 32 MiB unless told. */
  readonly valuesLimitBytes?: number;
}

/** The store, and the commands that alone write to it: hand those to as few as possible. */
export function createStore(options: StoreOptions): { store: ReadableStore; commands: Commands } {
  const values = createValuesCache(options.valuesLimitBytes ?? 32 << 20);
  const cell = createStateCell();
  const intake = new RunIntake({ cell, values, recycle: options.recycle });
  const store: ReadableStore = {
    get state() {
      return cell.state;
    },
    valuesOf: (site, layer, position) => values.get(site, layer, position),
    refusalOf: (site, layer, position) => values.refusalOf(site, layer, position),
    subscribe: cell.subscribe,
  };
  return { store, commands: createCommands(cell, intake, values) };
}

function createCommands(cell: StateCell, intake: RunIntake, values: ValuesCache): Commands {
  return {
    ...changeCommands(cell),
    expectRun: (expectation) => {
      intake.expectRun(expectation);
    },
    applyMessage: (message, source) => {
      intake.applyMessage(message, source);
    },
    awaitTokens: (count, request) => {
      intake.awaitTokens(count, request);
    },
    setEngineStatus: (engine) => {
      cell.change({ engine }, ['engine']);
    },
    awaitPrompt: (awaitedPrompt) => {
      cell.change({ awaitedPrompt }, ['progress']);
    },
    stopAwaiting: () => {
      const next = { awaitedPrompt: undefined, awaitedTokens: 0, prefill: undefined };
      cell.change(next, ['progress']);
    },
    moveCursor: (wanted) => {
      moveCursor(cell, wanted);
    },
    setPlayback: (playback) => {
      cell.change({ playback, playing: playback.kind === 'playing' }, ['playing']);
    },
    select: (position) => {
      const known = position !== null && cell.state.tokens[position] !== undefined;
      const selectedPosition = known ? position : null;
      if (selectedPosition !== cell.state.selectedPosition) {
        cell.change({ selectedPosition }, ['selection']);
      }
    },
    zoomTo: (zoom, openLayers) => {
      cell.change({ zoom, openLayers: sortedOnce(openLayers) }, ['zoom']);
    },
    refuseValues: ({ site, layer, positions }, sentence) => {
      for (const position of positions) values.refuse(site, layer, position, sentence);
      cell.change({}, ['values']);
    },
    refuseDirections: (layer, sentence) => {
      const refusedDirections = new Map(cell.state.refusedDirections).set(layer, sentence);
      cell.change({ refusedDirections }, ['directions']);
    },
    changeSettings: (next) => {
      cell.change({ settings: { ...cell.state.settings, ...next } }, ['settings']);
    },
    addNotice: (tone, text) => {
      cell.change({ notices: cell.noticesWith(tone, text) }, ['notices']);
    },
    dismissNotice: (id) => {
      const notices = cell.state.notices.filter((notice) => notice.id !== id);
      cell.change({ notices }, ['notices']);
    },
  };
}

type ChangeCommands = Pick<
  Commands,
  'pin' | 'proposeChanges' | 'setChangeHistory' | 'setEffects' | 'setSpared'
>;

function changeCommands(cell: StateCell): ChangeCommands {
  return {
    pin: (pinned) => {
      cell.change({ pinned }, ['pinned']);
    },
    proposeChanges: (pendingChanges) => {
      cell.change({ pendingChanges }, ['changes']);
    },
    setChangeHistory: ({ canUndo, canRedo }) => {
      const { canUndoChange, canRedoChange } = cell.state;
      if (canUndo === canUndoChange && canRedo === canRedoChange) return;
      cell.change({ canUndoChange: canUndo, canRedoChange: canRedo }, ['changes']);
    },
    setEffects: (effects) => {
      cell.change({ effects }, ['effects']);
    },
    setSpared: (spared) => {
      cell.change({ spared }, ['changes']);
    },
  };
}

function moveCursor(cell: StateCell, wanted: Cursor): void {
  const { state } = cell;
  const cursor = clampCursor(wanted, timelineShape(state));
  const { position, layer, sweep } = state.cursor;
  const stays = cursor.position === position && cursor.layer === layer && cursor.sweep === sweep;
  if (!stays) cell.change({ cursor }, ['cursor']);
}

function sortedOnce(layers: readonly number[]): readonly number[] {
  return [...new Set(layers)].sort((a, b) => a - b);
}
