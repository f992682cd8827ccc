import type { Target } from '#contract/intent.ts';
import type { XrSide } from '#contract/xr.ts';
import { connectXr } from '#input/xr/connect-xr.ts';
import type { XrInput } from '#input/xr/connect-xr.ts';
import { cityPlan } from '#plan/city-plan.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import { bundledShape } from '#tests/support/avenue.ts';
import { FakeHeadset } from './fake-headset.ts';
import { createFakeInputWorld } from './fake-input-world.ts';

const point = { x: 0, y: 6, z: 4 };

export const fakeFloor: Gripped = {
  grip: { verb: 'grab', layer: 23 },
  target: { kind: 'attention', position: 2, layer: 23 },
  point,
  distanceMetres: 4,
  isHandle: false,
};
export const fakeBeam: Gripped = {
  grip: { verb: 'pull', layer: 23, head: 4, query: 4, key: 3 },
  target: { kind: 'beam', layer: 23, head: 4, query: 4, key: 3 },
  point,
  distanceMetres: 4,
  isHandle: false,
};

/** Input in a headset whose hands a test moves, in a ring of five tokens; one frame was played. */
export class FakeXrRoom {
  readonly headset = new FakeHeadset();
  readonly world = createFakeInputWorld();
  readonly plan = cityPlan({ tokenCount: 5, shape: bundledShape, layout: 'ring' });
  readonly input: XrInput;
  /** What the next looks for something to hold find, and what the next picks do. */
  gripped: Gripped | undefined;
  picked: Target | undefined;
  /** The hand before which a board stands. */
  aimedAtBoard: XrSide | undefined;
  boardPresses = 0;

  constructor() {
    const { headset, world, plan } = this;
    this.input = connectXr({
      frames: headset,
      rig: headset,
      preview: world.preview,
      dispatch: world.dispatch,
      facts: world.facts,
      plan: () => plan,
      pickRay: () => this.picked && { target: this.picked, point, distanceMetres: 4 },
      gripOfRay: () => this.gripped,
      sliceLayerAt: () => undefined,
      boards: {
        reachOf: (side) => (side === this.aimedAtBoard ? 0.5 : undefined),
        press: (side) => {
          if (side !== this.aimedAtBoard) return false;
          this.boardPresses += 1;
          return true;
        },
        toggleMenu: () => undefined,
      },
    });
    headset.play();
  }

  /** Moves a hand along z by small steps; negative comes towards whoever points. */
  pull(side: XrSide, metres: number): void {
    for (let step = 0; step < 10; step += 1) {
      this.headset.devices[side].gripPoint.z += metres / 10;
      this.headset.play();
    }
  }

  close(by: 'grab' | 'select', share: number, side: XrSide = 'right'): void {
    this.headset.devices[side][by] = share;
    this.headset.play();
  }
}
