// Entry of the kernel module. Addresses are byte offsets into the imported memory, counts are
// elements, matrices are in the layouts that place-row.ts writes.
export { placeRowF32, placeRowQ41, placeRowQ80 } from './place-row';
export { takeRowF32, takeRowQ41, takeRowQ80 } from './take-row';
export { quantise, roundThroughInt16, sumBlocks } from './activations';
export { multiplyInt16Q41 } from './multiply-int16-q4-1';
export { multiplyInt16Q80 } from './multiply-int16-q8-0';
export { multiplyFloatF32, multiplyFloatQ41, multiplyFloatQ80 } from './multiply-float';
export { applyGain, normalise, rootMeanSquare } from './norm';
export { fillRotations, rotate } from './rope';
export { attentionPattern, attentionScores, attentionValues } from './attention';
export { add, gatedSilu } from './elementwise';
export { dot, strongest } from './row-sums';
export { strongestKeys } from './attended';
export { largestIndices, logSumExp } from './likeliest';

/** First byte that the module's own static data leaves free. */
export function firstFreeByte(): usize {
  return __heap_base;
}
