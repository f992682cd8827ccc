import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import { xrSides } from '#contract/xr.ts';
import type { XrFrame, XrSide } from '#contract/xr.ts';
import { ControllerDraw } from './controller-draw.ts';
import type { MergedMesh } from './glb-mesh.ts';
import { readGlbMesh } from './glb-mesh.ts';
import { GuideDraw } from './guide-draw.ts';
import { HandDraw } from './hand-draw.ts';
import type { RoomRig } from './room-rig.ts';
import { VeilDraw } from './veil-draw.ts';
import type { XrDevices } from './xr-devices.ts';

/** Models of the Meta Quest Touch Plus, from `assets/controllers`. */
const modelUrl = (side: XrSide): string => `/controllers/${side}.glb`;

/** What stands in the room besides the city: controllers or hands, rays and arc, boards, fade. Six draws at most. */
export class Extras {
  readonly #rig: RoomRig;
  readonly #controllers: Readonly<Record<XrSide, ControllerDraw>>;
  readonly #hands: HandDraw;
  readonly #guides: GuideDraw;
  readonly #veil: VeilDraw;
  readonly #adopted: Mesh[] = [];

  private constructor(scene: Scene, rig: RoomRig, models: Readonly<Record<XrSide, MergedMesh>>) {
    const { cityFromRoom } = rig;
    this.#rig = rig;
    this.#controllers = {
      left: new ControllerDraw(scene, cityFromRoom, models.left),
      right: new ControllerDraw(scene, cityFromRoom, models.right),
    };
    this.#hands = new HandDraw(scene, cityFromRoom);
    this.#guides = new GuideDraw(scene, cityFromRoom);
    this.#veil = new VeilDraw(scene, cityFromRoom);
  }

  /** @throws Error when the controllers' models cannot be fetched. */
  static async load(scene: Scene, rig: RoomRig): Promise<Extras> {
    const [left, right] = await Promise.all(
      xrSides.map(async (side) => readGlbMesh(await fetchModel(side))),
    );
    if (!left || !right) throw new Error('A controller has two sides.');
    return new Extras(scene, rig, { left, right });
  }

  get meshes(): readonly Mesh[] {
    const { left, right } = this.#controllers;
    const own = [left, right, this.#hands, this.#guides, this.#veil].map(({ mesh }) => mesh);
    return [...own, ...this.#adopted];
  }

  /** Something else that stands in the room: warmed up and hidden with the rest, shown by its owner. */
  adopt(mesh: Mesh): void {
    this.#adopted.push(mesh);
  }

  /** Compiles every shader, so that no frame waits for one. */
  async warmUp(): Promise<void> {
    await Promise.all(
      this.meshes.map(async (mesh) =>
        (mesh.material as ShaderMaterial).forceCompilationAsync(mesh),
      ),
    );
  }

  show({ sides }: XrDevices, frame: XrFrame): void {
    for (const side of xrSides) {
      const { kind, isTracked, gripMatrix } = sides[side];
      this.#controllers[side].show(kind === 'controller' && isTracked, gripMatrix);
    }
    const { left, right } = sides;
    this.#hands.show(
      left.kind === 'hand' && left.isTracked ? left.joints.pointsArray : undefined,
      right.kind === 'hand' && right.isTracked ? right.joints.pointsArray : undefined,
    );
    const { guides, fade } = this.#rig;
    this.#guides.show(guides, frame.devices, frame.head.point);
    this.#veil.show(fade, guides.vignette);
  }

  hide(): void {
    for (const mesh of this.meshes) mesh.setEnabled(false);
  }

  dispose(): void {
    for (const side of xrSides) this.#controllers[side].dispose();
    this.#hands.dispose();
    this.#guides.dispose();
    this.#veil.dispose();
  }
}

async function fetchModel(side: XrSide): Promise<ArrayBuffer> {
  try {
    const response = await fetch(modelUrl(side));
    if (response.ok) return await response.arrayBuffer();
  } catch {
    // However it broke off, it did not come.
  }
  throw new Error(
    `the ${side} controller’s model did not come: check the connection and press the button once more.`,
  );
}
