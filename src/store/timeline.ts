import type { Cursor } from '#contract/intent.ts';
import type { RunState } from './read.ts';

/**
 * The replay as a row of moments. A sweep shows all prompt towers at once, floor by floor, then the
 * generated tokens one after another; without a sweep every token, the prompt's too, has its own
 * climb. Moment 0 shows nothing, each further one lights one more layer.
 */
export interface TimelineShape {
  readonly promptTokenCount: number;
  readonly layerCount: number;
  readonly arrivedCount: number;
}

export function timelineShape(state: RunState): TimelineShape {
  return {
    promptTokenCount: state.hello?.run.promptTokenCount ?? 0,
    layerCount: state.hello?.model.layerCount ?? 0,
    arrivedCount: state.arrivedCount,
  };
}

/** Before anything is lit, ready to sweep the prompt. */
export function firstCursor(shape: TimelineShape): Cursor {
  return { position: Math.max(0, shape.promptTokenCount - 1), layer: -1, sweep: true };
}

/** The whole prompt lit, as soon as it has arrived. */
export function promptEndCursor(shape: TimelineShape): Cursor {
  return clampCursor({ ...firstCursor(shape), layer: shape.layerCount - 1 }, shape);
}

/** True when everything that has arrived is lit. */
export function isAtArrivedEnd(cursor: Cursor, shape: TimelineShape): boolean {
  return momentOf(cursor, shape) >= lastMoment(cursor, shape);
}

/** True when the cursor's token is lit on all its layers. */
export function isComplete(cursor: Cursor, shape: TimelineShape): boolean {
  return shape.layerCount > 0 && cursor.layer >= shape.layerCount - 1;
}

/** The nearest cursor that shows only what has arrived. */
export function clampCursor(cursor: Cursor, shape: TimelineShape): Cursor {
  const last = lastMoment(cursor, shape);
  const moment = Math.min(Math.max(momentOf(cursor, shape), 0), last);
  const clamped = cursorAt(moment, cursor.sweep, shape);
  // Layer −1 of a later token is the same picture as the full token before; it stays what was asked for.
  const sameMoment = moment === momentOf(cursor, shape);
  return sameMoment && cursor.layer === -1 && cursor.position < shape.arrivedCount
    ? cursor
    : clamped;
}

/** Moves by that many layers, negative ones back, and stops at the ends of what has arrived. */
export function moveByLayers(cursor: Cursor, layers: number, shape: TimelineShape): Cursor {
  const target = momentOf(cursor, shape) + layers;
  const moment = Math.min(Math.max(target, 0), lastMoment(cursor, shape));
  return cursorAt(moment, cursor.sweep, shape);
}

/**
 * Forwards: finishes the cursor's token, or goes on to the next one, finished. Backwards: to the
 * token before, finished.
 */
export function moveByToken(cursor: Cursor, direction: 1 | -1, shape: TimelineShape): Cursor {
  const top = shape.layerCount - 1;
  if (direction === 1) {
    const position = isComplete(cursor, shape) ? cursor.position + 1 : cursor.position;
    return clampCursor({ ...cursor, position, layer: top }, shape);
  }
  const position = Math.max(0, cursor.position - 1);
  const sweep = cursor.sweep && position >= shape.promptTokenCount - 1;
  return clampCursor({ position, layer: top, sweep }, shape);
}

/** A place on the time slider; inside the prompt it shows the tokens one by one. */
export function seekCursor(position: number, layer: number, shape: TimelineShape): Cursor {
  const wanted = {
    position: Math.max(0, Math.trunc(position)),
    layer: Math.min(Math.max(-1, Math.trunc(layer)), shape.layerCount - 1),
  };
  return clampCursor({ ...wanted, sweep: wanted.position >= shape.promptTokenCount }, shape);
}

/** First position with a climb of its own on the cursor's track. */
function trackStart(sweep: boolean, shape: TimelineShape): number {
  return sweep ? Math.max(0, shape.promptTokenCount - 1) : 0;
}

function momentOf(cursor: Cursor, shape: TimelineShape): number {
  const climbs = cursor.position - trackStart(cursor.sweep, shape);
  return climbs * shape.layerCount + cursor.layer + 1;
}

function lastMoment(cursor: Cursor, shape: TimelineShape): number {
  const climbs = shape.arrivedCount - trackStart(cursor.sweep, shape);
  return Math.max(0, climbs) * shape.layerCount;
}

function cursorAt(moment: number, sweep: boolean, shape: TimelineShape): Cursor {
  const start = trackStart(sweep, shape);
  if (moment <= 0 || shape.layerCount === 0) return { position: start, layer: -1, sweep };
  const climb = Math.ceil(moment / shape.layerCount) - 1;
  return { position: start + climb, layer: (moment - 1) % shape.layerCount, sweep };
}
