// Prints, as JSON, the page's engine's results for requests that a test wrote.
//
//   node check.js FOLDER MODEL.safetensors REQUESTS.json
//
// Requests are {encode: [rows, ...], decode: [{latent, temperature, convention, seed, drawIndex, candidate, prefix}, ...],
// draws: [[seed, drawIndex], ...], simplify: [strokes, ...]}.
'use strict';

const fs = require('node:fs');
const { loadEngine } = require('./engine.js');

const [folder, file, requests] = process.argv.slice(2);
const engine = loadEngine(folder);
const model = new engine.SketchModel(new Uint8Array(fs.readFileSync(file)));
const { encode, decode, draws, simplify } = JSON.parse(fs.readFileSync(requests, 'utf8'));
const request = (fields) => ({ ...fields, latent: model.isConditional ? Float32Array.from(fields.latent) : null });
/** Alternately two drawings together and one. */
const decoded = [];
while (decoded.length < decode.length) {
  const [first, second] = decode.slice(decoded.length).map(request);
  if (decoded.length % 3 === 0 && second) decoded.push(...model.decode(first, second));
  else decoded.push(model.decode(first));
}
console.log(JSON.stringify({
  encode: encode.map((rows) => Object.values(model.encode(rows)).map((values) => Array.from(values))),
  decode: decoded,
  draws: draws.map(([seed, drawIndex]) => Array.from(engine.priorLatent(9, seed, drawIndex))),
  simplify: simplify.map((strokes) => engine.simplified(strokes, model.preprocessing)),
}));
