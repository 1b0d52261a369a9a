// A headless browser, driven without packages: what Chromium and Firefox have in common.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/**
 * A browser with one page. Subclasses have start(options), evaluate(expression), pointer(device, points), hover(point),
 * press(key, modifiers), screenshot(file) and quit().
 */
class Browser {
  /** `options`: {width, height, theme, reducedMotion, downloads, touch}. */
  static async open(page, options = {}) {
    const browser = new this();
    browser.profile = fs.mkdtempSync(path.join(os.tmpdir(), 'page-browser-'));
    browser.address = `file://${path.resolve(page)}`;
    await browser.start({ width: 1280, height: 900, theme: 'light', reducedMotion: false, downloads: null, touch: false, ...options });
    return browser;
  }

  constructor() {
    this.number = 0;
    this.waiting = new Map();
    /** Addresses of requests, and texts of exceptions and console errors. */
    this.requests = [];
    this.faults = [];
  }

  /** Sends a command; `receive` settles it. */
  command(message, send) {
    const id = ++this.number;
    send(JSON.stringify({ id, ...message }));
    return new Promise((resolve, reject) => { this.waiting.set(id, { resolve, reject }); });
  }

  settle({ id, error, message, result }) {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message || `${error}: ${message}`));
    else waiting?.resolve(result);
  }

  /** Requests other than for the page itself. */
  get foreignRequests() { return this.requests.filter((url) => url !== this.address && !/^(blob:|data:)/.test(url)); }

  /** Waits until an expression is true. */
  async until(expression, seconds = 60) {
    const end = Date.now() + seconds * 1000;
    while (!(await this.evaluate(expression))) {
      if (Date.now() > end) throw new Error(`${expression} did not become true in ${seconds} s`);
      await wait(20);
    }
  }

  /** Draws a stroke on the pad number `index` of the view with a mouse, touch or pen; points are in pixels of the pad. */
  async draw(index, points, device = 'mouse') {
    const [left, top, width, height] = await this.evaluate(`(() => {
      const surface = document.querySelectorAll('.surface')[${index}];
      surface.scrollIntoView({ block: 'center' });
      const box = surface.getBoundingClientRect();
      return [box.left, box.top, box.width / 300, box.height / 300];
    })()`);
    await this.pointer(device, points.map(([x, y]) => [left + x * width, top + y * height]));
  }

  async key(key, modifiers = []) { await this.press(key, modifiers); }

  /** The processor time of the browser's processes in milliseconds, which other programs do not prolong; from /proc of Linux. */
  processorTime() {
    const children = new Map();
    for (const id of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const text = fs.readFileSync(`/proc/${id}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        const parent = Number(fields[1]);
        children.set(parent, [...(children.get(parent) || []), { id: Number(id), ticks: Number(fields[11]) + Number(fields[12]) }]);
      } catch {
        // The process has ended.
      }
    }
    const below = (id) => (children.get(id) || []).reduce((sum, child) => sum + child.ticks + below(child.id), 0);
    return below(process.pid) * 10;
  }

  /** Waits for a file of the folder of downloads. */
  async saved(folder, name) {
    for (let tries = 0; tries < 200 && !fs.existsSync(path.join(folder, name)); tries++) await wait(50);
  }

  async close() {
    await this.quit();
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The browser of a name. */
const browserNamed = (name) => (name === 'firefox' ? require('./firefox.js').Firefox : require('./chromium.js').Chromium);

/** A cat of free-hand strokes: head, ears, eyes, whiskers. */
const CAT = (() => {
  const arc = (x, y, r, from, to, count) => Array.from({ length: count }, (_, k) => {
    const angle = from + ((to - from) * k) / (count - 1);
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
  return {
    head: arc(150, 160, 80, -1.2, 5.1, 40), leftEar: [[95, 102], [88, 60], [98, 75], [128, 84]], rightEar: [[172, 84], [205, 58], [208, 75], [207, 104]],
    eyes: [arc(122, 145, 6, 0, 6.3, 8), arc(178, 145, 6, 0, 6.3, 8)], nose: [[145, 172], [155, 172], [150, 180], [145, 172]],
    whiskers: [[[120, 175], [60, 165]], [[120, 182], [62, 190]], [[180, 175], [240, 165]], [[180, 182], [238, 190]]],
  };
})();

module.exports = { Browser, browserNamed, wait, CAT };
