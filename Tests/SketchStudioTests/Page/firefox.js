// Headless Firefox, driven through WebDriver BiDi.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { Browser } = require('./browser.js');
const { WebSocketClient } = require('./websocket.js');

const KEYS = {
  Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Alt: '\uE00A', Escape: '\uE00C', End: '\uE010', Home: '\uE011',
  ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Delete: '\uE017',
};

class Firefox extends Browser {
  async start({ width, height, theme, reducedMotion, downloads }) {
    const settings = {
      'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
      'layout.css.prefers-color-scheme.content-override': theme === 'dark' ? 0 : 1,
      'browser.download.folderList': 2, 'browser.download.dir': downloads || this.profile, 'browser.download.useDownloadDir': true,
      'browser.download.always_ask_before_handling_new_types': false, 'browser.download.manager.addToRecentDocs': false,
      // Types that Firefox would show.
      'browser.helperApps.neverAsk.saveToDisk': 'application/json,image/svg+xml,image/png,application/x-ndjson',
      'browser.download.open_pdf_attachments_inline': false, 'browser.download.alwaysOpenPanel': false,
      'datareporting.policy.dataSubmissionEnabled': false, 'toolkit.telemetry.reportingpolicy.firstRun': false,
      'app.update.enabled': false, 'browser.startup.page': 0, 'browser.shell.checkDefaultBrowser': false,
      'dom.disable_beforeunload': true,
    };
    fs.writeFileSync(path.join(this.profile, 'user.js'),
      Object.entries(settings).map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`).join(''));
    this.process = spawn('firefox-esr', ['--headless', '--no-remote', '--profile', this.profile, '--remote-debugging-port', '0', 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } });
    this.socket = await WebSocketClient.open(`${await this.listening()}/session`, (text) => this.receive(JSON.parse(text)));
    await this.send('session.new', { capabilities: {} });
    await this.send('session.subscribe', { events: ['network.beforeRequestSent', 'log.entryAdded'] });
    // The first window is not active, so that its elements get no focus events.
    this.context = (await this.send('browsingContext.create', { type: 'window' })).context;
    await this.send('browsingContext.setViewport', { context: this.context, viewport: { width, height } });
    await this.send('browsingContext.navigate', { context: this.context, url: this.address, wait: 'complete' });
  }

  /** The address of the protocol, which Firefox prints. */
  listening() {
    return new Promise((resolve, reject) => {
      let text = '';
      this.process.stderr.on('data', (data) => {
        text += data;
        const found = /WebDriver BiDi listening on (ws:\S+)/.exec(text);
        if (found) resolve(found[1]);
      });
      this.process.once('exit', () => reject(new Error(`Firefox ended: ${text}`)));
    });
  }

  receive(message) {
    const { method, params } = message;
    if (!method) return this.settle(message);
    if (method === 'network.beforeRequestSent' && params.context === this.context) this.requests.push(params.request.url);
    if (method === 'log.entryAdded' && params.level === 'error') this.faults.push(params.text);
    return undefined;
  }

  send(method, params) { return this.command({ method, params }, (text) => this.socket.send(text)); }

  /** The value of an expression; promises are awaited. */
  async evaluate(expression) {
    const { type, result, exceptionDetails } = await this.send('script.evaluate', {
      expression, target: { context: this.context }, awaitPromise: true, userActivation: true,
    });
    if (type === 'exception') throw new Error(exceptionDetails.text);
    return Firefox.valueOf(result);
  }

  static valueOf({ type, value }) {
    if (type === 'array') return value.map(Firefox.valueOf);
    if (type === 'object') return Object.fromEntries(value.map(([key, part]) => [key, Firefox.valueOf(part)]));
    if (type === 'number' && typeof value === 'string') return Number(value);
    return type === 'null' || type === 'undefined' ? null : value;
  }

  perform(...sources) { return this.send('input.performActions', { context: this.context, actions: sources }); }

  async pointer(device, points) {
    const moves = points.map(([x, y]) => ({ type: 'pointerMove', x, y, duration: 0 }));
    moves.splice(1, 0, { type: 'pointerDown', button: 0 });
    moves.push({ type: 'pointerUp', button: 0 });
    await this.perform({ type: 'pointer', id: device, parameters: { pointerType: device }, actions: moves });
  }

  async hover([x, y]) {
    await this.perform({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [{ type: 'pointerMove', x, y }] });
  }

  async press(key, modifiers) {
    const values = [...modifiers, key].map((name) => KEYS[name] || name);
    await this.perform({
      type: 'key', id: 'keyboard',
      actions: [...values.map((value) => ({ type: 'keyDown', value })), ...values.reverse().map((value) => ({ type: 'keyUp', value }))],
    });
  }

  async screenshot(file) {
    const { data } = await this.send('browsingContext.captureScreenshot', { context: this.context, origin: 'document' });
    fs.writeFileSync(file, Buffer.from(data, 'base64'));
  }

  async quit() {
    const ended = new Promise((resolve) => { this.process.once('exit', resolve); });
    this.send('browser.close', {}).catch(() => {});
    await ended;
    this.socket.close();
  }
}

module.exports = { Firefox };
