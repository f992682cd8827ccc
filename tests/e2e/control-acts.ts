import { expect } from '@playwright/test';
import type { CityPage, PagePoint } from './city-page.ts';

/** What a row is handed: the page, and places on it that do not move while the row runs. */
export interface Hand {
  readonly city: CityPage;
  /** A point of the canvas with nothing of the panel over it, on the newest tower's wall. */
  readonly onTower: PagePoint;
  /** On the plinth of the tower before. */
  readonly onPlinthBefore: PagePoint;
  /** A point of the canvas over the sky. */
  readonly onSky: PagePoint;
}

/** How a hand uses a control. */
export type Act = (hand: Hand) => Promise<void>;

export const click =
  (testid: string): Act =>
  async ({ city }) => {
    await city.find(testid).click();
  };
/** Keys as a keyboard names them, one after the other, with the focus on the city. */
export const press =
  (...keys: readonly string[]): Act =>
  async ({ city }) => {
    for (const key of keys) await city.page.keyboard.press(key);
  };
/** Keys pressed on a focused control. */
export const pressOn =
  (testid: string, ...keys: readonly string[]): Act =>
  async ({ city }) => {
    for (const key of keys) await city.find(testid).press(key);
  };
export const within =
  (drawer: string, act: Act): Act =>
  async (hand) => {
    await hand.city.openDrawer(drawer);
    await act(hand);
  };
export const choose =
  (testid: string, value: string): Act =>
  async ({ city }) => {
    await city.find(testid).selectOption(value);
  };
/** A select takes the letters of an option, as everywhere. */
export const typeOn =
  (testid: string, letters: string): Act =>
  async ({ city }) => {
    await city.find(testid).focus();
    await city.page.keyboard.type(letters);
  };
/** Clicks a slider at a share of its length. */
export const clickAlong =
  (testid: string, share: number): Act =>
  async ({ city }) => {
    const slider = city.find(testid);
    const box = await slider.boundingBox();
    if (!box) throw new Error(`${testid} is not on the page.`);
    await slider.click({ position: { x: box.width * share, y: box.height / 2 } });
  };
export const drag =
  (by: PagePoint, button: 'left' | 'right', modifier?: 'Shift'): Act =>
  async ({ city, onSky }) => {
    const { mouse, keyboard } = city.page;
    await mouse.move(onSky.x, onSky.y);
    if (modifier) await keyboard.down(modifier);
    await mouse.down({ button });
    await mouse.move(onSky.x + by.x, onSky.y + by.y, { steps: 3 });
    await mouse.up({ button });
    if (modifier) await keyboard.up(modifier);
  };
/** Holds a walking key until the eye has moved. */
export const hold =
  (key: string): Act =>
  async ({ city }) => {
    const start = JSON.stringify(await city.pose());
    await city.page.keyboard.down(key);
    await expect.poll(async () => JSON.stringify(await city.pose())).not.toBe(start);
    await city.page.keyboard.up(key);
  };
