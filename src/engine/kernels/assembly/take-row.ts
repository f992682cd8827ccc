// One row of a placed matrix as f32: the embedding of a token. Layouts: place-row.ts.

export function takeRowQ41(group: usize, lane: i32, target: usize, blockCount: i32): void {
  let codes = group + ((<usize>(lane >> 2)) << 6) + ((<usize>(lane & 3)) << 2);
  let scales = group + 128 + ((<usize>lane) << 2);
  for (let block = 0; block < blockCount; block++) {
    const scale = load<f32>(scales);
    const minimum = load<f32>(scales, 32);
    for (let column = 0; column < 32; column++) {
      const half = load<u16>(codes + ((<usize>(column >> 3)) << 4) + ((<usize>(column & 1)) << 1));
      const code = ((<u32>half) >> (((column >> 1) & 3) << 2)) & 15;
      store<f32>(target, scale * <f32>code + minimum);
      target += 4;
    }
    codes += 192;
    scales += 192;
  }
}

export function takeRowQ80(group: usize, lane: i32, target: usize, blockCount: i32): void {
  let codes = group + ((<usize>lane) << 1);
  let scales = group + 256 + ((<usize>lane) << 2);
  for (let block = 0; block < blockCount; block++) {
    const scale = load<f32>(scales);
    for (let column = 0; column < 32; column++) {
      const code = load<i8>(codes + ((<usize>(column >> 1)) << 4) + (column & 1));
      store<f32>(target, scale * <f32>code);
      target += 4;
    }
    codes += 288;
    scales += 288;
  }
}

export function takeRowF32(group: usize, lane: i32, target: usize, blockCount: i32): void {
  let source = group + ((<usize>lane) << 2);
  for (let column = 0; column < blockCount << 5; column++) {
    store<f32>(target, load<f32>(source));
    source += 32;
    target += 4;
  }
}
