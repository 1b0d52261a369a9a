// Headless Chromium, driven through the DevTools protocol on a pipe.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { Browser } = require('./browser.js');

const CODES = { Tab: 9, Enter: 13, Escape: 27, ' ': 32, End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Delete: 46 };
const MODIFIERS = { Alt: 1, Control: 2, Meta: 4, Shift: 8 };

class Chromium extends Browser {
  async start({ width, height, theme, reducedMotion, downloads, touch }) {
    this.listeners = [];
    this.process = spawn('chromium', [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--disable-background-networking', '--disable-extensions',
      '--disable-component-update', `--user-data-dir=${this.profile}`, '--remote-debugging-pipe', 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    let rest = '';
    this.process.stdio[4].on('data', (data) => {
      const parts = (rest + data).split('\0');
      rest = parts.pop();
      for (const part of parts) this.receive(JSON.parse(part));
    });
    const { targetInfos } = await this.send('Target.getTargets');
    const { sessionId } = await this.send('Target.attachToTarget', {
      targetId: targetInfos.find((target) => target.type === 'page').targetId, flatten: true,
    });
    this.session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await this.send(`${domain}.enable`);
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    if (touch) await this.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await this.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' },
      ],
    });
    if (downloads) await this.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads, eventsEnabled: false });
    const loaded = new Promise((resolve) => { this.listeners.push({ name: 'Page.loadEventFired', resolve }); });
    await this.send('Page.navigate', { url: this.address });
    await loaded;
  }

  receive(message) {
    const { method, params } = message;
    if (!method) return this.settle(message);
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    if (method === 'Runtime.exceptionThrown') this.faults.push(params.exceptionDetails.exception?.description || params.exceptionDetails.text);
    if (method === 'Log.entryAdded' && params.entry.level === 'error') this.faults.push(params.entry.text);
    for (const { name, resolve } of this.listeners) if (name === method) resolve(params);
    return undefined;
  }

  send(method, params = {}) {
    return this.command({ method, params, sessionId: this.session }, (text) => this.process.stdio[3].write(`${text}\0`));
  }

  /** The value of an expression; promises are awaited. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  }

  async pointer(device, points) {
    if (device === 'touch') {
      const touch = (type, touchPoints) => this.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints.map(([x, y]) => ({ x, y })) });
      await touch('touchStart', [points[0]]);
      for (const point of points.slice(1)) await touch('touchMove', [point]);
      await touch('touchEnd', []);
      return;
    }
    const move = (type, [x, y], buttons) => this.send('Input.dispatchMouseEvent', {
      type, x, y, button: 'left', buttons, clickCount: 1, pointerType: device, ...(device === 'pen' ? { force: 0.5, tiltX: 20 } : {}),
    });
    await move('mousePressed', points[0], 1);
    for (const point of points.slice(1)) await move('mouseMoved', point, 1);
    await move('mouseReleased', points[points.length - 1], 0);
  }

  async hover([x, y]) { await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y }); }

  async press(key, names) {
    const modifiers = names.reduce((sum, name) => sum + MODIFIERS[name], 0);
    const text = key.length === 1 && modifiers === 0 ? key : undefined;
    const code = CODES[key] || key.toUpperCase().charCodeAt(0);
    const fields = { key, modifiers, windowsVirtualKeyCode: code, text: key === 'Enter' ? '\r' : text };
    await this.send('Page.bringToFront');
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...fields });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...fields });
  }

  /** Takes a picture of the whole page, as PNG or WebP. */
  async screenshot(file) {
    const { cssContentSize } = await this.send('Page.getLayoutMetrics');
    const { data } = await this.send('Page.captureScreenshot', {
      ...(file.endsWith('.webp') ? { format: 'webp', quality: 55 } : {}), captureBeyondViewport: true,
      clip: { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 },
    });
    fs.writeFileSync(file, Buffer.from(data, 'base64'));
  }

  async quit() {
    const ended = new Promise((resolve) => { this.process.once('exit', resolve); });
    this.send('Browser.close').catch(() => {});
    await ended;
  }
}

module.exports = { Chromium };
