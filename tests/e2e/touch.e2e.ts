import type { CDPSession } from '@playwright/test';
import { avenuePoint, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { expect, test } from './app-test.ts';
import { differingPixels } from './canvas-region.ts';
import type { CityPage, PagePoint } from './city-page.ts';

test.use({
  hasTouch: true,
  viewport: { width: 390, height: 844 },
  contextOptions: { reducedMotion: 'reduce' },
});

const whole = { x: 0, y: 0, width: 390, height: 844 };

/** Moves fingers from where they touch to where they leave, in three steps. */
async function swipe(
  cdp: CDPSession,
  fingers: readonly (readonly [from: PagePoint, to: PagePoint])[],
): Promise<void> {
  const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) => {
    const touchPoints =
      type === 'touchEnd'
        ? []
        : fingers.map(([from, to], id) => ({
            x: from.x + (to.x - from.x) * share,
            y: from.y + (to.y - from.y) * share,
            id,
          }));
    await cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  await send('touchStart', 0);
  for (const share of [1 / 3, 2 / 3, 1]) await send('touchMove', share);
  await send('touchEnd', 1);
}

async function distanceToTarget(city: CityPage): Promise<number> {
  const { position, target } = await city.pose();
  return Math.hypot(target.x - position.x, target.y - position.y, target.z - position.z);
}

test('fingers turn, move across, come nearer, point and select', async ({ city, page }) => {
  test.slow();
  await city.open();
  await city.settle();
  const cdp = await page.context().newCDPSession(page);
  const [left, right] = [
    { x: 120, y: 300 },
    { x: 270, y: 300 },
  ];
  const steps = [
    // Beside the towers: on a slow machine a finger on something may have rested there before it moves.
    [
      'one finger turns',
      [
        [
          { x: 30, y: 420 },
          { x: 110, y: 440 },
        ],
      ],
    ],
    [
      'two fingers the same way move across',
      [
        [left, { x: 150, y: 340 }],
        [right, { x: 300, y: 340 }],
      ],
    ],
    [
      'two fingers apart come nearer',
      [
        [left, { x: 60, y: 300 }],
        [right, { x: 330, y: 300 }],
      ],
    ],
  ] as const;
  for (const [name, fingers] of steps) {
    const words = (await city.sentence('camera').textContent()) ?? '';
    const picture = await city.pixels(whole);
    const distance = await distanceToTarget(city);
    await swipe(cdp, fingers);
    await expect(city.sentence('camera'), name).not.toHaveText(words);
    await expect
      .poll(async () => differingPixels(picture, await city.pixels(whole)), { message: name })
      .toBeGreaterThan(200);
    const ratio = (await distanceToTarget(city)) / distance;
    if (name.endsWith('nearer')) expect(ratio, name).toBeLessThan(0.8);
    else expect(ratio, name).toBeCloseTo(1, 3);
  }

  await city.dispatch({ kind: 'fly-to', target: 'overview' });
  await city.settle();
  const plinth = {
    x: towerMiddleMetres(3),
    y: 0.3,
    z: -cityMeasures.plinthMetres / 2,
  };
  const wall = avenuePoint({ position: 4, layer: 20, face: 'street', u: 0.7, v: 0.37 });
  const [onPlinth, onWall] = await city.project([plinth, wall]);
  if (!onPlinth || !onWall) throw new Error('The towers are out of sight.');
  const picture = await city.pixels(whole);
  await page.touchscreen.tap(onPlinth.x, onPlinth.y);
  await expect(city.sentence('selection')).toHaveText('Selected is token 3, “␣France”.');
  await expect
    .poll(async () => differingPixels(picture, await city.pixels(whole)))
    .toBeGreaterThan(20);

  await page.touchscreen.tap(onWall.x, onWall.y);
  await expect(city.sentence('pointed')).toHaveText(/“␣is”/);
  await expect(city.sentence('selection')).toHaveText('Selected is token 3, “␣France”.');
});

test('a thumb plays, steps and opens what the small screen folds away', async ({ city }) => {
  await city.open();
  const words = (await city.sentence('playback').textContent()) ?? '';
  await city.find('token-back').tap();
  await expect(city.sentence('playback')).not.toHaveText(words);
  await city.find('dock-more').tap();
  await expect(city.find('speed')).toBeVisible();
  await city.find('open-view').tap();
  await city.find('show-beams').tap();
  await expect(city.sentence('shown')).toHaveText(/hidden are beams\.$/);
});
