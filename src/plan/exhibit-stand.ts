import type { Vec3 } from '#contract/preview.ts';
import type { CityPlan } from './city-plan.ts';
import {
  exhibitSite,
  exhibitSurroundings,
  lecternFrame,
  storyFloors,
  storyFrame,
} from './exhibit-frame.ts';
import type { ExhibitFrame, ExhibitPlace } from './exhibit-frame.ts';
import { exhibitGrid } from './exhibit-grid.ts';
import type { ExhibitBoard, ExhibitPlan } from './exhibit-plan.ts';
import { exhibitTower } from './exhibit-tower.ts';

/** An exhibit as it stands in the city. */
export interface ExhibitStand {
  readonly place: ExhibitPlace;
  readonly plan: ExhibitPlan;
  readonly frame: ExhibitFrame;
  /** Points of the city that should be seen together with it. */
  readonly surroundings: readonly Vec3[];
}

export interface ExhibitContents {
  readonly place: ExhibitPlace;
  readonly boards: readonly ExhibitBoard[];
  /** Whether the first row of a board with a row for each floor is the lowest one. */
  readonly rises: (board: ExhibitBoard) => boolean;
  readonly promptTokenCount: number;
}

/** Share of the canvas that an exhibit is composed for; panels have the rest. */
const roomShare = { wide: { width: 0.94, height: 0.52 }, high: { width: 0.86, height: 0.47 } };
/** Area of a lectern at most, square metres. */
const lecternArea = 56;

/** Arranges an exhibit for a canvas of that size (CSS pixels) and says where it stands. */
export function exhibitStand(
  city: CityPlan,
  contents: ExhibitContents,
  canvas: { readonly width: number; readonly height: number },
): ExhibitStand {
  const { place, boards, rises, promptTokenCount } = contents;
  const share = canvas.width > canvas.height ? roomShare.wide : roomShare.high;
  const pixelWidth = Math.max(1, canvas.width * share.width);
  const pixelHeight = Math.max(1, canvas.height * share.height);
  const aspect = pixelWidth / pixelHeight;
  const site = exhibitSite(city, place, promptTokenCount);
  const surroundings = exhibitSurroundings(city, site, place);
  if (place.level === 'token') {
    const floors = storyFloors(city);
    // What stands beside the story takes part of the width.
    const towerWidth = site.isInRing ? 2 * site.besideMetres : site.besideMetres + 1;
    const plan = exhibitTower({ boards, floors, rises, roomAspect: aspect, towerWidth });
    return { place, plan, frame: storyFrame(site), surroundings };
  }
  const width = Math.min(Math.sqrt(lecternArea * aspect), site.roomMetres);
  const room = { width, height: width / aspect, pixelWidth, pixelHeight, hasTitle: true };
  const plan = exhibitGrid(boards, room);
  return { place, plan, frame: lecternFrame(city, site, place.layer, plan), surroundings };
}
