import type { ModelShape } from '#contract/model-shape.ts';
import {
  paneRows,
  postBinCount,
  residBinCount,
  texelLayout,
  zBinsPerHead,
} from '#contract/texel-layout.ts';
import {
  attentionBaseMetres,
  cityMeasures,
  feedForwardBaseMetres,
  windowSpanMetres,
} from '#plan/city-measures.ts';
import {
  postColumnCount,
  spineColumnCount,
  spineRowCount,
  zColumnsPerHead,
} from '#plan/facade-plan.ts';
import { scaleHooks } from './brightness-scales.ts';
import { glslDefines } from './glsl-defines.ts';
import { towerParts } from './tower-mesh.ts';

/** Linear luminance of a wash at the top of its scale; a wash's luminance is this × (code / 255)². */
export const fullWashLuminance = 0.42;

/** Share of their light that towers keep while the story of another is told. */
const besideStoryShare = 0.25;

/** Everything the tower shaders share with TypeScript: measures, texel columns, parts. */
export function facadeDefines(shape: ModelShape): string {
  const m = cityMeasures;
  const columns = texelLayout(shape);
  return glslDefines({
    FLOOR: m.floorMetres,
    SLAB: m.slabMetres,
    STOREY: m.storeyMetres,
    ATTENTION_BASE: attentionBaseMetres,
    FEED_FORWARD_BASE: feedForwardBaseMetres,
    TOWER: m.towerMetres,
    PLINTH: m.plinthMetres,
    PLINTH_HEIGHT: m.plinthHeightMetres,
    PARAPET: m.parapetMetres,
    EDGE: m.edgeMetres,
    GUTTER: m.gutterMetres,
    SPINE: m.spineMetres,
    SPAN: windowSpanMetres,
    BAY_MARGIN: m.bayMarginMetres,
    PANE_MARGIN_SHARE: m.paneMarginShare,
    PANE_RECESS: m.paneRecessMetres,
    LAYER_COUNT: shape.layerCount,
    HEAD_COUNT: shape.headCount,
    PANE_ROW_COUNT: paneRows,
    Z_BIN_COUNT: zBinsPerHead,
    Z_PANE_COLUMN_COUNT: shape.headCount * zColumnsPerHead,
    POST_BIN_COUNT: postBinCount,
    POST_PANE_COLUMN_COUNT: postColumnCount,
    RESID_BIN_COUNT: residBinCount,
    SPINE_CELL_COLUMN_COUNT: spineColumnCount,
    SPINE_CELL_ROW_COUNT: spineRowCount,
    Z_FIRST: columns.z.first,
    POST_FIRST: columns.post.first,
    RESID_FIRST: columns.resid.first,
    Z_SIGN_FIRST: columns.zSign.first,
    POST_SIGN_FIRST: columns.postSign.first,
    RESID_SIGN_FIRST: columns.residSign.first,
    Z_RMS4_FIRST: columns.zRms4.first,
    POST_RMS4_FIRST: columns.postRms4.first,
    RESID_RMS4_FIRST: columns.residRms4.first,
    RESID_RMS16_FIRST: columns.residRms16.first,
    ADDED_FIRST: columns.added.first,
    AGAINST_FIRST: columns.against.first,
    SCALE_FIRST: columns.scale.first,
    ROLE_FIRST: scaleHooks.length,

    PART_WALL: towerParts.wall,
    PART_SPINE: towerParts.spine,
    PART_TRIM: towerParts.trim,
    PART_PLINTH: towerParts.plinth,
    PART_ROOF: towerParts.roof,
    WASH_LUMINANCE: fullWashLuminance,
    BESIDE_STORY_SHARE: besideStoryShare,
  });
}
