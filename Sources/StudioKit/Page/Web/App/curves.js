// Smooth curves through the points of a stroke, as on sheets (Sources/SketchRendering/SmoothCurve.swift).
'use strict';

/** Turns of more than 70 degrees stay corners. */
const CORNER_COSINE = Math.cos((70 * Math.PI) / 180);
/** The maximum distance between curve and polygon, as a share of the larger side of the stroke's bounds. */
const MAXIMUM_DEVIATION = 0.04;

/** The direction from a to b, and their distance. */
function chordOf(a, b) {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(x, y);
  return length > 0 ? { x: x / length, y: y / length, length } : { x: 0, y: 0, length: 0 };
}

/** The tangent of a centripetal Catmull-Rom spline, and the lengths of its handles as shares of the chords; null at a corner. */
function tangentAt(previous, point, next) {
  const [before, after] = [chordOf(previous, point), chordOf(point, next)];
  if (before.x * after.x + before.y * after.y <= CORNER_COSINE) return null;
  const [x, y] = [before.x + after.x, before.y + after.y];
  const length = Math.hypot(x, y);
  const arc = 1 / (3 * (0.5 + length / 4));
  const [a, b] = [Math.sqrt(before.length), Math.sqrt(after.length)];
  return { x: x / length, y: y / length, before: arc * Math.min((2 * b) / (a + b), 1), after: arc * Math.min((2 * a) / (a + b), 1) };
}

/** The tangents at the points; null at ends and corners. The seam of a closed stroke is not an end. */
function tangentsAt(points) {
  const last = points.length - 1;
  const tangents = points.map((point, k) => (k === 0 || k === last ? null : tangentAt(points[k - 1], point, points[k + 1])));
  if (last > 2 && chordOf(points[0], points[last]).length === 0) {
    tangents[0] = tangentAt(points[last - 1], points[0], points[1]);
    tangents[last] = tangents[0];
  }
  return tangents;
}

/** The control points of a segment; null for a straight one. */
function controlPoints(start, end, first, last, limit) {
  if (!first && !last) return null;
  const chord = chordOf(start, end);
  const handle = (tangent, share) => [tangent.x * share * chord.length, tangent.y * share * chord.length];
  // At an end or a corner, the handle mirrors the other one, so that the segment is an arc.
  const mirrored = ([x, y]) => {
    const along = 2 * (x * chord.x + y * chord.y);
    return [along * chord.x - x, along * chord.y - y];
  };
  let a = first && handle(first, first.after);
  let b = last && handle(last, last.before);
  a = a || mirrored(b);
  b = b || mirrored(a);
  const across = ([x, y]) => Math.abs(x * chord.y - y * chord.x);
  const deviation = 0.75 * Math.max(across(a), across(b));
  const scale = deviation > limit ? limit / deviation : 1;
  return [[start[0] + a[0] * scale, start[1] + a[1] * scale], [end[0] - b[0] * scale, end[1] - b[1] * scale]];
}

/** The segments of a smooth curve through all points: [a, b, end], or [end] for a straight one. */
function smoothSegments(stroke) {
  const tangents = tangentsAt(stroke);
  const limit = boundsOf([stroke]).extent * MAXIMUM_DEVIATION;
  return stroke.slice(1).map((end, k) => {
    const control = controlPoints(stroke[k], end, tangents[k], tangents[k + 1], limit);
    return control ? [...control, end] : [end];
  });
}
