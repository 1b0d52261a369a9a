// Headless Chromium, driven through the DevTools protocol on a pipe: no package is needed.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Chromium {
  static async open(page, { width = 1280, height = 900, theme = 'light', reducedMotion = false, downloads = null } = {}) {
    const browser = new Chromium();
    browser.profile = fs.mkdtempSync(path.join(os.tmpdir(), 'page-chromium-'));
    browser.process = spawn('chromium', [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-extensions',
      '--disable-component-update', `--user-data-dir=${browser.profile}`, '--remote-debugging-pipe', 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    browser.listen();
    const { targetInfos } = await browser.send('Target.getTargets');
    const { sessionId } = await browser.send('Target.attachToTarget', {
      targetId: targetInfos.find((target) => target.type === 'page').targetId, flatten: true,
    });
    browser.session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await browser.send(`${domain}.enable`);
    await browser.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    await browser.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' },
      ],
    });
    if (downloads) await browser.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads, eventsEnabled: false });
    const loaded = browser.once('Page.loadEventFired');
    await browser.send('Page.navigate', { url: `file://${path.resolve(page)}` });
    await loaded;
    return browser;
  }

  constructor() {
    this.number = 0;
    this.waiting = new Map();
    this.listeners = [];
    /** Addresses of requests, and texts of exceptions and console errors. */
    this.requests = [];
    this.faults = [];
  }

  listen() {
    let rest = '';
    this.process.stdio[4].on('data', (data) => {
      const parts = (rest + data).split('\0');
      rest = parts.pop();
      for (const part of parts) this.receive(JSON.parse(part));
    });
  }

  receive(message) {
    const waiting = this.waiting.get(message.id);
    if (waiting) {
      this.waiting.delete(message.id);
      if (message.error) waiting.reject(new Error(message.error.message));
      else waiting.resolve(message.result);
      return;
    }
    const { method, params } = message;
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    if (method === 'Runtime.exceptionThrown') this.faults.push(params.exceptionDetails.exception?.description || params.exceptionDetails.text);
    if (method === 'Log.entryAdded' && params.entry.level === 'error') this.faults.push(params.entry.text);
    this.listeners = this.listeners.filter(({ name, resolve }) => name !== method || resolve(params));
  }

  once(name) { return new Promise((resolve) => { this.listeners.push({ name, resolve: (params) => { resolve(params); return false; } }); }); }

  send(method, params = {}) {
    const id = ++this.number;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    return new Promise((resolve, reject) => { this.waiting.set(id, { resolve, reject }); });
  }

  /** The value of an expression; promises are awaited. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression is true. */
  async until(expression, seconds = 60) {
    const end = Date.now() + seconds * 1000;
    while (!(await this.evaluate(expression))) {
      if (Date.now() > end) throw new Error(`${expression} did not become true in ${seconds} s`);
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }

  /** Draws a stroke on the pad number `index` of the view; points are in pixels of the pad. */
  async draw(index, points) {
    await this.evaluate(`document.querySelectorAll('.surface')[${index}].scrollIntoView({ block: 'center' })`);
    const box = await this.evaluate(`(() => { const b = document.querySelectorAll('.surface')[${index}].getBoundingClientRect();
      return [b.left, b.top, b.width / 300, b.height / 300]; })()`);
    const mouse = (type, [x, y]) => this.send('Input.dispatchMouseEvent', {
      type, x: box[0] + x * box[2], y: box[1] + y * box[3], button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1,
    });
    await mouse('mousePressed', points[0]);
    for (const point of points.slice(1)) await mouse('mouseMoved', point);
    await mouse('mouseReleased', points[points.length - 1]);
  }

  async key(key, modifiers = 0) {
    const text = key.length === 1 && !modifiers ? key : undefined;
    const code = { Tab: 9, Enter: 13, ' ': 32, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Delete: 46 }[key] || key.toUpperCase().charCodeAt(0);
    const fields = { key, modifiers, windowsVirtualKeyCode: code, text: key === 'Enter' ? '\r' : text };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...fields });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...fields });
  }

  async screenshot(file) {
    const { cssContentSize } = await this.send('Page.getLayoutMetrics');
    const { data } = await this.send('Page.captureScreenshot', {
      captureBeyondViewport: true, clip: { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 },
    });
    fs.writeFileSync(file, Buffer.from(data, 'base64'));
  }

  async close() {
    const ended = new Promise((resolve) => { this.process.once('exit', resolve); });
    this.send('Browser.close').catch(() => {});
    await ended;
    fs.rmSync(this.profile, { recursive: true, force: true });
  }
}

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

module.exports = { Chromium, CAT };
