/**
 * The city's measures in metres at street scale: written once, used by the plan, by picking and,
 * as `#define`s, by the shaders. y = 0 is the street.
 */
export const cityMeasures = {
  /** Height of one layer's floor. */
  floorMetres: 0.5,
  /** Width and depth of a tower's body. */
  towerMetres: 1.5,
  /** From one tower's middle to the next along the avenue. */
  pitchMetres: 2.3,
  /** The same along the ring's circle. */
  ringPitchMetres: 2.6,
  /** From one row of blocks to the next: street walls behind can be read from above. */
  rowMetres: 9,
  plinthMetres: 1.8,
  plinthHeightMetres: 0.6,

  /** Within a floor, from below: slab, attention storey, ledge, feed-forward storey. */
  slabMetres: 0.04,
  storeyMetres: 0.215,
  ledgeMetres: 0.03,

  /** Along a face: bare wall at the free corner, windows, gutter of the branches, spine. */
  edgeMetres: 0.03,
  gutterMetres: 0.06,
  spineMetres: 0.15,
  /** How far the spine stands out from the wall. */
  spineReliefMetres: 0.03,
  /** Bare wall on either side of a head's bay. */
  bayMarginMetres: 0.008,
  /** Share of a pane's cell that is wall, on each of its four sides. */
  paneMarginShare: 0.12,
  /** How far panes lie behind the wall. */
  paneRecessMetres: 0.012,

  /** Above the last floor: parapet, then a smaller block set back from it. */
  parapetMetres: 0.14,
  parapetReliefMetres: 0.03,
  penthouseMetres: 0.8,
  penthouseHeightMetres: 0.34,
} as const;

/** Width of the windows on a face: what edge, gutter and spine leave. */
export const windowSpanMetres =
  cityMeasures.towerMetres -
  cityMeasures.edgeMetres -
  cityMeasures.gutterMetres -
  cityMeasures.spineMetres;

/** Lower edge of each storey above its floor's base. */
export const attentionBaseMetres = cityMeasures.slabMetres;
export const feedForwardBaseMetres =
  cityMeasures.slabMetres + cityMeasures.storeyMetres + cityMeasures.ledgeMetres;
