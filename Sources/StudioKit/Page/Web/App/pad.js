// The drawing pad: a square of 300 pixels for mouse, touch, pen and keyboard, with undo, redo, examples and files.
'use strict';

const PAD_SIDE = 300;

class Pad {
  /** `options`: {label, fileName, colour, examples: () => drawings, changed: (isFinished) => void, report: (sentence) => void}. */
  constructor(options) {
    this.options = { colour: 'ink', examples: () => [], ...options };
    this.strokes = [];
    this.past = [];
    this.future = [];
    this.paths = new WeakMap();
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
    this.hint = svgElement('text', { x: 150, y: 154 });
    this.behind = svgElement('g');
    this.path = inkPath([], colour, 2.5);
    this.mark = svgElement('path', { class: 'cursor', 'stroke-width': 1.5 });
    this.surface.append(this.hint, this.behind, this.path, this.mark);
    const button = (content, name, action) => {
      const element = htmlElement('button', { type: 'button', title: name, onclick: action }, content);
      element.setAttribute('aria-label', `${name}: ${label}`);
      return element;
    };
    const arrow = (transform) => svgElement('svg', { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': true },
      svgElement('path', { d: 'M6 2.5 2.5 6 6 9.5M2.5 6H10a3.5 3.5 0 0 1 0 7H6', transform }));
    this.undoButton = button(arrow(''), 'Undo', () => this.undo());
    this.redoButton = button(arrow('matrix(-1 0 0 1 16 0)'), 'Redo', () => this.redo());
    this.clearButton = button('Clear', 'Clear', () => this.clear());
    const input = htmlElement('input', { type: 'file', accept: '.json,.ndjson,.svg', onchange: () => this.open(input) });
    input.setAttribute('aria-label', `Open a file: ${label}`);
    const bar = htmlElement('div', { className: 'bar' }, this.undoButton, this.redoButton, this.clearButton);
    if (examples().length > 0) bar.append(button('Example', 'Next example', () => this.showExample()));
    bar.append(htmlElement('label', { className: 'file' }, 'Open', input));
    this.saveButtons = [button('JSON', 'Save as JSON', () => this.saveJSON()), button('SVG', 'Save as SVG', () => this.saveSVG())];
    this.element = htmlElement('div', { className: 'pad' },
      htmlElement('div', { className: 'pad-heading' }, htmlElement('h2', { textContent: label }),
        htmlElement('span', { className: 'saving' }, 'Save ', ...this.saveButtons)), this.surface, bar);
    this.listen();
    this.show();
  }

  listen() {
    const { surface } = this;
    surface.addEventListener('pointerdown', (event) => {
      // A pen replaces the palm that reached the pad before it.
      const isPalm = this.pointer !== undefined && event.pointerType === 'pen' && this.device === 'touch';
      if (event.button !== 0 || (this.pointer !== undefined && !isPalm)) return;
      event.preventDefault();
      if (isPalm) this.undo();
      this.letGo();
      [this.pointer, this.device] = [event.pointerId, event.pointerType];
      this.useKeyboard(false);
      surface.focus({ preventScroll: true });
      surface.setPointerCapture(event.pointerId);
      this.begin(this.position(event), event.timeStamp);
    });
    surface.addEventListener('pointermove', (event) => {
      if (event.pointerId !== this.pointer) return;
      const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const part of all.length > 0 ? all : [event]) this.extend(this.position(part), part.timeStamp);
      // Pointers can report more often than the screen shows.
      this.frame ??= requestAnimationFrame(() => this.show());
    });
    for (const name of ['pointerup', 'pointercancel']) {
      surface.addEventListener(name, (event) => {
        if (event.pointerId === this.pointer) this.finish();
      });
    }
    surface.addEventListener('keydown', (event) => this.key(event));
    surface.addEventListener('blur', () => {
      if (this.isPenDown) this.finish();
      this.show();
    });
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
    this.remember();
    this.makeFreeHand();
    this.started ??= time;
    this.strokes.push([[...point, Math.round(time - this.started)]]);
    this.options.changed(false);
    this.show();
  }

  extend(point, time) {
    const stroke = this.strokes[this.strokes.length - 1];
    const last = stroke[stroke.length - 1];
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < 1) return;
    stroke.push([...point, Math.round(time - this.started)]);
  }

  /** Ends the stroke that a pointer or the keyboard is drawing. */
  letGo() {
    this.pointer = undefined;
    this.isPenDown = false;
  }

  finish() {
    this.letGo();
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
        this.finish();
      } else if (this.pointer === undefined) {
        this.begin(this.cursor, event.timeStamp);
        this.isPenDown = true;
      }
    } else if (event.key === 'Delete') {
      this.clear();
    } else {
      return;
    }
    event.preventDefault();
    this.show();
  }

  /** What undo restores. Strokes are shared, not copied. */
  get state() { return { strokes: this.strokes, count: this.strokes.length, source: this.source }; }

  remember() {
    this.past.push(this.state);
    this.future = [];
    this.strokes = [...this.strokes];
  }

  restore(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push(this.state);
    [this.strokes, this.source] = [state.strokes.slice(0, state.count), state.source];
    this.finish();
  }

  undo() { this.restore(this.past, this.future); }

  redo() { this.restore(this.future, this.past); }

  clear() {
    if (this.strokes.length === 0) return;
    this.remember();
    [this.strokes, this.source] = [[], null];
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
    this.remember();
    const strokes = drawing.strokes.map((stroke) =>
      stroke.map(([x, y]) => [(x - bounds.x) * scale + left, (y - bounds.y) * scale + top].map(hundredths)));
    // Undo removes its strokes one by one.
    for (let count = 1; count < strokes.length; count++) this.past.push({ strokes, count, source: null });
    this.strokes = strokes;
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
      const drawings = await drawingsOfFile(file);
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

  show() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    const isEmpty = this.strokes.length === 0;
    // Only the stroke that is being drawn changes.
    const isDrawing = this.isPenDown || this.pointer !== undefined;
    this.path.setAttribute('d', this.strokes.map((stroke, index) => {
      if (isDrawing && index === this.strokes.length - 1) return pathData([stroke]);
      if (!this.paths.has(stroke)) this.paths.set(stroke, pathData([stroke]));
      return this.paths.get(stroke);
    }).join(''));
    const isFocused = document.activeElement === this.surface && this.usesKeyboard;
    this.hint.textContent = isFocused ? 'Arrow keys move, Space draws' : 'Draw here, or drop a file';
    this.hint.style.display = isEmpty ? '' : 'none';
    const [x, y] = this.cursor;
    this.mark.setAttribute('d', isFocused ? (this.isPenDown ? `M${x - 3} ${y}h6M${x} ${y - 3}v6` : `M${x - 8} ${y}h16M${x} ${y - 8}v16`) : '');
    this.surface.classList.toggle('drawing', isDrawing);
    this.undoButton.disabled = this.past.length === 0;
    this.redoButton.disabled = this.future.length === 0;
    this.clearButton.disabled = isEmpty;
    for (const button of this.saveButtons) button.disabled = !this.drawing;
  }
}
