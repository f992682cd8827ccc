import type { CityPlan } from '#plan/city-plan.ts';
import type { PickableBeams } from '#plan/pickable-beams.ts';
import type { Target } from '#contract/intent.ts';
import type { StoreState, Topic } from '#store/read.ts';
import { BeamList } from '#view/beam-list.ts';
import { headPalette } from '#view/head-palette.ts';
import { BeamDraw } from './beam-draw.ts';
import { BeamRecords } from './beam-records.ts';
import type { CityFrame } from './city-frame.ts';
import type { CityContext, CityPart } from './city-part.ts';
import { LateBeams } from './late-beams.ts';

export interface Beams extends CityPart {
  /** The beams that are drawn, for picking. */
  readonly pickable: PickableBeams;
  /** Beams above the threshold that are not drawn because there are too many. */
  readonly leftOutCount: number;
  /** Beams that are not drawn because one of their towers is not shown. */
  readonly absentCount: number;
  /** The `nth`-strongest lit beam into a position on a layer; undefined past the last. */
  strongestInto: (position: number, layer: number, nth: number) => Target | undefined;
}

/** How fast dashes run from key to query. */
const flowMetresPerSecond = 1.6;

/** Attention as beams: tubes and the glow of their ends, two draws. */
export function createBeams(context: CityContext): Beams {
  const { store, preview } = context;
  const draw = new BeamDraw(context);
  const list = new BeamList();
  const records = new BeamRecords(list);
  let drawn: StoreState | undefined;
  let drawnPlan: CityPlan | undefined;
  let flowMetres = 0;

  const rewrite = (): void => {
    const { state } = store;
    const plan = context.plan();
    list.collect(state);
    if (plan) {
      records.write(draw.records.recordsArray, {
        plan,
        palette: headPalette(plan.shape),
        sinksFull: state.settings.sinkBeams === 'full',
        touch: late.touch,
      });
    }
    drawnPlan = plan;
    draw.show(plan ? records.count : 0);
  };
  const late = new LateBeams(context, { draw, records, rewrite });
  return {
    pickable: records,
    get leftOutCount() {
      return records.leftOutCount;
    },
    get absentCount() {
      return records.absentCount;
    },
    strongestInto: (position, layer, nth) => records.strongestInto(position, layer, nth),
    apply(_topics: ReadonlySet<Topic>) {
      const { state } = store;
      records.follow(state);
      if (drawn && drawnPlan === context.plan() && !changesList(drawn, state)) return;
      drawn = state;
      late.follow(state);
      rewrite();
    },
    tick(frame: CityFrame) {
      late.bow();
      const pointedAt = records.indexOf(preview.state.hover ?? preview.state.focus);
      draw.highlight(pointedAt);
      const flows = !context.reducedMotion() && records.count > 0;
      if (flows) flowMetres += (frame.deltaMillis / 1000) * flowMetresPerSecond;
      records.cutLayers = context.front.cutLayers;
      const { pose, focalPixels } = context.viewer();
      draw.look(pose.position, context.front, focalPixels, flowMetres);
      draw.records.upload();
      // Dashes that nobody looks for do not keep the city drawing.
      return flows && (store.state.playing || pointedAt >= 0);
    },
    restore: () => {
      draw.records.markAll();
    },
    dispose: draw.dispose.bind(draw),
  };
}

/** Whether another list of beams follows from the new state; a cursor that climbs one tower changes none. */
function changesList(before: StoreState, after: StoreState): boolean {
  return (
    before.hello !== after.hello ||
    before.overviews !== after.overviews ||
    before.selectedPosition !== after.selectedPosition ||
    before.cursor.position !== after.cursor.position ||
    before.settings !== after.settings ||
    before.effects !== after.effects ||
    before.changes !== after.changes ||
    before.pendingChanges !== after.pendingChanges ||
    (after.settings.beamStrength === 'carried' && before.carried !== after.carried)
  );
}
