// Reading and writing drawings. A drawing is {strokes, isPrepared, word}: strokes of points [x, y] in pixels; a prepared one,
// in whole pixels from 0 to 255 or as offsets, is used by models unchanged, as `studio` does.
'use strict';

const FILE_LIMIT = 4 * 1024 * 1024;

/** Whole pixels of the training data's canvas. */
function isPrepared(strokes) {
  return strokes.every((stroke) => stroke.every((point) => point.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)));
}

const isNumbers = (list) => Array.isArray(list) && list.length > 0 && list.every((value) => Number.isFinite(value));

/** The drawing of strokes [xs, ys] or [xs, ys, ts], or of lists of points; null for anything else. */
function drawingOfStrokes(list, word) {
  if (!Array.isArray(list) || list.length === 0) return null;
  let strokes;
  let isTimed = false;
  if (list.every((s) => Array.isArray(s) && (s.length === 2 || s.length === 3) && s.every(isNumbers) && s[0].length === s[1].length)) {
    strokes = list.map(([xs, ys]) => xs.map((x, index) => [x, ys[index]]));
    isTimed = list.some((stroke) => stroke.length === 3);
  } else if (list.every((s) => Array.isArray(s) && s.length > 0 && s.every((p) => isNumbers(p) && p.length >= 2))) {
    strokes = list.map((stroke) => stroke.map(([x, y]) => [x, y]));
  } else {
    return null;
  }
  return { strokes, isPrepared: !isTimed && isPrepared(strokes), word };
}

/** The drawing of rows [dx, dy, p] or [dx, dy, p1, p2, p3]; null for anything else. */
function drawingOfRows(list, word) {
  if (!Array.isArray(list) || list.length < 2) return null;
  const width = list[0].length;
  if ((width !== 3 && width !== 5) || !list.every((row) => isNumbers(row) && row.length === width)) return null;
  const rows = [];
  for (const row of list) {
    if (width === 5 && row[4] === 1) break;
    const [down, pen] = width === 3 ? [1 - row[2], row[2]] : [row[2], row[3]];
    if (pen * down !== 0 || pen + down !== 1) return null;
    rows.push([row[0], row[1], pen]);
  }
  return { strokes: strokesOf(rows, 1), isPrepared: true, word };
}

/** The drawings in a value of JSON, whose lists and objects nest at most so deeply. */
function drawingsOfValue(value, name, depth = 9) {
  if (depth === 0) return [];
  if (Array.isArray(value)) {
    const one = drawingOfRows(value, name) || drawingOfStrokes(value, name);
    return one ? [one] : value.flatMap((item) => drawingsOfValue(item, name, depth - 1));
  }
  if (!value || typeof value !== 'object') return [];
  const word = typeof value.word === 'string' ? value.word : name;
  for (const key of ['drawing', 'strokes', 'sketches', 'drawings']) if (key in value) return drawingsOfValue(value[key], word, depth - 1);
  return [];
}

const SHAPES = {
  path: ['d'], line: ['x1', 'y1', 'x2', 'y2'], polyline: ['points'], polygon: ['points'],
  rect: ['x', 'y', 'width', 'height', 'rx', 'ry'], circle: ['cx', 'cy', 'r'], ellipse: ['cx', 'cy', 'rx', 'ry'],
};

/** Copies groups and shapes, their geometry and transforms only, so that nothing else of the file reaches the page. */
function copyShapes(source, target) {
  for (const child of source.children) {
    const name = child.localName;
    const isGroup = name === 'g' || name === 'svg' || name === 'a';
    if (!isGroup && !(name in SHAPES)) continue;
    const copy = svgElement(isGroup ? 'g' : name);
    for (const attribute of [...(SHAPES[name] || []), 'transform']) {
      if (child.hasAttribute(attribute)) copy.setAttribute(attribute, child.getAttribute(attribute));
    }
    target.append(copy);
    if (isGroup) copyShapes(child, copy);
  }
}

/** The lengths at which the subpaths of a path end. */
function subpathEnds(shape) {
  const parts = (shape.getAttribute('d') || '').split(/(?=[Mm])/).filter((part) => part.trim() !== '');
  if (shape.localName !== 'path' || parts.length < 2) return [shape.getTotalLength()];
  const probe = svgElement('path');
  return parts.map((_, index) => {
    probe.setAttribute('d', parts.slice(0, index + 1).join(' '));
    return probe.getTotalLength();
  });
}

/** The lines of an SVG file, sampled along their lengths. */
function drawingOfSVG(text, word) {
  const source = new DOMParser().parseFromString(text, 'image/svg+xml');
  if (source.querySelector('parsererror')) return null;
  const place = svgElement('svg');
  place.setAttribute('width', '0');
  place.setAttribute('height', '0');
  document.body.append(place);
  try {
    copyShapes(source.documentElement, place);
    const strokes = [];
    for (const shape of place.querySelectorAll(Object.keys(SHAPES).join(','))) {
      const matrix = shape.getCTM();
      let start = 0;
      for (const end of subpathEnds(shape)) {
        const count = Math.min(400, Math.max(8, Math.ceil(end - start)));
        if (end > start) {
          strokes.push(Array.from({ length: count + 1 }, (_, index) => {
            const inside = index === 0 ? start + (end - start) * 1e-6 : start + ((end - start) * index) / count;
            const point = shape.getPointAtLength(inside).matrixTransform(matrix);
            return [point.x, point.y];
          }));
        }
        start = end;
      }
    }
    return strokes.length > 0 ? { strokes, isPrepared: false, word } : null;
  } finally {
    place.remove();
  }
}

/** The drawings of a file's text. */
function readDrawings(text, fileName) {
  const name = fileName.replace(/\.[^.]*$/, '');
  let drawings = [];
  if (/^\s*</.test(text)) {
    const drawing = drawingOfSVG(text, name);
    if (drawing) drawings = [drawing];
  } else {
    let values;
    try {
      values = [JSON.parse(text)];
    } catch {
      try {
        values = text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
      } catch {
        throw new Error(`${fileName} is neither JSON nor SVG.`);
      }
    }
    drawings = values.flatMap((value) => drawingsOfValue(value, name));
  }
  drawings = drawings.filter((drawing) => drawing.strokes.reduce((sum, stroke) => sum + stroke.length, 0) > 1);
  if (drawings.length === 0) throw new Error(`${fileName} contains no drawings that this page can read.`);
  return drawings;
}

/** The drawings of a file; throws an Error with a sentence where it has none. */
async function drawingsOfFile(file) {
  if (file.size > FILE_LIMIT) throw new Error(`${file.name} is larger than 4 MiB. Use a file with fewer drawings.`);
  return readDrawings(await file.text(), file.name);
}

const hundredths = (value) => Math.round(value * 100) / 100;

/**
 * A drawing as a Quick, Draw! record. Free-hand strokes have times, from which `studio` recognises that they are not
 * simplified yet.
 */
function recordOf({ strokes, isPrepared: prepared, word }) {
  let time = 0;
  // Positions from offsets can be negative; prepared ones are whole pixels from 0.
  const { x: left, y: top } = prepared ? boundsOf(strokes) : { x: 0, y: 0 };
  return {
    word: word || 'drawing',
    drawing: strokes.filter((stroke) => stroke.length > 0).map((stroke) => {
      const axes = [stroke.map((point) => hundredths(point[0] - left)), stroke.map((point) => hundredths(point[1] - top))];
      return prepared ? axes : [...axes, stroke.map((point) => point[2] ?? (time += 16))];
    }),
  };
}
