/**
 * Numbers to light for one point of a board. Every edge is box-filtered over the pixel; where a pixel
 * holds several cells, it shows the mean of their magnitudes (`cellLevels`), so nothing shimmers.
 *
 * Expects the defines, `cells` and the flat inputs of `exhibit-shader.ts`.
 */
export const exhibitCellShader = `
float cover(float low, float high, float x, float width) {
  return clamp((min(high, x + 0.5 * width) - max(low, x - 0.5 * width)) / width, 0.0, 1.0);
}

ivec2 halvingsOf(int level) {
  return vLevels.z >= 0 ? ivec2(level, max(0, level - vLevels.z)) : ivec2(max(0, level + vLevels.z), level);
}
ivec2 sizeOf(ivec2 halvings) {
  ivec2 all = ivec2(vRows.y, vRows.x);
  return (all + (ivec2(1) << halvings) - 1) >> halvings;
}

vec2 valueAt(int first, ivec2 size, ivec2 cell) {
  int at = first + cell.y * size.x + cell.x;
  return texelFetch(cells, ivec2(at & ((1 << ROW_BITS_COUNT) - 1), at >> ROW_BITS_COUNT), 0).rg;
}

// Level at which a pixel is at most one cell wide; its first cell.
int levelFor(vec2 perCell, out int first) {
  first = vFirst.x;
  int level = 0;
  for (int i = 1; i < 12; i++) {
    if (i >= vLevels.w) break;
    ivec2 halvings = halvingsOf(level);
    vec2 wide = perCell / vec2(ivec2(1) << halvings);
    bool fits = vLevels.z > 32 ? wide.x <= 1.0 : vLevels.z < -32 ? wide.y <= 1.0 : max(wide.x, wide.y) <= 1.0;
    if (fits) break;
    ivec2 size = sizeOf(halvings);
    first += size.x * size.y;
    level = i;
  }
  return level;
}

// From dark to white-hot; linear light.
vec3 heat(float b) {
  return mix(vHue, vec3(1.0), 0.75 * smoothstep(0.72, 1.0, b)) * (0.95 * pow(b, 1.7));
}

const vec3 GLASS = vec3(0.0045, 0.0062, 0.0105);

// at: in cells from the upper left; width: cells per pixel.
vec3 heatLight(vec2 at, vec2 width) {
  int first;
  int level = levelFor(width, first);
  ivec2 halvings = halvingsOf(level);
  ivec2 size = sizeOf(halvings);
  vec2 scale = vec2(ivec2(1) << halvings);
  vec2 p = at / scale;
  vec2 w = width / scale;
  float margin = level == 0 ? 0.05 : 0.0;
  float share = level == 0 ? 1.0 : 0.81;
  // Filled or framed is told apart only where there is room for a frame.
  float framed = level == 0 ? 1.0 - smoothstep(0.10, 0.16, max(width.x, width.y)) : 0.0;
  ivec2 from = ivec2(floor(p - 0.5 * w));
  vec3 light = vec3(0.0);
  for (int i = 0; i < 4; i++) {
    ivec2 cell = from + ivec2(i & 1, i >> 1);
    if (any(lessThan(cell, ivec2(0))) || any(greaterThanEqual(cell, size))) continue;
    vec2 low = vec2(cell) + margin;
    vec2 high = vec2(cell) + 1.0 - margin;
    float open = cover(low.x, high.x, p.x, w.x) * cover(low.y, high.y, p.y, w.y);
    if (open <= 0.0) continue;
    vec2 value = valueAt(first, size, cell);
    if (min(value.x, value.y) > 0.999) continue;
    float b = (value.x + value.y) * (255.0 / 254.0);
    float lit = open;
    if (value.y > value.x) {
      const float BAR = 0.17;
      float hole = cover(low.x + BAR, high.x - BAR, p.x, w.x) * cover(low.y + BAR, high.y - BAR, p.y, w.y);
      lit -= framed * 0.97 * hole;
    }
    light += share * (heat(b) * lit + GLASS * open);
  }
  return light;
}

// Bars of one row of standing bars, or of one column of lying ones: along the row, across it.
// along: in cells; across: 0 … 1 from the base's side.
float barCover(int row, float along, float across, vec2 width) {
  bool stands = int(vKind.y + 0.5) == CELLS_STANDING_COUNT;
  int first;
  int level = levelFor(stands ? width : width.yx, first);
  ivec2 size = sizeOf(halvingsOf(level));
  float scale = float(1 << level);
  float p = along / scale;
  float w = width.x / scale;
  float margin = level == 0 ? 0.10 : 0.0;
  float share = level == 0 ? 1.0 : 0.9;
  int from = int(floor(p - 0.5 * w));
  float base = vLevels.y == 1 ? 0.5 : 0.0;
  float span = vLevels.y == 1 ? 0.5 : 1.0;
  float sum = 0.0;
  for (int i = 0; i < 2; i++) {
    int cell = from + i;
    if (cell < 0 || cell >= (stands ? size.x : size.y)) continue;
    float open = cover(float(cell) + margin, float(cell) + 1.0 - margin, p, w);
    if (open <= 0.0) continue;
    vec2 value = valueAt(first, size, stands ? ivec2(cell, row) : ivec2(row, cell));
    if (min(value.x, value.y) > 0.999) continue;
    value *= (255.0 / 254.0) * span;
    sum += share * open * cover(base - value.y, base + value.x, across, width.y);
  }
  return sum;
}

// at: in cells from the upper left of the band.
vec3 barLight(vec2 at, vec2 width) {
  bool stands = int(vKind.y + 0.5) == CELLS_STANDING_COUNT;
  float base = vLevels.y == 1 ? 0.5 : 0.0;
  const float ROOM = 0.08;
  vec3 light = vec3(0.0);
  // Standing bars: rows are boxes. Lying ones: columns are.
  float across = stands ? at.y : at.x;
  float wide = stands ? width.y : width.x;
  int most = stands ? vLevels.x : vRows.y;
  int from = int(floor(across - 0.5 * wide));
  for (int i = 0; i < 2; i++) {
    int box = from + i;
    if (box < 0 || box >= most) continue;
    float inside = across - float(box);
    float up = ((stands ? 1.0 - inside : inside) - ROOM) / (1.0 - 2.0 * ROOM);
    float w = wide / (1.0 - 2.0 * ROOM);
    float open = cover(0.0, 1.0, up, w);
    if (open <= 0.0) continue;
    int row = stands ? vRows.z + vRows.w * box : box;
    float along = stands ? at.x : vRows.w > 0 ? float(vRows.z) + at.y : float(vRows.z + 1) - at.y;
    float lit = barCover(row, along, up, vec2(stands ? width.x : width.y, w));
    float line = cover(base - 0.008, base + 0.008, up, w) + 0.35 * clamp(1.0 - abs(up - base) / max(w, 0.008), 0.0, 1.0);
    light += vHue * ((0.40 + 0.36 * clamp(abs(up - base) / (1.0 - base), 0.0, 1.0)) * lit) + vec3(0.05, 0.06, 0.08) * min(1.0, line) * (1.0 - 0.8 * lit);
    light += GLASS * open * 0.5;
  }
  return light;
}

// Row and column of what is pointed at, and its outline, a constant line. at: cells of the band.
vec3 markLight(vec2 at, vec2 width) {
  if (vFirst.z < 0 || vFirst.w < 0) return vec3(0.0);
  float nth = float((vFirst.z - vRows.z) * vRows.w);
  vec2 cell = vec2(float(vFirst.w), nth);
  vec2 away = abs(at - cell - 0.5) - 0.5;
  vec3 light = vec3(0.0);
  if (away.x < 0.0 || away.y < 0.0) light += vec3(0.020, 0.028, 0.040);
  if (nth < 0.0 || nth >= float(vLevels.x)) return light;
  vec2 pixels = away / width;
  float outside = max(pixels.x, pixels.y);
  float line = 1.0 - smoothstep(1.0, 2.0, abs(outside - 0.6));
  return light + vec3(0.90, 0.96, 1.0) * line;
}
`;
