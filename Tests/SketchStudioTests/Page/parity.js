// Compares the page's engine with the program: simplified strokes, latents and decoded rows of 200 drawings for each model.
//
//   node Tests/SketchStudioTests/Page/parity.js .build/release/studio [MODEL...]
//
// A model is conditional: a built-in name or an F16 safetensors file. Exits with 1 where a row differs by more than 1e-4 model units, or a
// drawing has another number of rows or another pen state. Such drawings are counted: a product that is rounded twice can
// choose another component of the mixture.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { loadEngine } = require('./engine.js');

const [studio, ...names] = process.argv.slice(2);
if (!studio) {
  console.error('usage: node parity.js STUDIO [MODEL...]');
  process.exit(64);
}
const engine = loadEngine(path.dirname(studio));

const COUNT = 200;
const TOLERANCE = 1e-4;
/** Processor time in milliseconds, which other programs do not prolong. */
const milliseconds = () => process.cpuUsage().user / 1000;
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'page-parity-'));
const run = (...words) => JSON.parse(execFileSync(studio, [...words, '--json', '--quiet'], { maxBuffer: 1 << 28 }));

/** Free-hand drawings from random walks: [[x, y], ...] per stroke. */
function drawings(count) {
  const noise = new engine.Philox(7, 0);
  let block = 0;
  return Array.from({ length: count }, () => Array.from({ length: 1 + (block % 4) }, () => {
    let [x, y] = noise.uniforms(block++, 0).map((u) => u * 300);
    let angle = 0;
    return Array.from({ length: 20 }, () => {
      const [turn, size] = noise.normals(block++, 0);
      angle += turn * 0.5;
      [x, y] = [x + Math.cos(angle) * (6 + 2 * size), y + Math.sin(angle) * (6 + 2 * size)];
      return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
    });
  }));
}

function check(name) {
  const isPath = name.includes('/') || name.includes('.');
  const file = isPath ? name : path.join(path.dirname(studio), 'SketchStudio_ModelFiles.resources/Models', `${name}.safetensors`);
  const started = milliseconds();
  const model = new engine.SketchModel(new Uint8Array(fs.readFileSync(file)));
  const loading = milliseconds() - started;
  const report = { name, loading, encoding: 0, latent: 0, row: 0, different: 0, rows: 0, drawings: 0, time: 0 };
  const pictures = drawings(COUNT / 2);
  const records = pictures.map((strokes) =>
    JSON.stringify({ word: 'walk', drawing: strokes.map((s) => [s.map((p) => p[0]), s.map((p) => p[1]), s.map((_, i) => i)]) }));
  const ndjson = path.join(temporary, 'walks.ndjson');
  fs.writeFileSync(ndjson, records.join('\n') + '\n');
  const expected = run('encode', ndjson, '--model', name).latents;
  const begun = milliseconds();
  const own = pictures.map((strokes) => model.encode(
    engine.rowsOf(engine.strokesForEncoder({ strokes, isPrepared: false }, model), model.scaleFactor)));
  report.encoding = (milliseconds() - begun) / pictures.length;
  own.forEach(({ mean, logVariance }, index) => {
    mean.forEach((value, k) => {
      report.latent = Math.max(report.latent, Math.abs(value - expected[index].mean[k]),
        Math.abs(logVariance[k] - expected[index].log_variance[k]));
    });
  });
  const latents = own.map((latent) => latent.mean).concat(Array.from({ length: COUNT / 2 }, (_, index) => engine.priorLatent(model.latentSize, 5, index)));
  const latentFile = path.join(temporary, 'latents.json');
  fs.writeFileSync(latentFile, JSON.stringify(latents.map((z) => Array.from(z))));
  for (const [temperature, convention] of [[0.1, 'paper'], [0.6, 'magenta'], [1, 'js'], [0.4, 'untempered-pen'], [0, 'paper']]) {
    const sketches = run('decode', latentFile, '--model', name, '--format', 'stroke-5', '--units', 'model', '--seed', '9',
      '--temperature', `${temperature}`, '--convention', convention).sketches;
    compare(model, latents, { temperature, convention, seed: 9 }, sketches, report);
  }
  return report;
}

function compare(model, latents, settings, sketches, report) {
  const begun = milliseconds();
  const drawn = [];
  // As in the page: the first alone, others in pairs.
  while (drawn.length < latents.length) {
    const requests = latents.slice(drawn.length, drawn.length + (drawn.length === 0 ? 1 : 2))
      .map((latent, index) => ({ latent, drawIndex: drawn.length + index, ...settings }));
    const rows = model.decode(...requests);
    drawn.push(...(requests.length === 1 ? [rows] : rows));
  }
  report.time += milliseconds() - begun;
  drawn.forEach((rows, drawIndex) => {
    const expected = sketches[drawIndex].filter((row) => row[4] === 0);
    report.drawings += 1;
    report.rows += rows.length;
    let difference = rows.length === expected.length ? 0 : Infinity;
    rows.forEach(([dx, dy, pen], index) => {
      const row = expected[index];
      if (!row) return;
      difference = Math.max(difference, Math.abs(dx - row[0]), Math.abs(dy - row[1]), row[2 + pen] === 1 ? 0 : Infinity);
    });
    if (difference > TOLERANCE) report.different += 1;
    else report.row = Math.max(report.row, difference);
  });
}

let failures = 0;
for (const name of names.length > 0 ? names : ['cat-pig']) {
  const r = check(name);
  failures += r.different + (r.latent > TOLERANCE ? 1 : 0);
  console.log(`${r.name}: ${r.drawings} drawings, ${r.different} different; largest difference of the others `
    + `${r.row.toExponential(1)} in rows, ${r.latent.toExponential(1)} in latents; loading ${r.loading.toFixed(0)} ms, encoding `
    + `${r.encoding.toFixed(1)} ms, decoding ${(r.time / r.drawings).toFixed(1)} ms a drawing, ${(r.time / r.rows).toFixed(2)} ms a row`);
}
fs.rmSync(temporary, { recursive: true });
process.exit(failures > 0 ? 1 : 0);
