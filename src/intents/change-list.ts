import { isSameThing, type Change, type ChangeEntry } from '#contract/change.ts';
import type { Intent } from '#contract/intent.ts';
import type { StoreState } from '#store/read.ts';

/** Intents that change the model, or measure what a change would do. */
export type ChangeIntent = Extract<Intent, { kind: (typeof changeKinds)[number] }>;

const changeKinds = [
  'verb',
  'switch-off-head',
  'set-change-on',
  'set-change-scope',
  'set-layer-ablation',
  'move-change',
  'remove-change',
  'clear-changes',
  'undo-change',
  'redo-change',
  'show-run',
  'measure-effects',
  'stop-measuring',
  'forget-effects',
] as const;

export function isChangeIntent(intent: Intent): intent is ChangeIntent {
  return (changeKinds as readonly string[]).includes(intent.kind);
}

export interface ChangeListOptions {
  readonly state: Pick<StoreState, 'settings' | 'hello' | 'tokens'>;
  /** Id of the next entry that is made. */
  readonly nextId: number;
}

/** The list after an intent; the very same one when nothing changes. */
export function changedEntries(
  entries: readonly ChangeEntry[],
  intent: ChangeIntent,
  { state, nextId }: ChangeListOptions,
): readonly ChangeEntry[] {
  switch (intent.kind) {
    case 'verb':
    case 'switch-off-head': {
      const change = changeOf(intent, state);
      return isThere(change, state) ? toggled(entries, change, nextId) : entries;
    }
    case 'set-change-on':
      return withEntry(entries, intent.change, (entry) => ({ ...entry, isOn: intent.on }));
    case 'set-change-scope':
      return withEntry(entries, intent.change, (entry) =>
        entry.change.kind === 'beam'
          ? { ...entry, change: { ...entry.change, scope: intent.scope } }
          : entry,
      );
    case 'set-layer-ablation':
      return withEntry(entries, intent.change, (entry) =>
        entry.change.kind === 'layer'
          ? { ...entry, change: { ...entry.change, by: intent.by } }
          : entry,
      );
    case 'move-change':
      return moved(entries, intent.change, intent.places);
    case 'remove-change': {
      const rest = entries.filter(({ id }) => id !== intent.change);
      return rest.length === entries.length ? entries : rest;
    }
    case 'clear-changes':
      return entries.length === 0 ? entries : [];
    default:
      return entries;
  }
}

function changeOf(
  intent: Extract<ChangeIntent, { kind: 'verb' | 'switch-off-head' }>,
  { settings }: ChangeListOptions['state'],
): Change {
  const { layer } = intent;
  if (intent.kind === 'switch-off-head') {
    const { head, position } = intent;
    return { kind: 'head', layer, head, position };
  }
  switch (intent.verb) {
    case 'grab':
      return { kind: 'layer', layer, by: intent.by ?? settings.ablation };
    case 'slice':
      return { kind: 'stop', layer };
    case 'pull': {
      const { head, query, key } = intent;
      return { kind: 'beam', layer, head, query, key, scope: intent.scope ?? settings.tearScope };
    }
  }
}

/** The same gesture a second time puts a thing back; a run stops after one layer only. */
function toggled(
  entries: readonly ChangeEntry[],
  change: Change,
  nextId: number,
): readonly ChangeEntry[] {
  const same = entries.find((entry) => isSameThing(entry.change, change));
  if (same?.isOn) return entries.filter((entry) => entry !== same);
  if (same) return withEntry(entries, same.id, (entry) => ({ ...entry, isOn: true }));
  const others =
    change.kind === 'stop' ? entries.filter((entry) => entry.change.kind !== 'stop') : entries;
  return [...others, { id: nextId, change, isOn: true }];
}

function withEntry(
  entries: readonly ChangeEntry[],
  id: number,
  change: (entry: ChangeEntry) => ChangeEntry,
): readonly ChangeEntry[] {
  const before = entries.find((entry) => entry.id === id);
  const after = before && change(before);
  if (!after || JSON.stringify(after) === JSON.stringify(before)) return entries;
  return entries.map((entry) => (entry === before ? after : entry));
}

function moved(
  entries: readonly ChangeEntry[],
  id: number,
  places: number,
): readonly ChangeEntry[] {
  const from = entries.findIndex((entry) => entry.id === id);
  const to = Math.min(Math.max(from + Math.trunc(places), 0), entries.length - 1);
  const entry = entries[from];
  if (!entry || to === from) return entries;
  const rest = entries.filter((each) => each !== entry);
  return [...rest.slice(0, to), entry, ...rest.slice(to)];
}

/** Whether the model and the text have what is to be changed. */
function isThere(change: Change, { hello, tokens }: ChangeListOptions['state']): boolean {
  if (!hello) return false;
  const { layerCount, headCount } = hello.model;
  const isIn = (index: number, count: number): boolean =>
    Number.isInteger(index) && index >= 0 && index < count;
  if (!isIn(change.layer, layerCount)) return false;
  switch (change.kind) {
    case 'layer':
      return true;
    case 'stop':
      return change.layer < layerCount - 1;
    case 'beam':
      return (
        isIn(change.head, headCount) &&
        isIn(change.query, tokens.length) &&
        isIn(change.key, change.query + 1)
      );
    case 'head':
      return isIn(change.head, headCount) && isIn(change.position, tokens.length);
  }
}
