// Pictures (WebP) of each view of a page, at 390 and 1280 px, light and dark, and of the drawing pad and a sheet.
//
//   node Tests/SketchStudioTests/Page/screenshots.js PAGE.html DRAW.html SHEET.html FOLDER
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { browserNamed, CAT } = require('./browser.js');

const Chromium = browserNamed('chromium');

const [page, draw, sheet, folder] = process.argv.slice(2);

async function main() {
  fs.mkdirSync(folder, { recursive: true });
  for (const [width, theme] of [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]) {
    const browser = await Chromium.open(page, { width, height: width === 390 ? 844 : 900, theme, reducedMotion: true });
    const done = (count) => browser.until(`document.querySelectorAll('.tile').length === ${count}`);
    const shot = (name) => browser.screenshot(path.join(folder, `${name}-${width}-${theme}.webp`));
    const tab = (name) => browser.evaluate(`document.getElementById('tab-${name}').click()`);
    const example = (index) => browser.evaluate(
      `[...document.querySelectorAll('.pad')][${index}].querySelectorAll('.bar button')[3].click()`);
    await shot('empty');
    await browser.draw(0, CAT.head);
    await browser.draw(0, CAT.leftEar);
    await done(6);
    await shot('continue');
    await tab('interpolate');
    await example(0);
    await example(1);
    await example(1);
    await done(10);
    await shot('interpolate');
    await tab('arithmetic');
    for (const index of [0, 1, 1, 2, 2, 2]) await example(index);
    await done(6);
    await shot('arithmetic');
    await browser.evaluate("document.querySelector('.tile').click()");
    await shot('detail');
    await browser.evaluate("document.getElementById('detail').close()");
    await tab('temperature');
    for (const stroke of [CAT.head, CAT.leftEar, CAT.rightEar, ...CAT.eyes, CAT.nose, ...CAT.whiskers]) await browser.draw(0, stroke);
    await done(10);
    await shot('temperature');
    if (browser.faults.length > 0) console.log(browser.faults);
    await browser.close();
  }
  for (const [width, theme] of [[1280, 'light'], [390, 'dark']]) {
    const browser = await Chromium.open(draw, { width, height: 844, theme });
    for (const stroke of [CAT.head, CAT.leftEar, CAT.rightEar]) await browser.draw(0, stroke);
    await browser.evaluate("document.getElementById('word').value = 'cat'; document.getElementById('add').click()");
    await browser.draw(0, CAT.head);
    await browser.screenshot(path.join(folder, `draw-${width}-${theme}.webp`));
    if (browser.faults.length > 0) console.log(browser.faults);
    await browser.evaluate('collection.length = 0');
    await browser.close();
    const other = await Chromium.open(sheet, { width, height: 844, theme, reducedMotion: true });
    await other.screenshot(path.join(folder, `sheet-${width}-${theme}.webp`));
    await other.evaluate('enlarge(drawings[4])');
    await other.screenshot(path.join(folder, `sheet-cell-${width}-${theme}.webp`));
    await other.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
