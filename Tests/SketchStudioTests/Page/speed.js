// Speed of a page in a headless browser: from opening the file to the first stroke, and milliseconds a drawing and a row, as time
// that passes and as time of the processor (Linux), which other programs do not prolong.
//
//   node Tests/SketchStudioTests/Page/speed.js chromium|firefox PAGE.html [RUNS]
//
// The medians of 5 runs, each of which opens the page and decodes 20 latents of the prior at T = 0.2, alone and in pairs, after
// some that are not counted.
'use strict';

const { browserNamed } = require('./browser.js');

const [name, page, runs = '5'] = process.argv.slice(2);
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure() {
  const browser = await browserNamed(name).open(page);
  // The file is parsed, the model read and the first view built when its script has run.
  const usable = await browser.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");
  await browser.evaluate("window.firstStroke = new Promise((resolve) => document.querySelector('.surface').addEventListener('pointerdown', () => "
    + '{ const start = performance.now(); '
    + 'requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))); }, { once: true, capture: true })); 0');
  await browser.draw(0, [[50, 50], [60, 60]]);
  const stroke = await browser.evaluate('window.firstStroke');
  await browser.evaluate('app.view.stop()');
  await browser.evaluate(`window.decodeAll = (first, end, size) => {
    const { model } = app;
    const request = (drawIndex) => ({
      latent: model.isConditional ? priorLatent(model.latentSize, 1, drawIndex) : null, temperature: 0.2, drawIndex,
    });
    const start = performance.now();
    let rows = 0;
    for (let drawIndex = first; drawIndex < end; drawIndex += size) {
      const drawn = model.decode(...Array.from({ length: size }, (_, index) => request(drawIndex + index)));
      rows += size === 1 ? drawn.length : drawn.flat().length;
    }
    return [performance.now() - start, rows];
  }; decodeAll(0, 2, 1); decodeAll(0, 4, 2)`);
  const result = { usable, stroke };
  for (const [kind, size] of [['alone', 1], ['pair', 2]]) {
    const begun = browser.processorTime();
    const [time, rows] = await browser.evaluate(`decodeAll(4, 24, ${size})`);
    const processor = browser.processorTime() - begun;
    Object.assign(result, {
      [kind]: time / 20, [`${kind}Row`]: time / rows, [`${kind}Processor`]: processor / 20, [`${kind}RowProcessor`]: processor / rows,
    });
  }
  await browser.close();
  return result;
}

async function main() {
  const all = [];
  for (let run = 0; run < Number(runs); run++) all.push(await measure());
  const of = (key, digits) => median(all.map((values) => values[key])).toFixed(digits);
  console.log(`${name}: usable after ${of('usable', 0)} ms, first stroke shown ${of('stroke', 0)} ms after its start`);
  for (const kind of ['alone', 'pair']) {
    console.log(`  ${kind}: ${of(kind, 1)} ms a drawing, ${of(`${kind}Row`, 2)} ms a row; of the processor ${of(`${kind}Processor`, 1)} and `
      + `${of(`${kind}RowProcessor`, 2)} ms`);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
