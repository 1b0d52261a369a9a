// What a model gets of a drawing: simplified strokes, and their rows (Sources/SketchCore).
'use strict';

/** Rounds half away from zero. */
const rounded = (x) => Math.sign(x) * Math.round(Math.abs(x));

/** Points 1 pixel apart along a stroke, including its ends. */
function resampled(stroke) {
  let last = stroke[0];
  const result = [last];
  let remaining = 1;
  for (const point of stroke.slice(1)) {
    const [dx, dy] = [point[0] - last[0], point[1] - last[1]];
    const length = Math.sqrt(dx * dx + dy * dy);
    let position = remaining;
    while (position <= length) {
      const t = position / length;
      result.push([last[0] + dx * t, last[1] + dy * t]);
      position += 1;
    }
    remaining = position - length;
    last = point;
  }
  const end = result[result.length - 1];
  if (end[0] !== last[0] || end[1] !== last[1]) result.push(last);
  return result;
}

/** The distance of p from the line through a and b, or from a if they coincide. */
function distanceToLine(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.sqrt(dx * dx + dy * dy);
  if (!(length > 0)) return Math.sqrt((p[0] - a[0]) * (p[0] - a[0]) + (p[1] - a[1]) * (p[1] - a[1]));
  return Math.abs(dx * (p[1] - a[1]) - dy * (p[0] - a[0])) / length;
}

/** The Ramer-Douglas-Peucker algorithm. */
function thinned(stroke, epsilon) {
  if (stroke.length < 3) return stroke;
  const keeps = new Array(stroke.length).fill(false);
  keeps[0] = keeps[stroke.length - 1] = true;
  const open = [[0, stroke.length - 1]];
  while (open.length > 0) {
    const [start, end] = open.pop();
    let [worst, farthest] = [epsilon, -1];
    for (let index = start + 1; index < end; index++) {
      const distance = distanceToLine(stroke[index], stroke[start], stroke[end]);
      if (distance > worst) [worst, farthest] = [distance, index];
    }
    if (farthest < 0) continue;
    keeps[farthest] = true;
    open.push([start, farthest], [farthest, end]);
  }
  return stroke.filter((_, index) => keeps[index]);
}

/**
 * The drawing simplified like the training data: the larger side scaled to `canvas` pixels, resampled at 1 pixel, thinned with
 * tolerance `epsilon`, in whole pixels.
 */
function simplified(strokes, { canvas, epsilon }) {
  const bounds = boundsOf(strokes);
  if (!bounds) return [];
  const scale = bounds.extent > 0 ? canvas / bounds.extent : 1;
  return strokes.filter((stroke) => stroke.length > 0).map((stroke) => {
    const placed = stroke.map(([x, y]) => [(x - bounds.x) * scale, (y - bounds.y) * scale]);
    return thinned(resampled(placed), epsilon).map(([x, y]) => [rounded(x), rounded(y)]);
  });
}

/** Offsets in model units, [dx, dy, pen]; the first point is the origin. Offsets are clamped to +-1000 pixels. */
function rowsOf(strokes, scaleFactor) {
  const rows = [];
  const divisor = fround(scaleFactor);
  const offset = (value) => fround(Math.min(Math.max(fround(value), -1000), 1000) / divisor);
  let previous = null;
  for (const stroke of strokes) {
    stroke.forEach((point, index) => {
      if (previous) {
        rows.push([offset(point[0] - previous[0]), offset(point[1] - previous[1]), index === stroke.length - 1 ? 1 : 0]);
      }
      previous = point;
    });
  }
  return rows;
}

/** The strokes that a model encodes: `drawing` has {strokes, isPrepared}. */
function strokesForEncoder(drawing, model) {
  return drawing.isPrepared ? drawing.strokes : simplified(drawing.strokes, model.preprocessing);
}

/** The strokes of a beginning, which keeps its size up to the canvas, as in `studio complete`. */
function strokesForCompletion(drawing, model) {
  if (drawing.isPrepared) return drawing.strokes;
  const extent = boundsOf(drawing.strokes)?.extent ?? 0;
  if (!(extent > 0)) return drawing.strokes;
  return simplified(drawing.strokes, { ...model.preprocessing, canvas: Math.min(extent, model.preprocessing.canvas) });
}
