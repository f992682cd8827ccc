import { roleHueShader } from './role-texels.ts';

/** What `activationNumbersShader` and `facadeLightShader` both need, before them. */
export const facadeToolsShader = `
const vec3 COOL = vec3(0.10, 0.50, 1.00) / 0.45106;
const vec3 WARM = vec3(1.00, 0.46, 0.10) / 0.54881;
const vec3 WHITE = vec3(0.86, 0.92, 1.0);

// Share of the pixel [x - width / 2, x + width / 2] that [low, high] covers.
float cover(float low, float high, float x, float width) {
  return clamp((min(high, x + 0.5 * width) - max(low, x - 0.5 * width)) / width, 0.0, 1.0);
}
float cover2(vec4 box, vec2 at, vec2 width) {
  return cover(box.x, box.z, at.x, width.x) * cover(box.y, box.w, at.y, width.y);
}

float texel(int column, int layer) {
  return texelFetch(activations, ivec3(column, vSlot, layer), 0).r * 255.0;
}

`;

/**
 * What the numbers in the texture mean as light while they are a run's own; `changed-look-shader.ts`
 * has the same functions for differences.
 */
export const activationNumbersShader = `
// hook: 0 attn.hook_z, 1 mlp.hook_post, 2 hook_resid_post. Code 0 is "below the floor": dark.
float brightness(float code, int hook, int layer) {
  vec2 scale = texelFetch(scales, ivec2(layer, hook), 0).xy;
  return step(0.5, code) * clamp((code - scale.x) * scale.y, 0.0, 1.0);
}
vec3 hueOf(int hook, float negative) { return hook == 0 ? COOL : hook == 1 ? WARM : WHITE; }
vec3 washHue(int layer, int hook) { return hueOf(hook, 0.0); }
// The storey takes away from the residual.
bool takesAway(int layer, int kind) { return texel(AGAINST_FIRST + kind, layer) > 127.0; }
// Share of the light of what a storey adds, of what a head is known for, of a spine that is there.
float ownShare() { return 1.0; }
`;

/**
 * Numbers to light, for one point of a tower: wash of a storey, panes near by, spine, branches. All
 * edges are box-filtered over the pixel's footprint, so that nothing shimmers; what is too small
 * for a pixel fades to the mean of the level above (pane → column of panes → storey's wash).
 *
 * Expects the defines of `facade-defines.ts`; NEAR_DETAIL where what only shows near by is wanted
 * (`#ifdef`, as Babylon takes `#if` of a name for that, whatever its value);
 * `atmosphere-shader.ts` before it, `facadeToolsShader`, a shader of what numbers mean, and
 * `replay-front-shader.ts`, `activations`, `scales`, `shownParts`, `isolated`, `vSlot` and `vState` of
 * `tower-shader.ts`.
 */
export const facadeLightShader = `
// How far the replay has lit a part of a layer that begins at start (0 … 1) and takes part of
// it: 0 above the cursor and the front, more than 1 in the pulse just below the front.
float reached(int layer, float start, float part) {
  float height = float(layer) + start;
  float risen = clamp((climbedLayers(float(vSlot)) - height) / part, 0.0, 1.0);
  return step(float(layer), vState.x) * risen * (1.0 + 1.8 * pulseGlow(float(vSlot), height));
}

// How strongly a storey is lit at all: reached by the replay, shown, not dimmed by an isolation.
float storeyShare(int layer, int kind) {
  float share = reached(layer, 0.5 * float(kind), 0.5) * (kind == 0 ? shownParts.x : shownParts.y);
  if (isolated.x >= 0.0 && isolated.x != float(layer)) share *= 0.10;
  if (isolated.y >= 0.0 && kind == 1) share *= 0.25;
  return share;
}
float bayShare(int head, int kind) {
  return isolated.y >= 0.0 && kind == 0 && float(head) != isolated.y ? 0.12 : 1.0;
}

float storeyBase(int kind) { return kind == 0 ? ATTENTION_BASE : FEED_FORWARD_BASE; }
int columnCount(int kind) { return kind == 0 ? Z_PANE_COLUMN_COUNT : POST_PANE_COLUMN_COUNT; }

// Brightness of the columns of panes under the pixel, u from the windows' left edge.
float columnBrightness(int layer, int kind, float u, float width) {
  int count = columnCount(kind);
  float cell = SPAN / float(count);
  int first = kind == 0 ? Z_RMS4_FIRST : POST_RMS4_FIRST;
  float right = (u + 0.5 * width) / cell;
  int to = clamp(int(floor(right)), 0, count - 1);
  int from = clamp(int(floor((u - 0.5 * width) / cell)), 0, count - 1);
  float b = brightness(texel(first + to, layer), kind, layer)
    * bayShare(to * HEAD_COUNT / count, kind);
  if (from == to) return b;
  from = max(from, to - 1);
  float a = brightness(texel(first + from, layer), kind, layer)
    * bayShare(from * HEAD_COUNT / count, kind);
  return mix(a, b, clamp((right - float(to)) * cell / width, 0.0, 1.0));
}

// Diagonal stripes around 0 with mean 0: the storey takes away from the residual.
float hatch(vec2 at, vec2 width) {
  float period = 0.085;
  float across = (at.x + at.y) / period;
  float footprint = (width.x + width.y) / period;
  float wave = abs(fract(across) - 0.5) * 4.0 - 1.0;
  float stripes = clamp(wave / max(0.25, 2.0 * footprint), -1.0, 1.0);
  return stripes * (1.0 - smoothstep(0.35, 0.9, footprint));
}

// How the wash is seen: pattern = how much the columns of panes show in it, without changing its
// mean by more than a few per cent; cove = how much it gathers at the storey's foot (mean 1).
struct WashLook { float pattern; float cove; };

// Light of one storey's wash.
vec3 washOf(int layer, int kind, vec2 at, vec2 width, WashLook look) {
  float share = storeyShare(layer, kind);
  if (share <= 0.0) return vec3(0.0);
  float code = texel(ADDED_FIRST + kind, layer) / 255.0;
  vec2 inside = vec2(at.x, at.y - storeyBase(kind));
  float height = clamp(inside.y / STOREY, 0.0, 1.0);
  float shape = mix(1.0, 0.45 + 2.8 * exp(-5.0 * height), look.cove);
#ifdef NEAR_DETAIL
  if (look.pattern > 0.0) {
    shape *= 1.0 + look.pattern * (columnBrightness(layer, kind, at.x, width.x) - 0.22);
  }
#endif
  if (takesAway(layer, kind)) shape *= 1.0 + 0.8 * hatch(inside, width);
  vec3 light = washHue(layer, kind) * WASH_LUMINANCE * code * code * shape;
  // Clipped: white lines along both edges say that the scale ends here.
  if (code > 0.998) {
    float rim = cover(0.0, 0.014, inside.y, width.y)
      + cover(STOREY - 0.014, STOREY, inside.y, width.y);
    light = mix(light, vec3(0.95), rim * 0.8 * (1.0 - smoothstep(0.012, 0.04, width.y)));
  }
  return light * share;
}

// All storeys under the pixel, each by the share of the pixel it covers. y from the lowest floor.
vec3 washLight(vec2 at, vec2 width, WashLook look) {
  float low = at.y - 0.5 * width.y;
  float high = at.y + 0.5 * width.y;
  float side = cover(0.0, SPAN, at.x, width.x);
  int first = max(0, int(floor(low / FLOOR)) * 2);
  vec3 light = vec3(0.0);
  for (int i = 0; i < 10; i++) {
    int storey = first + i;
    int layer = storey >> 1;
    int kind = storey & 1;
    float base = float(layer) * FLOOR + storeyBase(kind);
    if (layer >= LAYER_COUNT || base > high) break;
    float share = cover(base, base + STOREY, at.y, width.y);
    if (share < 0.004) continue;
    light += share * washOf(layer, kind, vec2(at.x, at.y - float(layer) * FLOOR), width, look);
  }
  return light * side;
}

#ifdef NEAR_DETAIL
${roleHueShader}
// A pane's own light from dark to white-hot.
vec3 paneLight(float b, vec3 hue) {
  vec3 hot = mix(hue * 0.44, vec3(1.0), smoothstep(0.70, 1.30, b));
  return hot * (pow(b, 1.4) * 1.55);
}

// One cell, near by: filled where positive, a lit frame where negative, dark glass where quiet.
// at: from the cell's lower left; shift: how far the recessed glass appears displaced.
vec3 cellLight(vec2 at, vec2 cell, vec2 width, vec2 shift, vec2 value, vec3 hue) {
  vec2 margin = cell * PANE_MARGIN_SHARE;
  vec4 opening = vec4(margin, cell - margin);
  float open = cover2(opening, at, width);
  vec4 seen = vec4(max(opening.xy, opening.xy + shift), min(opening.zw, opening.zw + shift));
  float glass = cover2(seen, at, width);
  vec2 bar = vec2(0.17) * min(cell.x, cell.y);
  vec4 hole = vec4(opening.xy + bar, opening.zw - bar);
  float frame = open - cover2(hole, at, width);
  vec3 light = paneLight(value.x, hue);
  float lean = 1.12 - 0.24 * clamp(at.y / cell.y, 0.0, 1.0);
  vec3 filled = light * (glass * lean + (open - glass) * 0.30);
  vec3 framed = light * (frame * 1.15 + (open - frame) * 0.05);
  vec2 away = max(max(opening.xy - at, at - opening.zw), vec2(0.0)) / margin;
  float halo = (1.0 - open) * pow(max(0.0, 1.0 - length(away)), 2.0) * 0.28;
  return mix(filled, framed, value.y) + light * halo;
}

// Single panes of the storey the point lies in; value = brightness and sign.
vec3 paneWall(int layer, int kind, vec2 at, vec2 width, vec2 shift) {
  int count = columnCount(kind);
  vec2 cell = vec2(SPAN / float(count), STOREY / float(PANE_ROW_COUNT));
  float inside = at.y - storeyBase(kind);
  if (inside < 0.0 || inside > STOREY || at.x < 0.0 || at.x > SPAN) return vec3(0.0);
  int column = clamp(int(at.x / cell.x), 0, count - 1);
  int rowFromBase = clamp(int(inside / cell.y), 0, PANE_ROW_COUNT - 1);
  vec2 within = vec2(at.x - float(column) * cell.x, inside - float(rowFromBase) * cell.y);
  if (kind == 0) {
    // Two columns share a bay; its margins make them a little narrower.
    float bay = SPAN / float(HEAD_COUNT);
    int inBay = column % 2;
    cell.x = (bay - 2.0 * BAY_MARGIN) * 0.5;
    within.x = at.x - float(column / 2) * bay - BAY_MARGIN - float(inBay) * cell.x;
  }
  int bin = column * PANE_ROW_COUNT + (PANE_ROW_COUNT - 1 - rowFromBase);
  int first = kind == 0 ? Z_FIRST : POST_FIRST;
  int signs = kind == 0 ? Z_SIGN_FIRST : POST_SIGN_FIRST;
  float b = brightness(texel(first + bin, layer), kind, layer);
  float share = storeyShare(layer, kind) * bayShare(column * HEAD_COUNT / count, kind);
  if (b * share <= 0.0) return vec3(0.0);
  float negative = step(127.0, texel(signs + bin, layer));
  vec3 hue = hueOf(kind, negative);
  return cellLight(within, cell, width, clamp(shift, -cell, cell), vec2(b, negative), hue) * share;
}

// Branches out of the spine and back into it, with the LayerNorm collar at the root.
// x from the spine's edge to the windows, both storeys of a floor.
vec3 branchLight(int layer, float x, float v, vec2 width) {
  int kind = v < FEED_FORWARD_BASE - 0.5 * (FEED_FORWARD_BASE - ATTENTION_BASE - STOREY) ? 0 : 1;
  float share = storeyShare(layer, kind) * shownParts.z * ownShare();
  if (share <= 0.0) return vec3(0.0);
  float y = v - storeyBase(kind);
  float added = texel(ADDED_FIRST + kind, layer) / 255.0;
  float scale = texel(SCALE_FIRST + kind, layer) / 255.0;
  float t = smoothstep(0.0, 1.0, x / GUTTER);
  float thick = 0.004 + 0.022 * added;
  float readAt = mix(0.022, 0.070, t);
  float writeAt = mix(STOREY - 0.018, 0.140, t);
  float across = cover(0.0, GUTTER, x, width.x);
  float read = cover(readAt - 0.0035, readAt + 0.0035, y, width.y) * across;
  float write = cover(writeAt - 0.5 * thick, writeAt + 0.5 * thick, y, width.y) * across;
  float collar = cover(0.0, 0.012, x, width.x) * cover(0.004, 0.040, y, width.y);
  vec3 hue = kind == 0 ? COOL : WARM;
  vec3 light = vec3(0.75, 0.82, 0.95) * (0.10 * read + scale * scale * 1.3 * collar);
  return (light + hue * write * (0.03 + 0.55 * added * added)) * share;
}

// A line at the foot of a bay says what its head is known for, the brighter the surer; near by only.
vec3 roleLight(int layer, float x, float v, vec2 width) {
  float fine = (1.0 - smoothstep(0.005, 0.013, max(width.x, width.y))) * shownParts.x * ownShare();
  if (fine <= 0.0 || x < 0.0 || x > SPAN || v > SLAB + width.y) return vec3(0.0);
  float bay = SPAN / float(HEAD_COUNT);
  int head = clamp(int(x / bay), 0, HEAD_COUNT - 1);
  vec2 role = texelFetch(scales, ivec2(layer, ROLE_FIRST + head), 0).xy;
  float line = cover(SLAB - 0.012, SLAB - 0.002, v, width.y)
    * cover(2.0 * BAY_MARGIN, bay - 2.0 * BAY_MARGIN, x - float(head) * bay, width.x);
  return roleHue(int(role.x + 0.5)) * (line * fine * role.y);
}
#endif

// The spine: 4 columns by 16 rows of residual bins a floor; rows, then groups of rows, far away.
vec3 spineLight(vec2 at, vec2 width) {
  int layer = clamp(int(floor(at.y / FLOOR)), 0, LAYER_COUNT - 1);
  float share = reached(layer, 0.0, 1.0) * shownParts.z;
  if (isolated.x >= 0.0 && isolated.x != float(layer)) share *= 0.15;
  if (share <= 0.0) return vec3(0.0);
  float v = at.y - float(layer) * FLOOR - ATTENTION_BASE;
  float height = FLOOR - ATTENTION_BASE;
  vec2 cell = vec2(SPINE / float(SPINE_CELL_COLUMN_COUNT), height / float(SPINE_CELL_ROW_COUNT));
  float inside = cover(0.0, SPINE, at.x, width.x) * cover(0.0, height, v, width.y);
  vec2 footprint = width / cell;
#ifdef NEAR_DETAIL
  float single = 1.0 - smoothstep(0.35, 0.9, max(footprint.x, footprint.y));
#else
  float single = 0.0;
#endif
  int rowFromBase = clamp(int(v / cell.y), 0, SPINE_CELL_ROW_COUNT - 1);
  int row = SPINE_CELL_ROW_COUNT - 1 - rowFromBase;
  vec3 light = vec3(0.0);
#ifdef NEAR_DETAIL
  if (single > 0.0) {
    int column = clamp(int(at.x / cell.x), 0, SPINE_CELL_COLUMN_COUNT - 1);
    int bin = row * SPINE_CELL_COLUMN_COUNT + column;
    float b = brightness(texel(RESID_FIRST + bin, layer), 2, layer);
    float negative = step(127.0, texel(RESID_SIGN_FIRST + bin, layer));
    vec2 within = vec2(at.x - float(column) * cell.x, v - float(rowFromBase) * cell.y);
    light += single * 0.85 * cellLight(within, cell, width, vec2(0.0), vec2(b, negative), hueOf(2, negative));
  }
#endif
  if (single < 1.0) {
    float position = clamp((height - v) / height, 0.0, 0.9999) * 4.0 - 0.5;
    int group = int(clamp(floor(position), 0.0, 2.0));
    float a = brightness(texel(RESID_RMS16_FIRST + group, layer), 2, layer);
    float b = brightness(texel(RESID_RMS16_FIRST + group + 1, layer), 2, layer);
    float coarse = mix(a, b, clamp(position - float(group), 0.0, 1.0));
    float fine = brightness(texel(RESID_RMS4_FIRST + row, layer), 2, layer);
    float mean = mix(fine, coarse, smoothstep(0.4, 1.0, footprint.y));
    light += (1.0 - single) * washHue(layer, 2) * 0.34 * (0.05 * ownShare() + mean * mean);
  }
  return light * share * inside;
}
`;
