// Uses a page in headless Chromium as a person would, and prints what it finds as JSON. Downloads go to the folder.
//
//   node browser.js PAGE.html DRAW.html FOLDER
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { Chromium, CAT } = require('./chromium.js');

const [page, draw, folder] = process.argv.slice(2);

async function saved(name) {
  for (let tries = 0; tries < 200 && !fs.existsSync(path.join(folder, name)); tries++) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

async function usePage(width) {
  const browser = await Chromium.open(page, { width, reducedMotion: true, downloads: folder });
  const found = {
    usable: await browser.evaluate('performance.now()'),
    tabs: await browser.evaluate("[...document.querySelectorAll('[role=tab]')].filter((tab) => !tab.hidden).map((tab) => tab.textContent)"),
    title: await browser.evaluate("document.title + '|' + document.getElementById('title').textContent"),
  };
  const tiles = (count) => browser.until(`document.querySelectorAll('.tile').length === ${count}`);
  // The page has no other view open, and nothing waits for a frame that a reduced motion would skip.
  await browser.draw(0, CAT.head);
  await browser.draw(0, CAT.leftEar);
  await tiles(6);
  found.endings = await browser.evaluate("[...document.querySelectorAll('.tile path.completed')].map((path) => path.getAttribute('d').length)");
  found.command = await browser.evaluate("document.getElementById('command').textContent");
  await browser.evaluate('app.open(app.views[1])');
  for (const stroke of [CAT.head, CAT.leftEar, CAT.rightEar, ...CAT.whiskers]) await browser.draw(0, stroke);
  for (const stroke of [CAT.head, ...CAT.eyes, CAT.nose]) await browser.draw(1, stroke);
  await tiles(10);
  found.latents = await browser.evaluate('app.view.latents.map((latent) => Array.from(latent))');
  found.strip = await browser.evaluate('app.view.pictures.map((layers) => layers[0].strokes)');
  found.interpolate = await browser.evaluate("document.getElementById('command').textContent");
  await browser.evaluate("document.querySelectorAll('.pad').forEach((pad) => pad.querySelector('button').click())");
  await saved('a.json');
  await saved('b.json');
  const before = await browser.evaluate("document.querySelector('.morph path').getAttribute('d')");
  await browser.evaluate("[...document.querySelectorAll('.morph button')].pop().click()");
  await browser.until(`document.querySelector('.morph path').getAttribute('d') !== ${JSON.stringify(before)}`);
  found.morphed = true;
  found.overflow = await browser.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  found.unlabelled = await browser.evaluate(`[...document.querySelectorAll('button, input, select, svg[role]')].filter((element) =>
    element.offsetParent !== null && !(element.textContent.trim() || element.getAttribute('aria-label') || element.labels?.length)).length`);
  found.requests = browser.requests.filter((url) => !/^(blob:|data:)/.test(url));
  found.faults = browser.faults;
  await browser.close();
  return found;
}

/** Draws an ear in the pad with the keyboard alone. */
async function useKeyboard() {
  const browser = await Chromium.open(page, { reducedMotion: true });
  await browser.send('Page.bringToFront');
  for (let tabs = 0; tabs < 30; tabs++) {
    await browser.key('Tab');
    if (await browser.evaluate("document.activeElement.classList.contains('surface')")) break;
  }
  const keys = [' ', ...Array(9).fill('ArrowUp'), ...Array(9).fill('ArrowRight'), ...Array(9).fill('ArrowDown'), ' '];
  for (const key of keys) await browser.key(key);
  await browser.until("document.querySelectorAll('.tile').length === 6");
  const strokes = await browser.evaluate('app.view.pad.drawing.strokes.length');
  await browser.key('z', 2);
  await browser.until('app.view.pad.drawing === null');
  const { faults } = browser;
  await browser.close();
  return { strokes, faults };
}

async function usePad() {
  const browser = await Chromium.open(draw, { downloads: folder });
  for (const name of ['cat', 'circle']) {
    for (const stroke of name === 'cat' ? [CAT.head, CAT.leftEar, CAT.rightEar] : [CAT.head]) await browser.draw(0, stroke);
    await browser.evaluate(`document.getElementById('word').value = '${name}'; document.getElementById('add').click()`);
  }
  await browser.evaluate("document.getElementById('save-ndjson').click()");
  await saved('drawings.ndjson');
  const found = { requests: browser.requests.filter((url) => !/^(blob:|data:)/.test(url)), faults: browser.faults };
  await browser.evaluate('collection.length = 0');
  await browser.close();
  return found;
}

async function main() {
  console.log(JSON.stringify({ wide: await usePage(1280), narrow: await usePage(390), keyboard: await useKeyboard(), pad: await usePad() }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
