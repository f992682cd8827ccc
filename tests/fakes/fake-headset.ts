import type {
  CityPlacement,
  XrDevice,
  XrFrame,
  XrFrameSource,
  XrGuides,
  XrRig,
  XrSide,
} from '#contract/xr.ts';

type Written<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type WrittenDevice = Written<Omit<XrDevice, 'stick' | 'gripPoint' | 'ray'>> & {
  stick: Written<XrDevice['stick']>;
  gripPoint: Written<XrDevice['gripPoint']>;
  readonly ray: XrDevice['ray'] & { origin: object; direction: object };
};

/** A headset whose hands and frames a test moves. Fades are over at once, unless it `isSlow`. */
export class FakeHeadset implements XrFrameSource, XrRig {
  placement: CityPlacement = { origin: { x: 0, y: 0, z: 0 }, yawRadians: 0, scale: 1 };
  readonly guides: XrGuides = {
    pointers: {
      left: { reachMetres: 0, isOnTarget: false },
      right: { reachMetres: 0, isOnTarget: false },
    },
    arcFrom: undefined,
    arcEnd: { x: 0, y: 0, z: 0 },
    vignette: 0,
    hasPlatform: false,
  };
  readonly head = { point: { x: 0, y: 1.6, z: 0 }, direction: { x: 0, y: 0, z: 1 } };
  readonly devices: Record<XrSide, WrittenDevice> = {
    left: fakeDevice('left', -0.2),
    right: fakeDevice('right', 0.2),
  };
  readonly rumbles: (readonly [side: XrSide, strength: number])[] = [];
  roomCount = 0;
  /** A fade has come through only with `arrive`. */
  isSlow = false;
  #wished: CityPlacement | undefined;
  #timeMillis = 0;
  readonly #frameListeners = new Set<(frame: XrFrame) => void>();
  readonly #endListeners = new Set<() => void>();

  onFrame(listener: (frame: XrFrame) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  onEnd(listener: () => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  rumble(side: XrSide, strength: number): void {
    this.rumbles.push([side, strength]);
  }

  get goal(): CityPlacement {
    return this.#wished ?? this.placement;
  }

  get isFading(): boolean {
    return this.#wished !== undefined;
  }

  place(placement: CityPlacement): void {
    this.#wished = undefined;
    this.placement = placement;
  }

  fadeTo(placement: CityPlacement): void {
    if (this.isSlow) this.#wished = placement;
    else this.place(placement);
  }

  arrive(): void {
    this.place(this.goal);
  }

  /** One frame, so long after the one before. */
  play(millis = 50): void {
    this.#timeMillis += millis;
    const { head, devices, roomCount } = this;
    const frame: XrFrame = {
      timeMillis: this.#timeMillis,
      deltaMillis: Math.min(100, millis),
      head,
      devices,
      roomCount,
    };
    for (const listener of this.#frameListeners) listener(frame);
  }

  end(): void {
    for (const listener of this.#endListeners) listener();
  }
}

function fakeDevice(side: XrSide, x: number): WrittenDevice {
  return {
    side,
    kind: 'controller',
    isTracked: true,
    ray: { origin: { x, y: 1.3, z: 0.3 }, direction: { x: 0, y: 0, z: 1 } },
    gripPoint: { x, y: 1.3, z: 0.3 },
    tip: { x, y: 1.3, z: 0.3 },
    palm: {
      point: { x, y: 1.3, z: 0.3 },
      out: { x: 0, y: -1, z: 0 },
      along: { x: 0, y: 0, z: 1 },
    },
    grab: 0,
    select: 0,
    stick: { right: 0, ahead: 0 },
    isFirstDown: false,
    isSecondDown: false,
  };
}
