// Checks pages with axe-core, in every view, light and dark, at 390 and 1,280 px. Exits with 1 if a rule is broken.
//
//   pip install axe-core-python     # contains axe.min.js
//   node Tests/SketchStudioTests/Page/accessibility.js axe.min.js chromium|firefox PAGE.html DRAW.html SHEET.html
'use strict';

const fs = require('node:fs');
const { browserNamed, CAT } = require('./browser.js');

const [axe, name, page, draw, sheet] = process.argv.slice(2);
const source = fs.readFileSync(axe, 'utf8');
const broken = new Map();
let checks = 0;

async function check(browser, state) {
  const { violations, passes } = await browser.evaluate(`axe.run().then(({ violations, passes }) => ({ passes: passes.length,
    violations: violations.map(({ id, impact, nodes }) => ({ id, impact,
      targets: nodes.map((node) => node.target.join(' ') + ': ' + node.failureSummary) })) }))`);
  checks += passes;
  for (const { id, impact, targets } of violations) {
    const found = broken.get(id) || { impact, states: [], target: targets[0] };
    found.states.push(`${state} (${targets.length})`);
    broken.set(id, found);
  }
}

async function main() {
  for (const [width, theme] of [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]) {
    const state = (text) => `${text}, ${width} px, ${theme}`;
    const open = async (file) => {
      const browser = await browserNamed(name).open(file, { width, height: 844, theme, reducedMotion: true });
      await browser.evaluate(`${source}; 0`);
      return browser;
    };
    let browser = await open(page);
    const views = await browser.evaluate('app.views.length');
    for (let view = 0; view < views; view++) {
      await browser.evaluate(`app.open(app.views[${view}])`);
      await check(browser, state(`empty view ${view}`));
      const pads = await browser.evaluate("document.querySelectorAll('.surface').length");
      for (let pad = 0; pad < pads; pad++) for (const stroke of [CAT.head, CAT.leftEar]) await browser.draw(pad, stroke);
      await browser.until("document.querySelectorAll('.tile').length >= 6");
      await check(browser, state(`view ${view}`));
    }
    await browser.evaluate("document.querySelector('.tile').click()");
    await check(browser, state('dialog'));
    await browser.close();
    browser = await open(draw);
    await browser.draw(0, CAT.head);
    await browser.evaluate("document.getElementById('word').value = 'cat'; document.getElementById('add').click()");
    await check(browser, state('drawing pad'));
    await browser.evaluate('collection.length = 0');
    await browser.close();
    browser = await open(sheet);
    await check(browser, state('sheet'));
    for (const action of ['enlarge(drawings[1])', "byId('cell').close(); byId('recipe').showModal()"]) {
      await browser.evaluate(`${action}; 0`);
      await check(browser, state('dialog of a sheet'));
    }
    await browser.close();
  }
  for (const [id, { impact, states, target }] of broken) console.log(`${id} (${impact}): ${states.join('; ')}\n  ${target}`);
  console.log(`${name}: ${checks} checks passed, ${broken.size} rules broken`);
  process.exit(broken.size > 0 ? 1 : 0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
