// The page's engine in node, from the resources next to the program.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const FILES = ['arithmetic.js', 'random.js', 'cells.js', 'model.js', 'latents.js', 'strokes.js', 'rows.js'];
const NAMES = 'Philox, SketchModel, priorLatent, slerp, rowsOf, simplified, strokesForEncoder, expf, tanhf';

/** The engine of the program in a folder. */
function loadEngine(folder) {
  const web = path.join(folder, 'SketchStudio_PageFiles.resources/Engine');
  const text = FILES.map((file) => fs.readFileSync(path.join(web, file), 'utf8')).join('\n');
  return new Function(`${text}\nreturn { ${NAMES} };`)();
}

module.exports = { loadEngine };
