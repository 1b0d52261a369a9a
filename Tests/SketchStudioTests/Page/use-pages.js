// Uses pages in a headless browser as a person would, and prints what it finds as JSON. Downloads go to the folder.
//
//   node use-pages.js chromium|firefox PAGE.html DRAW.html SHEET.html FOLDER
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { browserNamed, wait, CAT } = require('./browser.js');

const [name, page, draw, sheet, folder] = process.argv.slice(2);
const open = (file, options) => browserNamed(name).open(file, { downloads: folder, ...options });
const widthBeyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** What every page must satisfy, at the end of its use; then whether the policy refuses a request. */
async function ending(browser) {
  const { foreignRequests: requests } = browser;
  const faults = [...browser.faults];
  const overflow = await browser.evaluate(widthBeyond);
  const refused = await browser.evaluate("fetch('http://127.0.0.1:9/').then(() => false, () => true)");
  for (let tries = 0; tries < 50 && browser.faults.length === faults.length; tries++) await wait(20);
  const isReported = browser.faults.slice(faults.length).some((text) => /Content.Security.Policy/i.test(text));
  await browser.close();
  return { overflow, requests, faults, refuses: refused && isReported };
}

async function usePage(width) {
  const touch = width < 500;
  const browser = await open(page, { width, height: touch ? 844 : 900, reducedMotion: true, touch });
  // WebDriver has no pen in Firefox.
  const [first, second] = !touch ? ['mouse', 'mouse'] : name === 'firefox' ? ['touch', 'touch'] : ['touch', 'pen'];
  const found = {
    tabs: await browser.evaluate("[...document.querySelectorAll('[role=tab]')].filter((tab) => !tab.hidden).map((tab) => tab.textContent)"),
    title: await browser.evaluate("document.title + '|' + document.getElementById('title').textContent"),
  };
  const tiles = (count) => browser.until(`document.querySelectorAll('.tile').length === ${count}`);
  await browser.draw(0, CAT.head, first);
  await browser.draw(0, CAT.leftEar, second);
  await tiles(6);
  found.points = await browser.evaluate('app.view.pad.strokes.map((stroke) => stroke.length)');
  found.endings = await browser.evaluate("[...document.querySelectorAll('.tile path.completed')].map((path) => path.getAttribute('d').length)");
  found.command = await browser.evaluate("document.getElementById('command').textContent");
  found.likes = await browser.evaluate("[...document.querySelectorAll('[role=radio]')].map((radio) => radio.getAttribute('aria-label'))");
  await browser.evaluate('app.open(app.views[1])');
  for (const stroke of [CAT.head, CAT.leftEar, CAT.rightEar, ...CAT.whiskers]) await browser.draw(0, stroke, first);
  await browser.until("byId('status').textContent !== ''");
  found.missing = await browser.evaluate("byId('status').textContent");
  for (const stroke of [CAT.head, ...CAT.eyes, CAT.nose]) await browser.draw(1, stroke, second);
  await tiles(10);
  found.latents = await browser.evaluate('app.view.latents.map((latent) => Array.from(latent))');
  found.strip = await browser.evaluate('app.view.pictures.map((layers) => layers[0].strokes)');
  found.interpolate = await browser.evaluate("document.getElementById('command').textContent");
  await browser.evaluate("document.querySelectorAll('.pad').forEach((pad) => pad.querySelector('button').click())");
  await browser.saved(folder, 'a.json');
  await browser.saved(folder, 'b.json');
  const before = await browser.evaluate("document.querySelector('.morph path').getAttribute('d')");
  await browser.evaluate("[...document.querySelectorAll('.morph button')].pop().click()");
  await browser.until(`document.querySelector('.morph path').getAttribute('d') !== ${JSON.stringify(before)}`);
  found.unlabelled = await browser.evaluate(`[...document.querySelectorAll('button, input, select, svg[role]')].filter((element) =>
    element.offsetParent !== null && !(element.textContent.trim() || element.getAttribute('aria-label') || element.labels?.length)).length`);
  return { ...found, ...await ending(browser) };
}

/** Draws an ear in the pad with the keyboard alone, and undoes it. */
async function useKeyboard() {
  const browser = await open(page, { reducedMotion: true });
  for (let tabs = 0; tabs < 30; tabs++) {
    await browser.key('Tab');
    if (await browser.evaluate("document.activeElement.classList.contains('surface')")) break;
  }
  const keys = [' ', ...Array(9).fill('ArrowUp'), ...Array(9).fill('ArrowRight'), ...Array(9).fill('ArrowDown'), ' '];
  for (const key of keys) await browser.key(key);
  await browser.until("document.querySelectorAll('.tile').length === 6");
  const strokes = await browser.evaluate('app.view.pad.drawing.strokes.length');
  await browser.key('z', ['Control']);
  await browser.until('app.view.pad.drawing === null');
  return { strokes, ...await ending(browser) };
}

async function usePad() {
  const browser = await open(draw, { width: 390, height: 844, touch: true });
  for (const word of ['cat', 'circle']) {
    for (const stroke of word === 'cat' ? [CAT.head, CAT.leftEar, CAT.rightEar] : [CAT.head]) await browser.draw(0, stroke, 'touch');
    await browser.evaluate(`document.getElementById('word').value = '${word}'; document.getElementById('add').click()`);
  }
  await browser.evaluate("document.getElementById('save-ndjson').click()");
  await browser.saved(folder, 'drawings.ndjson');
  await browser.evaluate('collection.length = 0');
  return ending(browser);
}

/** Two fingers, a palm before the pen, undo during a stroke, and odd files. */
async function editDrawing() {
  const browser = await open(draw);
  const found = await browser.evaluate(`(async () => {
    const box = pad.surface.getBoundingClientRect();
    pad.surface.setPointerCapture = () => {};
    const send = (type, x, y, pointerId = 1, pointerType = 'touch') => pad.surface.dispatchEvent(new PointerEvent('pointer' + type, {
      pointerId, pointerType, button: 0, clientX: box.left + x, clientY: box.top + y, bubbles: true, cancelable: true }));
    const states = [];
    const log = () => states.push(pad.strokes.map((stroke) => stroke.length).join());
    send('down', 10, 10); send('move', 50, 50); send('down', 90, 90, 2); send('move', 99, 60, 2); send('up', 99, 60, 2); send('up', 50, 50);
    log();
    send('down', 10, 60); send('down', 80, 80, 3, 'pen'); send('move', 90, 95, 3, 'pen'); send('move', 99, 99); send('up', 90, 95, 3, 'pen');
    log();
    send('down', 10, 60); pad.undo(); send('move', 30, 80); send('up', 30, 80);
    log();
    for (const action of ['clear', 'undo', 'undo', 'redo', 'redo']) { pad[action](); log(); }
    const messages = [];
    const files = [['x.json', 'hello {'], ['d.json', '['.repeat(9000) + ']'.repeat(9000)], ['r.json', '[[9,0,7],[0,9,1]]'],
      ['e.svg', '<svg/>'], ['m.ndjson', '{"drawing":[[[0,9],[0,9]]]}\\n{"drawing":[[[0,9],[9,0]]]}']];
    for (const [name, text] of files) {
      await pad.read(new File([text.replace('\\n', String.fromCharCode(10))], name));
      messages.push(byId('status').textContent);
    }
    return { states, messages };
  })()`);
  return { ...found, ...await ending(browser) };
}

/** A sheet: drawings that draw themselves on hover, tap and focus, the slider, zoom, files and the recipe. */
async function useSheet() {
  const saved = path.join(folder, 'saved');
  fs.mkdirSync(saved);
  const browser = await open(sheet, { downloads: saved });
  const found = { drawings: await browser.evaluate('drawings.length'), recipe: await browser.evaluate("document.getElementById('command').textContent") };
  const centre = (index) => browser.evaluate(`(() => { const box = drawings[${index}].group.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2]; })()`);
  const isPartial = (index) => `drawings[${index}].layers.some(({ path, data }) => path.getAttribute('d').length < data.length)`;
  const isWhole = (index) => `drawings[${index}].layers.every(({ path, data }) => path.getAttribute('d') === data)`;
  await browser.hover(await centre(2));
  await browser.until(isPartial(2));
  await browser.until(isWhole(2));
  // The keyboard: Tab to the drawings, arrows between them, Enter to enlarge, Escape back.
  for (let tabs = 0; tabs < 20; tabs++) {
    await browser.key('Tab');
    if (await browser.evaluate("document.activeElement.classList.contains('cell')")) break;
  }
  await browser.key('ArrowRight');
  const focused = 'drawings.findIndex((drawing) => drawing.group === document.activeElement)';
  found.focused = await browser.evaluate(focused);
  await browser.until(isPartial(found.focused));
  await browser.key('Enter');
  found.isEnlarged = await browser.evaluate("document.getElementById('cell').open");
  await browser.key('Escape');
  await browser.until("!document.getElementById('cell').open");
  found.isBack = await browser.evaluate(focused) === found.focused;
  found.slider = await browser.evaluate(`[...Array(Number(slider.max) + 1).keys()].map((step) => {
    slider.value = step;
    slider.dispatchEvent(new Event('input'));
    return byId('axis').textContent + ' ' + byId('value').textContent + ' ' + byId('stage').textContent;
  })`);
  await browser.evaluate("byId('play').click()");
  await browser.until(isPartial(1));
  await browser.until(`document.getElementById('play').textContent === 'Play' && drawings.every((_, index) => drawings[index].layers.every(
    ({ path, data }) => path.getAttribute('d') === data))`);
  const width = await browser.evaluate('sheet.getBoundingClientRect().width');
  await browser.evaluate("byId('larger').click()");
  found.zoom = await browser.evaluate('sheet.getBoundingClientRect().width') / width;
  await browser.evaluate("byId('fit').click()");
  // A tap enlarges a drawing, whose files are saved.
  await browser.pointer('touch', [await centre(0)]);
  await browser.until("document.getElementById('cell').open");
  await browser.evaluate("byId('save-json').click(); byId('save-svg').click()");
  await browser.saved(saved, 't-0.00.json');
  await browser.saved(saved, 't-0.00.svg');
  await browser.evaluate("byId('close-cell').click(); enlarge(drawings[10]); byId('save-json').click()");
  await browser.saved(saved, 'cat.json');
  return { ...found, ...await ending(browser) };
}

async function main() {
  if (!fs.existsSync(path.join(folder, '.'))) throw new Error(`${folder} is missing`);
  console.log(JSON.stringify({
    wide: await usePage(1280), narrow: await usePage(390), keyboard: await useKeyboard(), pad: await usePad(), edited: await editDrawing(),
    sheet: await useSheet(),
  }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
