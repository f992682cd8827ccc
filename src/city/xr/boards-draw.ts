import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Constants } from '@babylonjs/core/Engines/constants';
import { Vector4 } from '@babylonjs/core/Maths/math.vector';
import type { Matrix } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { BaseTexture } from '@babylonjs/core/Materials/Textures/baseTexture';
import type { Scene } from '@babylonjs/core/scene';
import { glslDefines } from '#city/glsl-defines.ts';
import { boardTextureTexels } from '#city/gpu/board-texture.ts';
import type { PlainMesh } from '#city/plain-mesh.ts';
import { xrSides } from '#contract/xr.ts';
import type { XrSide } from '#contract/xr.ts';
import type { BoardPose } from '#plan/board-pose.ts';
import type { Rect } from './board-layout.ts';
import { roomMaterial } from './room-material.ts';
import { roomMesh } from './room-mesh.ts';

/** Where each board's picture lies in the texture, texels. As many boards are drawn at once. */
export const boardPlaces = {
  menu: { x: 0, y: 0, width: 1024, height: 1408 },
  hover: { x: 0, y: 1408, width: 1024, height: 800 },
  pinned: { x: 1024, y: 0, width: 1024, height: 1100 },
  result: { x: 1024, y: 1100, width: 1024, height: 1000 },
  held: { x: 1024, y: 2100, width: 1024, height: 260 },
} as const satisfies Readonly<Record<string, Rect>>;
export type BoardName = keyof typeof boardPlaces;
const boardNames = Object.keys(boardPlaces) as readonly BoardName[];

const defines = glslDefines({
  BOARD_COUNT: boardNames.length,
  TEXELS_WIDE: boardTextureTexels.width,
  TEXELS_HIGH: boardTextureTexels.height,
});

const vertex = `
${defines}
// Share of the way to the right and down, and which board.
in vec3 position;
// Upper left corner; w: 1 shows it, 0 hides it.
uniform vec4 corners[BOARD_COUNT];
// The whole way to the right and down, metres.
uniform vec4 ways[2 * BOARD_COUNT];
// Of its picture, texels: left, top, width, height.
uniform vec4 places[BOARD_COUNT];
out vec2 vTexel;
void main() {
  int board = int(position.z + 0.5);
  vec4 corner = corners[board];
  vec4 place = places[board];
  vTexel = place.xy + position.xy * place.zw;
  vec3 point = corner.xyz + ways[2 * board].xyz * position.x + ways[2 * board + 1].xyz * position.y;
  gl_Position = corner.w > 0.5 ? inRoom(point) : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

const fragment = `
${defines}
in vec2 vTexel;
uniform sampler2D boards;
// What each hand points at, texels: left, top, width, height; and the spot where it does, x and y.
uniform vec4 leftLit;
uniform vec4 rightLit;
uniform vec4 spots;
float litAt(vec4 rect) {
  vec2 away = abs(vTexel - rect.xy - rect.zw * 0.5) - rect.zw * 0.5 + 18.0;
  float edge = length(max(away, 0.0)) + min(max(away.x, away.y), 0.0) - 18.0;
  return rect.z > 0.0 ? 1.0 - smoothstep(-1.5, 1.5, edge) : 0.0;
}
float spotAt(vec2 spot) {
  float away = distance(vTexel, spot);
  return 1.0 - smoothstep(7.0, 10.0, away);
}
void main() {
  vec4 texel = texture(boards, vTexel / vec2(TEXELS_WIDE, TEXELS_HIGH), -0.5);
  if (texel.a < 0.02) discard;
  vec3 light = texel.rgb + 0.13 * max(litAt(leftLit), litAt(rightLit)) * texel.a;
  light = mix(light, vec3(0.55, 0.80, 1.0) * texel.a, max(spotAt(spots.xy), spotAt(spots.zw)));
  glFragColor = vec4(light, texel.a);
}
`;

const away = -1e4;

/** All boards in the room, in one draw. Their pictures are not light of the model (GUIDE); what they say is. */
export class BoardsDraw {
  readonly mesh: Mesh;
  readonly #material: ShaderMaterial;
  // Babylon keeps references to these; they are written, never replaced.
  readonly #corners = zeros(4 * boardNames.length);
  readonly #ways = zeros(8 * boardNames.length);
  readonly #places = zeros(4 * boardNames.length);
  readonly #lit: Readonly<Record<XrSide, Vector4>> = {
    left: Vector4.Zero(),
    right: Vector4.Zero(),
  };
  readonly #spots = new Vector4(away, away, away, away);

  constructor(scene: Scene, cityFromRoom: Matrix, pictures: BaseTexture) {
    const material = roomMaterial(scene, cityFromRoom, {
      name: 'boards',
      vertex,
      fragment,
      uniforms: ['corners', 'ways', 'places', 'leftLit', 'rightLit', 'spots'],
      isTranslucent: true,
    });
    material.setTexture('boards', pictures);
    material.setArray4('corners', this.#corners);
    material.setArray4('ways', this.#ways);
    material.setArray4('places', this.#places);
    for (const side of xrSides) material.setVector4(`${side}Lit`, this.#lit[side]);
    material.setVector4('spots', this.#spots);
    material.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    // A board hides what is behind it, signs and beams included.
    material.forceDepthWrite = true;
    this.#material = material;
    this.mesh = roomMesh(scene, boardsMesh(), material);
  }

  /** Where a board stands, and how many rows of its picture are filled. */
  stand(name: BoardName, pose: BoardPose, heightTexels: number): void {
    const at = boardNames.indexOf(name);
    const { corner, right, down, widthMetres, heightMetres } = pose;
    write(this.#corners, at * 4, corner, 1);
    this.#corners[at * 4 + 3] = 1;
    write(this.#ways, at * 8, right, widthMetres);
    write(this.#ways, at * 8 + 4, down, heightMetres);
    const { x, y, width } = boardPlaces[name];
    this.#places[at * 4] = x;
    this.#places[at * 4 + 1] = y;
    this.#places[at * 4 + 2] = width;
    this.#places[at * 4 + 3] = heightTexels;
  }

  hide(name: BoardName): void {
    this.#corners[boardNames.indexOf(name) * 4 + 3] = 0;
  }

  /** What a hand points at on a board, pixels of its picture; undefined: at no button, or at no board. */
  light(
    side: XrSide,
    name: BoardName | undefined,
    rect: Rect | undefined,
    spot: { readonly x: number; readonly y: number },
  ): void {
    const place = name === undefined ? undefined : boardPlaces[name];
    const lit = this.#lit[side];
    if (place && rect) lit.set(place.x + rect.x, place.y + rect.y, rect.width, rect.height);
    else lit.set(0, 0, 0, 0);
    const [x, y] = place ? [place.x + spot.x, place.y + spot.y] : [away, away];
    const spots = this.#spots;
    if (side === 'left') spots.set(x, y, spots.z, spots.w);
    else spots.set(spots.x, spots.y, x, y);
  }

  /** Draws nothing while no board is shown. */
  settle(): void {
    let isShown = false;
    for (let at = 3; at < this.#corners.length; at += 4) isShown ||= this.#corners[at] === 1;
    this.mesh.setEnabled(isShown);
  }

  dispose(): void {
    this.mesh.dispose();
    this.#material.dispose();
  }
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

function write(
  out: number[],
  at: number,
  { x, y, z }: { readonly x: number; readonly y: number; readonly z: number },
  size: number,
): void {
  out[at] = x * size;
  out[at + 1] = y * size;
  out[at + 2] = z * size;
}

function boardsMesh(): PlainMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  boardNames.forEach((_, board) => {
    const first = positions.length / 3;
    positions.push(0, 0, board, 1, 0, board, 1, 1, board, 0, 1, board);
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  });
  return { positions, indices };
}
