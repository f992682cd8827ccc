import { expect, test } from 'vitest';
import { fakeOverview } from '#tests/fakes/fake-run.ts';
import { ActivationUploads } from './activation-uploads.ts';
import type { ActivationTexture } from './gpu/activation-texture.ts';

function uploadsInto(slots: number[]): ActivationUploads {
  const texture = {
    uploadToken: (slot: number, { length }: Uint8Array) => {
      slots.push(slot);
      return length;
    },
  };
  const uploads = new ActivationUploads(() => 0);
  uploads.fill(texture as unknown as ActivationTexture, []);
  return uploads;
}

test('a run with the same numbers takes over without an upload and without going dark', () => {
  const slots: number[] = [];
  const uploads = uploadsInto(slots);
  const recorded = fakeOverview(0);
  uploads.follow([recorded]);
  uploads.advance(0);

  uploads.follow([structuredClone(recorded)]);

  expect(uploads.numbersAt(0)).toBe('shown');
  expect(uploads.advance(0)).toBe(false);
  expect(slots).toEqual([0]);
});

test('one number that differs is uploaded anew, and dark until then', () => {
  const slots: number[] = [];
  const uploads = uploadsInto(slots);
  const before = fakeOverview(0);
  uploads.follow([before]);
  uploads.advance(0);

  const after = structuredClone(before);
  after.added[1] = (after.added[1] ?? 0) + 0.5;
  uploads.follow([after]);

  expect(uploads.numbersAt(0)).toBe('stale');
  uploads.advance(0);
  expect(uploads.numbersAt(0)).toBe('shown');
  expect(slots).toEqual([0, 0]);
});
