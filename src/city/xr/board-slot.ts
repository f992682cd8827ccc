import type { BoardTexture } from '#city/gpu/board-texture.ts';
import { createBoardPose } from '#plan/board-pose.ts';
import type { BoardPose } from '#plan/board-pose.ts';
import type { BoardBlock } from '#view/room/room-board.ts';
import { boardPixels } from './board-layout.ts';
import type { LaidBoard } from './board-layout.ts';
import type { BoardPencil } from './board-pencil.ts';
import { boardPlaces } from './boards-draw.ts';
import type { BoardName } from './boards-draw.ts';

const nothing: LaidBoard = { height: 0, texts: [], boxes: [], buttons: [] };

/** One board: what it says, its picture, where it stands. Drawn anew only when it says something else. */
export class BoardSlot {
  readonly name: BoardName;
  readonly pose: BoardPose;
  #laid = nothing;
  #said = '';
  #blocks: readonly BoardBlock[] = [];
  #isPainted = true;

  constructor(name: BoardName, pose: BoardPose = createBoardPose(1, 1)) {
    this.name = name;
    this.pose = pose;
  }

  /** As laid out; what `paint` has not drawn yet included. */
  get laid(): LaidBoard {
    return this.#laid;
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  get needsPaint(): boolean {
    return !this.#isPainted;
  }

  say(blocks: readonly BoardBlock[], pencil: BoardPencil): void {
    const said = blocks.length === 0 ? '' : JSON.stringify(blocks);
    if (said === this.#said) return;
    this.#said = said;
    this.#blocks = blocks;
    this.#lay(pencil);
  }

  /** Its letters or its picture are not what they were: it is drawn again. */
  forget(pencil: BoardPencil): void {
    if (!this.isEmpty) this.#lay(pencil);
  }

  paint(pencil: BoardPencil, texture: BoardTexture): void {
    this.#isPainted = true;
    pencil.draw(this.#laid);
    texture.upload(pencil.canvas, boardPlaces[this.name], this.#laid.height);
  }

  /** As wide as that, as high as what it says. */
  resize(widthMetres: number): void {
    this.pose.widthMetres = widthMetres;
    this.pose.heightMetres = (widthMetres * this.#laid.height) / boardPixels.width;
  }

  #lay(pencil: BoardPencil): void {
    this.#laid = this.isEmpty ? nothing : pencil.lay(this.#blocks, boardPlaces[this.name].height);
    this.#isPainted = this.isEmpty;
    this.resize(this.pose.widthMetres);
  }
}
