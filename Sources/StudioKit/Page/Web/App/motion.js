// Drawings that draw themselves, and pictures as PNG.
'use strict';

/** Draws a path's strokes in pen order; resolves at the end. At once where motion is reduced. */
function reveal(path, strokes, isCurrent = () => true, perPoint = 14) {
  const count = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    path.setAttribute('d', pathData(strokes));
    return Promise.resolve();
  }
  const start = performance.now();
  return new Promise((resolve) => {
    const draw = (now) => {
      if (!isCurrent()) return resolve();
      const shown = Math.ceil((now - start) / perPoint);
      path.setAttribute('d', pathData(strokes, { limit: shown }));
      return shown < count ? requestAnimationFrame(draw) : resolve();
    };
    requestAnimationFrame(draw);
  });
}

/** Saves pictures as PNG on white, at twice the size of the SVG file. */
function savePNG(pictures, name) {
  const cell = 400;
  const canvas = htmlElement('canvas', { width: cell * pictures.length, height: cell });
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(context, { lineCap: 'round', lineJoin: 'round' });
  pictures.forEach((layers, index) => {
    const [x, y, side] = squareAround(layers);
    const scale = cell / side;
    context.setTransform(scale, 0, 0, scale, index * cell - x * scale, -y * scale);
    context.lineWidth = 5 / scale;
    for (const { strokes, colour } of layers) {
      context.strokeStyle = INKS[colour] || colour;
      context.stroke(new Path2D(pathData(strokes)));
    }
  });
  canvas.toBlob((blob) => download(blob, name), 'image/png');
}
