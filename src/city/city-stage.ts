import type { CityContext, Viewer } from './city-part.ts';
import type { FrameListener } from './frame-loop.ts';

/** What a session in a headset needs of the city: to be drawn for a head, whenever the headset asks. */
export interface CityStage {
  readonly context: CityContext;
  /**
   * Draws for that viewer from now on; the page is asked for no frames and the canvas keeps its size
   * meanwhile. Undefined: for the canvas again.
   */
  enter(viewer: Viewer | undefined): void;
  /** Draws one frame, which the headset asked for. The scene's active camera is the caller's. */
  drawFrame(timeMillis: number): void;
  /** Has one listener told of each frame, whoever asked for it. */
  readonly watchFrames: (listener: FrameListener | undefined) => void;
}
