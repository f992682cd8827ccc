import { blobOf } from './golden-messages.ts';

const sixteenZeros = '00'.repeat(16);

/** Position 2, token 5, of branch 1 at step 9, revision 1. */
export const goldenDifference = blobOf(
  '7001000000000000',
  '{"__metadata__":{"kind":"difference"},' +
    '"clock":{"dtype":"I32","shape":[5],"data_offsets":[0,20]},' +
    '"attn.hook_z":{"dtype":"U8","shape":[1,1,8],"data_offsets":[20,28]},' +
    '"hook_resid_post":{"dtype":"U8","shape":[1,64],"data_offsets":[28,92]},' +
    '"mlp.hook_post":{"dtype":"U8","shape":[1,64],"data_offsets":[92,156]},' +
    '"whole":{"dtype":"U8","shape":[1,3],"data_offsets":[156,159]}} ',
  '01000000 09000000 02000000 05000000 01000000', // clock: branch, step, position, token, revision
  '40 c0 7f ff 00 00 00 01', // attn.hook_z: a rise, a fall, both at the top, nothing, the least
  '81', // hook_resid_post: the least fall
  ...[sixteenZeros, sixteenZeros, sixteenZeros, '00'.repeat(15)],
  '0a 14 1e 28', // mlp.hook_post: 10, 20, 30, 40
  ...[sixteenZeros, sixteenZeros, sixteenZeros, '00'.repeat(12)],
  '40 c1 02', // whole: z moved, post moved and fell, resid hardly
);

/** Tests 7 and 2 of request 12, after position 2 of branch 1. */
export const goldenEffect = blobOf(
  'b001000000000000',
  '{"__metadata__":{"kind":"effect"},' +
    '"answer.logprob":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},' +
    '"clock":{"dtype":"I32","shape":[5],"data_offsets":[8,28]},' +
    '"prediction.logprob":{"dtype":"F32","shape":[2,5],"data_offsets":[28,68]},' +
    '"prediction.token":{"dtype":"I32","shape":[2,5],"data_offsets":[68,108]},' +
    '"request":{"dtype":"U32","shape":[1],"data_offsets":[108,112]},' +
    '"test":{"dtype":"U32","shape":[2],"data_offsets":[112,120]}}    ',
  '000080be 000080c0', // answer.logprob: -0.25, -4
  '01000000 09000000 02000000 05000000 01000000', // clock
  '000080be 0000c0bf 000080c0 000000c1 000080c1', // prediction.logprob: -0.25, -1.5, -4, -8, -16
  '0000c0bf 0000c0bf 000080c0 000000c1 000080c1', // prediction.logprob: -1.5 twice, -4, -8, -16
  '03000000 04000000 00000000 01000000 02000000', // prediction.token
  '04000000 05000000 03000000 01000000 02000000', // prediction.token
  '0c000000', // request
  '07000000 02000000', // test
);
