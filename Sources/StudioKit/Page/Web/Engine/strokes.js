// Drawings as strokes of points [x, y] in pixels (Sources/SketchCore).
'use strict';

/** {x, y, width, height, extent} of all points; null without points. */
function boundsOf(strokes) {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const [x, y] of stroke) {
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  }
  if (minX > maxX) return null;
  const [width, height] = [maxX - minX, maxY - minY];
  return { x: minX, y: minY, width, height, extent: Math.max(width, height) };
}

/** Strokes of points from rows, starting at the origin; offsets are multiplied by `scaleFactor`. */
function strokesOf(rows, scaleFactor, origin = [0, 0]) {
  const strokes = [];
  let [x, y] = origin;
  let stroke = [[x, y]];
  for (const [dx, dy, pen] of rows) {
    x += dx * scaleFactor;
    y += dy * scaleFactor;
    stroke.push([x, y]);
    if (pen === 1) {
      strokes.push(stroke);
      stroke = [];
    }
  }
  if (stroke.length > 0) strokes.push(stroke);
  return strokes;
}
