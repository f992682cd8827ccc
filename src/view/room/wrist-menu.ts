import { changePage } from './page-changes.ts';
import { comfortPage } from './page-comfort.ts';
import { drawnPage } from './page-drawn.ts';
import { effectPage } from './page-effects.ts';
import { homePage } from './page-home.ts';
import { placePage } from './page-place.ts';
import { promptPage } from './page-prompts.ts';
import { thingPage } from './page-thing.ts';
import { button, label, row } from './room-board.ts';
import type { BoardBlock, MenuPage, MenuPlace } from './room-board.ts';
import type { WristWorld } from './wrist-world.ts';

const titles: Readonly<Record<Exclude<MenuPage, 'home'>, string>> = {
  place: 'Where I stand',
  drawn: 'What is drawn',
  changes: 'What I changed',
  effects: 'What matters here?',
  thing: 'This thing',
  prompts: 'Another sentence',
  comfort: 'Comfort',
};

export const homePlace: MenuPlace = { page: 'home', from: 0 };

/** The menu's page: controls of the page on the desktop, as one reaches them with a hand. */
export function wristMenu(world: WristWorld): readonly BoardBlock[] {
  const { page } = world.place;
  if (page === 'home') return homePage(world);
  return [
    row(
      button('back', '‹', { kind: 'go', place: homePlace }, { share: 0.6 }),
      label(titles[page], 4),
    ),
    ...pageBlocks(page, world),
  ];
}

function pageBlocks(page: Exclude<MenuPage, 'home'>, world: WristWorld): readonly BoardBlock[] {
  switch (page) {
    case 'place':
      return placePage(world);
    case 'drawn':
      return drawnPage(world);
    case 'changes':
      return changePage(world);
    case 'effects':
      return effectPage(world);
    case 'thing':
      return thingPage(world);
    case 'prompts':
      return promptPage(world);
    case 'comfort':
      return comfortPage(world);
  }
}
