import type { RoomBoards } from '#city/xr/room-boards.ts';
import type { Vec3 } from '#contract/preview.ts';
import { expect, test } from './app-test.ts';
import type { CityPage } from './city-page.ts';
import { HeadsetPage } from './headset-page.ts';
import type { HeadsetDevice } from './headset-page.ts';

declare global {
  interface Window {
    roomBoards: RoomBoards;
  }
}

test.use({
  viewport: { width: 480, height: 240 },
  contextOptions: { reducedMotion: 'reduce' },
});

/** Where the right hand stands while it aims at the menu, room metres. */
const aimsFrom: Vec3 = { x: 0.2, y: 1.35, z: 0.15 };
/** Half a turn about the fingers and their tips lowered: the palm looks up and at the eyes. */
const palmUp = [0, -0.358, 0.934, 0] as const;

async function openMenu(headset: HeadsetPage, device: HeadsetDevice): Promise<void> {
  await headset.move((emulated, given) => {
    emulated.primaryInputMode = given;
    const { left } = given === 'hand' ? emulated.hands : emulated.controllers;
    left.position.set(-0.12, 1.2, -0.4);
  }, device);
  if (device === 'hand') {
    await headset.move(({ hands }, given) => {
      hands.left.quaternion.set(given[0], given[1], given[2], given[3]);
    }, palmUp);
  } else {
    for (const value of [1, 0]) {
      await headset.move(({ controllers }, given) => {
        controllers.left.updateButtonValue('y-button', given);
      }, value);
      await headset.play(2);
    }
  }
  await expect.poll(() => isMenuOpen(headset.city)).toBe(true);
  // It comes to rest over the hand.
  await headset.play(4);
}

function isMenuOpen({ page }: CityPage): Promise<boolean> {
  return page.evaluate(() => window.roomBoards.wrist.isOpen);
}

/** Where a button of the menu is, room metres. */
async function buttonPoint({ page }: CityPage, key: string): Promise<Vec3> {
  return page.evaluate((wanted) => {
    const { pose, laid } = window.roomBoards.menu;
    const found = laid.buttons.find(({ button }) => button.key === wanted);
    if (!found) throw new Error(`The menu has no button ${wanted}.`);
    const size = pose.heightMetres / laid.height;
    const [x, y] = [(found.x + found.width / 2) * size, (found.y + found.height / 2) * size];
    const { corner, right, down } = pose;
    return {
      x: corner.x + right.x * x + down.x * y,
      y: corner.y + right.y * x + down.y * y,
      z: corner.z + right.z * x + down.z * y,
    };
  }, key);
}

/** Aims the right hand's ray at a button and closes the hand once. */
async function press(headset: HeadsetPage, device: HeadsetDevice, key: string): Promise<void> {
  const goal = await buttonPoint(headset.city, key);
  const away = { x: goal.x - aimsFrom.x, y: goal.y - aimsFrom.y, z: goal.z - aimsFrom.z };
  const yaw = Math.atan2(-away.x, away.z);
  const pitch = Math.atan2(away.y, Math.hypot(away.x, away.z));
  const [sy, cy] = [Math.sin(yaw / 2), Math.cos(yaw / 2)];
  const [sp, cp] = [Math.sin(pitch / 2), Math.cos(pitch / 2)];
  await headset.move(
    (emulated, given) => {
      const { right } = given.device === 'hand' ? emulated.hands : emulated.controllers;
      right.position.set(given.from.x, given.from.y, -given.from.z);
      right.quaternion.set(given.q[0], given.q[1], given.q[2], given.q[3]);
    },
    { device, from: aimsFrom, q: [cy * sp, sy * cp, -sy * sp, cy * cp] as const },
  );
  await headset.play(3);
  expect(await headset.city.page.evaluate(() => window.roomBoards.reachOf('right'))).toBeDefined();
  await headset.close(device, 1);
  await headset.close(device, 0);
}

async function spoken({ page }: CityPage): Promise<readonly unknown[]> {
  return page.evaluate(() => window.neuralCity.spokenIntents);
}

test('the menu opens by palm and by button, and what is pressed on it is said and done', async ({
  city,
}) => {
  test.setTimeout(240_000);
  await city.page.route('**/models/*.gguf', () => undefined);
  const headset = new HeadsetPage(city);
  await headset.open();
  // The menu is what is looked at; the beams are most of what a frame costs.
  await city.dispatch({ kind: 'set-component', component: 'beams', shown: false });
  await headset.enter();
  for (const device of ['hand', 'controller'] as const) {
    await openMenu(headset, device);
    await city.dispatch({ kind: 'pause' });
    await headset.play(3);
    const before = (await spoken(city)).length;
    await press(headset, device, 'play');
    expect((await spoken(city)).slice(before), device).toEqual([{ kind: 'play' }]);
    await city.dispatch({ kind: 'pause' });
    await press(headset, device, 'page-place');
    await press(headset, device, 'scale-table');
    await expect.poll(async () => (await headset.placement()).scale).toBeLessThan(0.2);
    await press(headset, device, 'scale-street');
    await expect.poll(async () => (await headset.placement()).scale).toBe(1);
    await press(headset, device, 'back');
    if (device === 'hand') {
      await headset.move(({ hands }) => {
        hands.left.quaternion.set(0, 0, 0, 1);
      });
      await expect.poll(() => isMenuOpen(city)).toBe(false);
    }
  }
});
