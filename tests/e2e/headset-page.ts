import { expect } from '@playwright/test';
import type { Vec3 } from '#contract/preview.ts';
import type { Grip } from '#contract/verb.ts';
import type { CityPlacement } from '#contract/xr.ts';
import type { CityPage } from './city-page.ts';
import type { RegionPixels } from './canvas-region.ts';

export type HeadsetDevice = 'controller' | 'hand';

/** What of the emulated headset tests move. Places are WebXR's: right-handed, ahead is −z. */
interface EmulatedHand {
  readonly position: { set(x: number, y: number, z: number): void };
  readonly quaternion: { set(x: number, y: number, z: number, w: number): void };
  connected: boolean;
}
interface EmulatedHeadset {
  readonly position: { set(x: number, y: number, z: number): void };
  readonly quaternion: { set(x: number, y: number, z: number, w: number): void };
  readonly controllers: Readonly<
    Record<
      'left' | 'right',
      EmulatedHand & {
        updateButtonValue(id: string, value: number): void;
        updateAxes(id: string, x: number, y: number): void;
      }
    >
  >;
  readonly hands: Readonly<
    Record<'left' | 'right', EmulatedHand & { updatePinchValue(value: number): void }>
  >;
  primaryInputMode: HeadsetDevice;
  readonly activeSession: XRSession | undefined;
  updateVisibilityState(state: XRVisibilityState): void;
}

declare global {
  interface Window {
    emulatedHeadset: EmulatedHeadset;
  }
}

/** Where the right hand rests: before the eyes, a little to the right. Room metres, left-handed. */
const restPoint: Vec3 = { x: 0.15, y: 1.45, z: 0.75 };

/** The app in an emulated headset, with what tests ask of it. Needs a page opened with `?xr=emulate`. */
export class HeadsetPage {
  readonly city: CityPage;

  constructor(city: CityPage) {
    this.city = city;
  }

  /** @param wishes - more of the address; without `&mirror=off` a third picture is drawn for the page. */
  async open(wishes = '&mirror=off'): Promise<void> {
    await this.city.page.goto(`/?probe&xr=emulate${wishes}`);
    await this.city.waitForFirstLight();
    await this.city.settle();
    await this.city.page.waitForFunction(() => 'emulatedHeadset' in window);
    await this.move((headset) => {
      headset.position.set(0, 1.6, 0);
    });
  }

  async enter(): Promise<void> {
    await this.city.find('enter-vr').click();
    await expect(this.city.find('enter-vr')).toHaveText('Leave VR');
    // Dark until all is there and one stands in the ring.
    await expect
      .poll(() => this.city.page.evaluate(() => window.neuralCity.store.state.settings.layout))
      .toBe('ring');
    await this.play(4);
    await expect.poll(() => this.isVeiled()).toBe(false);
  }

  /** Ended by the system, as by the headset's own button. */
  async end(): Promise<void> {
    await this.city.page.evaluate(() => window.emulatedHeadset.activeSession?.end());
    await expect(this.city.find('enter-vr')).toHaveText('VR');
  }

  /** By the page's own button; the emulated headset lays its picture over it. */
  async leave(): Promise<void> {
    await this.city.find('enter-vr').evaluate((button) => {
      (button as HTMLElement).click();
    });
    await expect(this.city.find('enter-vr')).toHaveText('VR');
  }

  /** Waits until that many more frames were drawn. */
  async play(frameCount = 3): Promise<void> {
    const drawn = await this.city.drawnFrames();
    await this.city.page.waitForFunction(
      (until) => (window.neuralCity.city?.figures.drawnFrames ?? 0) >= until,
      drawn + frameCount,
    );
  }

  /** Runs in the page: moves the headset and what it comes with. */
  async move(how: (headset: EmulatedHeadset) => void): Promise<void>;
  async move<Given>(
    how: (headset: EmulatedHeadset, given: Given) => void,
    given: Given,
  ): Promise<void>;
  async move(how: unknown, given?: unknown): Promise<void> {
    // As text: a handle to the headset would make three questions of it, and each waits for a frame.
    const values = given === undefined ? '' : `, ${JSON.stringify(given)}`;
    await this.city.page.evaluate(`(${String(how)})(window.emulatedHeadset${values})`);
  }

  async placement(): Promise<CityPlacement> {
    return this.city.page.evaluate(() => {
      const viewer = window.neuralCity.city?.stage.context.viewer();
      if (!viewer || !('placement' in viewer)) throw new Error('Nobody is inside.');
      return viewer.placement as CityPlacement;
    });
  }

  /** Where the head is in the city. */
  async head(): Promise<Vec3> {
    return this.city.page.evaluate(() => {
      const position = window.neuralCity.city?.stage.context.viewer().pose.position;
      if (!position) throw new Error('There is no city.');
      return { ...position };
    });
  }

  async isVeiled(): Promise<boolean> {
    return this.city.page.evaluate(
      () => window.neuralCity.city?.stage.context.scene.getMeshByName('veil')?.isEnabled() ?? true,
    );
  }

  /** What both eyes see; the emulated headset puts them side by side on the canvas. */
  async eyes(): Promise<readonly [left: RegionPixels, right: RegionPixels]> {
    const { width, height } = await this.city.page.evaluate(() => {
      const canvas = document.querySelector('#city');
      return { width: canvas?.clientWidth ?? 0, height: canvas?.clientHeight ?? 0 };
    });
    const half = Math.floor(width / 2);
    const left = await this.city.pixels({ x: 0, y: 0, width: half, height });
    const right = await this.city.pixels({ x: half, y: 0, width: half, height });
    return [left, right];
  }

  /**
   * Turns the right hand to the first of some places of the city where just that is taken hold of.
   * Returns the direction it points in, room metres.
   */
  async pointAt(device: HeadsetDevice, grip: Grip, places: readonly Vec3[]): Promise<Vec3> {
    await this.move((headset, given) => {
      headset.primaryInputMode = given;
    }, device);
    await this.#rest(device);
    const direction = await this.city.page.evaluate(
      async ({ wanted, list, rest }) => {
        const city = window.neuralCity.city;
        const viewer = city?.stage.context.viewer();
        if (!city || !viewer || !('placement' in viewer)) throw new Error('Nobody is inside.');
        const { origin, yawRadians, scale } = viewer.placement as CityPlacement;
        const [cos, sin] = [Math.cos(yawRadians), Math.sin(yawRadians)];
        const dx = (rest.x - origin.x) / scale;
        const dz = (rest.z - origin.z) / scale;
        const hand = {
          x: dx * cos - dz * sin,
          y: (rest.y - origin.y) / scale,
          z: dz * cos + dx * sin,
        };
        const grips = await city.fittings.gripPicker();
        for (const place of list) {
          const away = { x: place.x - hand.x, y: place.y - hand.y, z: place.z - hand.z };
          const metres = Math.hypot(away.x, away.y, away.z);
          const [x, y, z] = [away.x / metres, away.y / metres, away.z / metres];
          const ray = { origin: hand, direction: { x, y, z } };
          const found = grips.gripOfRay(ray, { point: hand, reachMetres: 0.03 })?.grip;
          const there: Record<string, unknown> = { ...found };
          if (!Object.entries(wanted).every(([key, value]) => there[key] === value)) continue;
          return { x: x * cos + z * sin, y, z: z * cos - x * sin };
        }
        return undefined;
      },
      { wanted: { ...grip }, list: [...places], rest: restPoint },
    );
    if (!direction) throw new Error(`Nowhere to take hold of ${JSON.stringify(grip)}.`);
    await this.#aim(device, direction);
    await this.play(3);
    return direction;
  }

  /** Closes the right hand: trigger or pinch. */
  async close(device: HeadsetDevice, share: 0 | 1): Promise<void> {
    await this.move(
      (headset, given) => {
        if (given.device === 'hand') headset.hands.right.updatePinchValue(given.share);
        else headset.controllers.right.updateButtonValue('trigger', given.share);
      },
      { device, share },
    );
    await this.play(4);
  }

  /** Brings the right hand so far towards whoever points, level. */
  async pullTowards(device: HeadsetDevice, direction: Vec3, metres: number): Promise<void> {
    const level = Math.hypot(direction.x, direction.z);
    for (const share of [0.5, 1]) {
      const back = (share * metres) / level;
      await this.#put(device, {
        x: restPoint.x - direction.x * back,
        y: restPoint.y,
        z: restPoint.z - direction.z * back,
      });
      await this.play(2);
    }
  }

  async #rest(device: HeadsetDevice): Promise<void> {
    await this.#put(device, restPoint);
  }

  async #put(device: HeadsetDevice, { x, y, z }: Vec3): Promise<void> {
    await this.move(
      (headset, given) => {
        const inputs = given.device === 'hand' ? headset.hands : headset.controllers;
        inputs.right.position.set(given.x, given.y, -given.z);
      },
      { device, x, y, z },
    );
  }

  /** Turns the hand about up and side: its own −z goes where the direction goes. */
  async #aim(device: HeadsetDevice, { x, y, z }: Vec3): Promise<void> {
    const yaw = Math.atan2(-x, z);
    const pitch = Math.asin(y);
    const [sy, cy] = [Math.sin(yaw / 2), Math.cos(yaw / 2)];
    const [sp, cp] = [Math.sin(pitch / 2), Math.cos(pitch / 2)];
    await this.move(
      (headset, given) => {
        const inputs = given.device === 'hand' ? headset.hands : headset.controllers;
        inputs.right.quaternion.set(given.q[0], given.q[1], given.q[2], given.q[3]);
      },
      { device, q: [cy * sp, sy * cp, -sy * sp, cy * cp] as const },
    );
  }
}
