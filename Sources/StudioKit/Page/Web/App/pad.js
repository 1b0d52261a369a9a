// The drawing pad: a square of 300 pixels for mouse, touch, pen and keyboard, with undo, clear, examples and files.
'use strict';

const PAD_SIDE = 300;

class Pad {
  /** `options`: {label, fileName, colour, examples: () => drawings, changed: (isFinished) => void, report: (sentence) => void}. */
  constructor(options) {
    this.options = { colour: 'ink', examples: () => [], ...options };
    this.strokes = [];
    this.undone = [];
    this.example = 0;
    this.cursor = [150, 150];
    this.isPenDown = false;
    this.source = null;
    this.build();
  }

  build() {
    const { label, colour, examples } = this.options;
    this.surface = svgElement('svg', {
      viewBox: `0 0 ${PAD_SIDE} ${PAD_SIDE}`, class: 'surface', tabindex: 0, role: 'application',
      'aria-label': `Drawing pad ${label}. Draw with a pointer, or with the arrow keys: Space lowers and lifts the pen, Shift moves farther, `
        + 'Control+Z undoes, Delete clears.',
    });
    this.hint = svgElement('text', { x: 150, y: 150 });
    this.hint.textContent = 'Draw here, or drop a file';
    this.behind = svgElement('g');
    this.path = inkPath([], colour, 2.5);
    this.mark = svgElement('path', { class: 'cursor', 'stroke-width': 1.5 });
    this.surface.append(this.hint, this.behind, this.path, this.mark);
    const button = (text, action) => htmlElement('button', { type: 'button', textContent: text, onclick: action });
    this.undoButton = button('Undo', () => this.undo());
    this.clearButton = button('Clear', () => this.clear());
    const input = htmlElement('input', { type: 'file', accept: '.json,.ndjson,.svg', onchange: () => this.open(input) });
    const bar = htmlElement('div', { className: 'bar' }, this.undoButton, this.clearButton);
    if (examples().length > 0) bar.append(button('Example', () => this.showExample()));
    bar.append(htmlElement('label', { className: 'file' }, 'Open', input));
    this.saveButtons = [button('Save JSON', () => this.saveJSON()), button('SVG', () => this.saveSVG())];
    this.saveButtons[0].setAttribute('aria-label', `Save ${label} as JSON`);
    this.saveButtons[1].setAttribute('aria-label', `Save ${label} as SVG`);
    this.seen = htmlElement('div', { className: 'seen' });
    this.element = htmlElement('div', { className: 'pad' },
      htmlElement('div', { className: 'pad-heading' }, htmlElement('h2', { textContent: label }),
        htmlElement('span', {}, ...this.saveButtons)), this.surface, bar, this.seen);
    this.listen();
    this.show();
  }

  listen() {
    const { surface } = this;
    surface.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || this.pointer !== undefined) return;
      event.preventDefault();
      this.pointer = event.pointerId;
      this.useKeyboard(false);
      surface.focus({ preventScroll: true });
      surface.setPointerCapture(event.pointerId);
      this.begin(this.position(event), event.timeStamp);
    });
    surface.addEventListener('pointermove', (event) => {
      if (event.pointerId !== this.pointer) return;
      const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const part of all.length > 0 ? all : [event]) this.extend(this.position(part), part.timeStamp);
      this.show();
    });
    for (const name of ['pointerup', 'pointercancel']) {
      surface.addEventListener(name, (event) => {
        if (event.pointerId !== this.pointer) return;
        this.pointer = undefined;
        this.finish();
      });
    }
    surface.addEventListener('keydown', (event) => this.key(event));
    surface.addEventListener('blur', () => { if (this.isPenDown) this.liftPen(); this.show(); });
    surface.addEventListener('focus', () => { if (this.pointer === undefined) this.useKeyboard(true); });
    surface.addEventListener('dragover', (event) => {
      event.preventDefault();
      surface.classList.add('over');
    });
    surface.addEventListener('dragleave', () => surface.classList.remove('over'));
    surface.addEventListener('drop', (event) => {
      event.preventDefault();
      surface.classList.remove('over');
      if (event.dataTransfer.files.length > 0) this.read(event.dataTransfer.files[0]);
    });
  }

  /** The cursor and the outline are shown while the keyboard is in use. */
  useKeyboard(isInUse) {
    this.usesKeyboard = isInUse;
    this.surface.classList.toggle('by-pointer', !isInUse);
    this.show();
  }

  position(event) {
    const box = this.surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top].map((value, k) => hundredths((value / (k ? box.height : box.width)) * PAD_SIDE));
  }

  begin(point, time) {
    this.makeFreeHand();
    this.started ??= time;
    this.strokes.push([[...point, Math.round(time - this.started)]]);
    this.undone = [];
    this.options.changed(false);
    this.show();
  }

  extend(point, time) {
    const stroke = this.strokes[this.strokes.length - 1];
    const last = stroke[stroke.length - 1];
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < 1) return;
    stroke.push([...point, Math.round(time - this.started)]);
  }

  finish() {
    this.show();
    this.options.changed(true);
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      if (event.shiftKey) this.redo(); else this.undo();
      return;
    }
    const step = event.shiftKey ? 16 : 4;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (move || event.key === ' ') this.useKeyboard(true);
    if (move) {
      this.cursor = this.cursor.map((value, k) => Math.min(Math.max(value + move[k], 0), PAD_SIDE));
      if (this.isPenDown) this.extend(this.cursor, event.timeStamp);
    } else if (event.key === ' ') {
      if (this.isPenDown) {
        this.liftPen();
      } else {
        this.isPenDown = true;
        this.begin(this.cursor, event.timeStamp);
      }
    } else if (event.key === 'Delete') {
      this.clear();
    } else {
      return;
    }
    event.preventDefault();
    this.show();
  }

  liftPen() {
    this.isPenDown = false;
    this.finish();
  }

  undo() {
    if (this.strokes.length === 0) return;
    this.makeFreeHand();
    this.undone.push(this.strokes.pop());
    this.finish();
  }

  redo() {
    if (this.undone.length === 0) return;
    this.strokes.push(this.undone.pop());
    this.finish();
  }

  clear() {
    this.strokes = [];
    this.undone = [];
    this.source = null;
    this.finish();
  }

  /** A drawing that is changed is no longer the one of its file. */
  makeFreeHand() {
    if (this.source) [this.source, this.strokes] = [null, this.strokes.map((stroke) => [...stroke])];
  }

  /** Shows a drawing; a free-hand one is scaled to the canvas of the training data. */
  set(drawing, fileName = null) {
    const bounds = boundsOf(drawing.strokes);
    const scale = drawing.isPrepared && bounds.extent <= PAD_SIDE ? 1 : 255 / Math.max(bounds.extent, 1e-9);
    const [left, top] = [(PAD_SIDE - bounds.width * scale) / 2, (PAD_SIDE - bounds.height * scale) / 2];
    this.strokes = drawing.strokes.map((stroke) =>
      stroke.map(([x, y]) => [(x - bounds.x) * scale + left, (y - bounds.y) * scale + top].map(hundredths)));
    this.undone = [];
    this.source = drawing.isPrepared ? { drawing, fileName, offset: [left - bounds.x * scale, top - bounds.y * scale, scale] } : null;
    this.finish();
  }

  /** The drawing as models get it: {strokes, isPrepared, word}; null for an empty pad. */
  get drawing() {
    const strokes = this.strokes.filter((stroke) => stroke.length > 0);
    if (strokes.reduce((sum, stroke) => sum + stroke.length, 0) < 2) return null;
    return this.source ? this.source.drawing : { strokes, isPrepared: false, word: this.options.label };
  }

  /** Where a drawing's own pixels are on the pad: [left, top, scale]. */
  get placement() { return this.source ? this.source.offset : [0, 0, 1]; }

  get fileName() { return this.source?.fileName || this.options.fileName; }

  showExample() {
    const examples = this.options.examples();
    this.set(examples[this.example % examples.length]);
    this.example += 1;
  }

  async open(input) {
    if (input.files.length > 0) await this.read(input.files[0]);
    input.value = '';
  }

  async read(file) {
    try {
      if (file.size > FILE_LIMIT) throw new Error(`${file.name} is larger than 4 MiB. Use a file with fewer drawings.`);
      const drawings = readDrawings(await file.text(), file.name);
      this.set(drawings[0], drawings.length === 1 && !/\.svg$/i.test(file.name) ? file.name : null);
      this.options.report(drawings.length > 1 ? `${file.name} contains ${drawings.length} drawings; the first is shown.` : '');
    } catch (error) {
      this.options.report(error.message);
    }
  }

  saveJSON() { saveText(JSON.stringify(recordOf(this.drawing)) + '\n', this.fileName.replace(/\.[^.]*$/, '') + '.json', 'application/json'); }

  saveSVG() {
    const layers = [{ strokes: this.drawing.strokes, colour: 'ink' }];
    saveText(svgText([layers]), this.fileName.replace(/\.[^.]*$/, '') + '.svg', 'image/svg+xml');
  }

  /** Shows what a model sees: the simplified strokes with their points. */
  showSeen(strokes, rowCount) {
    this.seen.replaceChildren();
    if (!strokes) return;
    const picture = pictureOf([{ strokes, colour: 'faint', isPolygon: true }], 'The simplified strokes', 1);
    picture.append(inkPath(strokes.flat().map((point) => [point]), 'dots', 3.5));
    this.seen.append(picture, htmlElement('span', { className: 'quiet', textContent: `The model sees ${rowCount} rows.` }));
  }

  show() {
    const isEmpty = this.strokes.length === 0;
    this.path.setAttribute('d', pathData(this.strokes));
    this.hint.style.display = isEmpty ? '' : 'none';
    const isFocused = document.activeElement === this.surface && this.usesKeyboard;
    const [x, y] = this.cursor;
    this.mark.setAttribute('d', isFocused ? (this.isPenDown ? `M${x - 3} ${y}h6M${x} ${y - 3}v6` : `M${x - 8} ${y}h16M${x} ${y - 8}v16`) : '');
    this.undoButton.disabled = isEmpty;
    this.clearButton.disabled = isEmpty;
    for (const button of this.saveButtons) button.disabled = !this.drawing;
  }
}
