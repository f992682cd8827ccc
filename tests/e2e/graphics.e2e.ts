import { expect, livePrompt, test } from './app-test.ts';
import { differingPixels } from './canvas-region.ts';

const whole = { x: 0, y: 0, width: 800, height: 450 };

test.describe('on one page', () => {
  test('a lost graphics context comes back with the same picture', async ({ liveCity: city }) => {
    await city.reset(livePrompt);
    const before = await city.pixels(whole);
    await city.page.evaluate(() => {
      const gl = document.querySelector<HTMLCanvasElement>('#city')?.getContext('webgl2');
      const loss = gl?.getExtension('WEBGL_lose_context');
      Object.assign(window, { loss });
      loss?.loseContext();
    });
    await expect(city.find('notices')).toContainText('graphics card');

    await city.page.evaluate(() => {
      (window as unknown as { loss: WEBGL_lose_context }).loss.restoreContext();
    });
    await expect(city.find('notices')).not.toContainText('graphics card');

    await expect
      .poll(async () => {
        await city.settle();
        return differingPixels(before, await city.pixels(whole));
      })
      .toBeLessThan(20);
  });

  test('nothing is drawn while nothing changes, and something is when it does', async ({
    liveCity: city,
  }) => {
    await city.reset(livePrompt);
    const drawn = await city.drawnFrames();
    // Thirty frames that the page could have drawn.
    await city.page.evaluate(async () => {
      for (let frame = 0; frame < 30; frame += 1) {
        await new Promise((resolve) => window.requestAnimationFrame(resolve));
      }
    });
    expect(await city.drawnFrames()).toBe(drawn);

    await city.find('layer-down').click();
    await expect.poll(() => city.drawnFrames()).toBeGreaterThan(drawn);
  });

  test('who prefers reduced motion is there at once; who does not flies', async ({
    liveCity: city,
  }) => {
    const flyAndLook = async (): Promise<{ atOnce: string; atLast: string }> => {
      await city.reset(livePrompt);
      // In one go: the pose is read before any frame could move it.
      const atOnce = await city.page.evaluate(() => {
        window.neuralCity.dispatch({ kind: 'fly-to', target: 'close' });
        return JSON.stringify(window.neuralCity.city?.rig.pose);
      });
      await city.settle();
      return { atOnce, atLast: JSON.stringify(await city.pose()) };
    };
    const calm = await flyAndLook();
    expect(calm.atOnce).toBe(calm.atLast);

    await city.page.emulateMedia({ reducedMotion: 'no-preference' });
    const flown = await flyAndLook();
    expect(flown.atOnce).not.toBe(flown.atLast);
    expect(flown.atLast).toBe(calm.atLast);
    await city.page.emulateMedia({ reducedMotion: 'reduce' });
  });
});
