// Pictures of drawings: inline SVG in the page, and SVG and PNG files. A picture has layers {strokes, colour, isPolygon}, where
// the colour is one of `INKS` or #rrggbb. Strokes are smooth curves, except those of polygons.
'use strict';

const INKS = { ink: '#000000', given: '#ff6666', completed: '#3399ff' };

/** The path data of strokes; a stroke of one point is a dot. `limit` is the number of points to draw. */
function pathData(strokes, { limit = Infinity, isPolygon = false } = {}) {
  const text = ([x, y]) => `${hundredths(x)} ${hundredths(y)}`;
  let data = '';
  let left = limit;
  for (const stroke of strokes) {
    if (left <= 0) break;
    if (stroke.length === 0) continue;
    // Points that repeat have no direction.
    const points = stroke.filter((point, k) => k === 0 || point[0] !== stroke[k - 1][0] || point[1] !== stroke[k - 1][1]);
    data += `M${text(points[0])}${points.length === 1 ? 'h0' : ''}`;
    const segments = isPolygon ? points.slice(1).map((point) => [point]) : smoothSegments(points);
    for (const segment of segments.slice(0, Math.max(left - 1, 0))) data += (segment.length > 1 ? 'C' : 'L') + segment.map(text).join(' ');
    left -= stroke.length;
  }
  return data;
}

/** A path in an ink or a colour, `width` CSS pixels wide at any scale. */
function inkPath(strokes, colour, width = 2, isPolygon = false) {
  const path = svgElement('path', { d: pathData(strokes, { isPolygon }), 'stroke-width': width, 'vector-effect': 'non-scaling-stroke' });
  if (colour.startsWith('#')) path.setAttribute('stroke', colour);
  else path.setAttribute('class', colour);
  return path;
}

/** [x, y, side] of a square around layers, with a margin of a tenth of the drawing. */
function squareAround(layers) {
  const bounds = boundsOf(layers.flatMap((layer) => layer.strokes)) || { x: 0, y: 0, width: 1, height: 1, extent: 1 };
  const side = Math.max(bounds.extent, 1) * 1.2;
  return [bounds.x + (bounds.width - side) / 2, bounds.y + (bounds.height - side) / 2, side];
}

/** An inline picture. */
function pictureOf(layers, label = '', width = 2) {
  const [x, y, side] = squareAround(layers);
  const svg = svgElement('svg', { viewBox: `${x} ${y} ${side} ${side}`, role: 'img', 'aria-label': label });
  svg.append(...layers.map(({ strokes, colour, isPolygon }) => inkPath(strokes, colour, width, isPolygon)));
  return svg;
}

/** A row of pictures as an SVG file: cells of 200 pixels with a thin margin; `labels` are below them. */
function svgText(pictures, labels = []) {
  const cell = 200;
  const height = cell + (labels.length > 0 ? 24 : 0);
  const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const parts = pictures.map((layers, index) => {
    const [x, y, side] = squareAround(layers);
    const scale = cell / side;
    const paths = layers.map(({ strokes, colour }) => {
      const placed = strokes.map((stroke) => stroke.map((point) => [(point[0] - x) * scale + index * cell, (point[1] - y) * scale]));
      return `<path d="${pathData(placed)}" stroke="${INKS[colour] || colour}"/>`;
    });
    const label = labels[index]
      ? `<text x="${index * cell + cell / 2}" y="${cell + 16}" font-family="sans-serif" font-size="14" fill="#666666" stroke="none" `
        + `text-anchor="middle">${escape(labels[index])}</text>` : '';
    return paths.join('') + label;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${cell * pictures.length} ${height}" width="${cell * pictures.length}" `
    + `height="${height}" fill="none" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">${parts.join('\n')}</svg>\n`;
}
