import type { WebXRSessionManager } from '@babylonjs/core/XR/webXRSessionManager';
import type { CityStage } from '#city/city-stage.ts';
import { Pace } from './pace.ts';

const slowestFrameRate = 72;

/** Ties a session's frames to what is drawn of the city: so much as comes in time. */
export class SessionPace {
  readonly #stage: CityStage;
  readonly #manager: WebXRSessionManager;
  readonly #isKept: boolean;
  readonly #pace = new Pace();

  /** @param isKept - false: all is drawn, however long it takes. */
  constructor(stage: CityStage, manager: WebXRSessionManager, isKept: boolean) {
    this.#stage = stage;
    this.#manager = manager;
    this.#isKept = isKept;
  }

  get isReduced(): boolean {
    return this.#pace.isReduced;
  }

  /** To be called once the session has its layer. */
  begin(session: XRSession): void {
    this.#pace.reset();
    this.#apply();
    void raiseFrameRate(session);
  }

  noteFrame({ frameRate, visibilityState }: XRSession, deltaMillis: number): void {
    if (!this.#isKept) return;
    const { engine } = this.#stage.context;
    // Behind the system's menu, and while shaders compile, frames come as they may.
    if (visibilityState !== 'visible' || !engine.areAllEffectsReady()) this.#pace.rest();
    else if (this.#pace.noteFrame(deltaMillis, frameRate)) this.#apply();
  }

  end(): void {
    this.#stage.context.quality.hasReflections = true;
  }

  #apply(): void {
    const { foveation, hasReflections } = this.#pace.step;
    this.#manager.fixedFoveation = foveation;
    this.#stage.context.quality.hasReflections = hasReflections;
  }
}

/** Some headsets begin below what is comfortable; where they cannot do better nothing is asked. */
async function raiseFrameRate(session: XRSession): Promise<void> {
  const { frameRate, supportedFrameRates } = session;
  if (frameRate === undefined || frameRate >= slowestFrameRate) return;
  const better = supportedFrameRates?.find((rate) => rate >= slowestFrameRate);
  if (better !== undefined) await session.updateTargetFrameRate(better).catch(() => undefined);
}
