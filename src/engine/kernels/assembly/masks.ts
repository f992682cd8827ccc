// Vector constants kept in memory: written as constants, V8 (from 14 on) builds them anew at each
// use inside a loop, which cost the products with int16 half of their speed again.

/** 15 in eight u16 lanes. */
export const nibbleMask16 = memory.data<u16>([15, 15, 15, 15, 15, 15, 15, 15]);
/** 15 in four u32 lanes. */
export const nibbleMask32 = memory.data<u32>([15, 15, 15, 15]);
