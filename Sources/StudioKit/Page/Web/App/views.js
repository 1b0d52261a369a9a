// The four views. A view has {title, needsEncoder, build(place), update(), command(), isSampled}; `update` starts its work and
// gives up work that a later call has made stale.
'use strict';

const mix = (a, b, wa, wb) => '#' + [0, 1, 2].map((k) => Math.round(Math.min(Math.max(wa * a[k] + wb * b[k], 0), 1) * 255)
  .toString(16).padStart(2, '0')).join('');
const [BLUE, RED, PINK] = [[0.2, 0.6, 1], [1, 0.4, 0.4], [1, 0.4, 0.698]];

/** Low to high temperature: blue to red. */
const temperatureColour = (fraction) => mix(BLUE, RED, 1 - fraction, fraction);

/** The colour at t of an interpolation: pink to blue on the great circle of the RGB vectors. */
function interpolationColour(t) {
  const dot = PINK.reduce((sum, value, k) => sum + value * BLUE[k], 0) / (norm(PINK) * norm(BLUE));
  const angle = Math.acos(dot);
  return mix(PINK, BLUE, Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle));
}

/** [0, 1/(n-1), ..., 1]. */
const positions = (count) => Array.from({ length: count }, (_, index) => index / (count - 1));

class View {
  constructor(app) {
    this.app = app;
    this.turn = 0;
  }

  /** A function that says whether the work begun now is still wanted. */
  begin() {
    const turn = ++this.turn;
    return () => turn === this.turn && this.app.view === this;
  }

  stop() { this.turn += 1; }

  makePad(label, fileName, options = {}) {
    return new Pad({
      label, fileName, examples: () => this.app.examples(), report: (sentence) => this.app.report(sentence),
      changed: (isFinished) => this.app.changed(isFinished), ...options,
    });
  }

  /** Encodes a pad's drawing and shows what the model sees; null for an empty pad. */
  encode(pad) {
    const { model } = this.app;
    const drawing = pad.drawing;
    const strokes = drawing && strokesForEncoder(drawing, model);
    const rows = drawing ? rowsOf(strokes, model.scaleFactor) : [];
    pad.showSeen(rows.length > 0 ? strokes : null, rows.length);
    return rows.length > 0 ? model.encode(rows).mean : null;
  }

  /** Decodes one drawing, in parts between frames: strokes in pixels; null if the work has become stale. */
  async decode(request, isCurrent) {
    const { model } = this.app;
    const decoding = model.decoding({ ...this.app.sampling(), ...request });
    let pause = performance.now() + 12;
    while (decoding.advance()) {
      if (performance.now() < pause) continue;
      await nextFrame();
      if (!isCurrent()) return null;
      pause = performance.now() + 12;
    }
    return isCurrent() ? { rows: decoding.rows, strokes: strokesOf(decoding.rows, model.scaleFactor) } : null;
  }

  /** The row of results with buttons that save it. */
  makeResults(name) {
    this.results = htmlElement('div', { className: 'results' });
    this.pictures = [];
    this.labels = [];
    const save = (text, action) => htmlElement('button', { type: 'button', textContent: text, disabled: true, onclick: action });
    this.saving = [
      save('Save all as SVG', () => saveText(svgText(this.pictures, this.labels), `${name}.svg`, 'image/svg+xml')),
      save('Save all as PNG', () => savePNG(this.pictures, `${name}.png`)),
    ];
    return [this.results, htmlElement('div', { className: 'bar' }, ...this.saving)];
  }

  clearResults() {
    [this.pictures, this.labels] = [[], []];
    this.results.replaceChildren();
    this.saving.forEach((button) => { button.disabled = true; });
  }

  addResult(layers, label, { rows = null, actions = [] } = {}) {
    this.pictures.push(layers);
    this.labels.push(label);
    this.saving.forEach((button) => { button.disabled = false; });
    const tile = htmlElement('button', {
      type: 'button', className: 'tile', onclick: () => this.app.showDetail({ layers, label, rows, actions }),
    }, pictureOf(layers, `Drawing ${label}`), htmlElement('span', { textContent: label }));
    this.results.append(tile);
  }
}

class ContinueView extends View {
  static count = 6;
  title = 'Continue';
  isSampled = true;

  build(place) {
    this.pad = this.makePad('Beginning', 'beginning.json', { colour: 'given' });
    this.ending = inkPath([], 'completed', 2.5);
    this.pad.behind.append(this.ending);
    this.penDown = htmlElement('input', { type: 'checkbox', onchange: () => this.app.changed(true) });
    this.repeat = htmlElement('input', { type: 'checkbox', onchange: () => this.app.changed(true) });
    this.another = htmlElement('button', { type: 'button', className: 'main', textContent: 'Another ending', onclick: () => this.next() });
    this.likes = htmlElement('div', { className: 'likes' });
    this.likes.setAttribute('role', 'radiogroup');
    this.likes.setAttribute('aria-label', 'Finish it like');
    this.saveLike = htmlElement('button', {
      type: 'button', onclick: () => saveText(JSON.stringify(recordOf(this.like.drawing)) + '\n', this.like.fileName, 'application/json'),
    });
    this.likeBox = htmlElement('div', {}, htmlElement('h2', { textContent: 'Finish it like' }), this.likes,
      htmlElement('div', { className: 'bar' }, this.saveLike));
    const box = (input, text) => htmlElement('label', {}, input, text);
    const side = htmlElement('div', { className: 'side' }, this.likeBox,
      htmlElement('div', { className: 'controls' }, this.another, box(this.repeat, 'Repeat'), box(this.penDown, 'Go on with the last stroke')),
      ...this.makeResults('endings'));
    place.append(htmlElement('div', { className: 'pads single' }, this.pad.element, side));
    this.modelChanged();
  }

  /** Endings are drawn from the latent of a drawing: an example, an ending, or the beginning itself (null). */
  modelChanged() {
    this.choices = this.app.examples().map((drawing, index) => ({ drawing, fileName: `example-${index + 1}.json` }));
    this.like = this.app.model.isConditional ? this.choices[0] ?? null : null;
    this.likeBox.hidden = !this.app.model.isConditional;
    this.showLikes();
  }

  setLike(choice) {
    this.like = choice;
    if (choice && !this.choices.includes(choice)) this.choices = [choice, ...this.choices];
    this.showLikes();
    this.app.changed(true);
  }

  showLikes() {
    const buttons = [...this.choices, null].map((choice) => {
      const name = choice ? choice.fileName.replace('.json', '') : 'the beginning itself';
      const button = htmlElement('button', { type: 'button', title: name, onclick: () => this.setLike(choice) },
        choice ? pictureOf([{ strokes: choice.drawing.strokes, colour: 'ink' }], name, 1.5) : 'itself');
      button.setAttribute('role', 'radio');
      button.setAttribute('aria-checked', `${choice === this.like}`);
      button.setAttribute('aria-label', name);
      return button;
    });
    this.likes.replaceChildren(...buttons);
    this.saveLike.hidden = !this.like;
    if (this.like) this.saveLike.textContent = `Save ${this.like.fileName}`;
  }

  /** The latent of the chosen drawing as `--latent` encodes its file. */
  likeLatent() {
    const { model } = this.app;
    this.like.latent ??= model.encode(rowsOf(strokesForEncoder(this.like.drawing, model), model.scaleFactor)).mean;
    return this.like.latent;
  }

  async update() {
    const isCurrent = this.begin();
    const { model } = this.app;
    this.clearResults();
    this.endings = [];
    this.ending.setAttribute('d', '');
    const drawing = this.pad.drawing;
    this.another.disabled = !drawing;
    if (!drawing) return this.pad.showSeen(null, 0);
    const strokes = strokesForCompletion(drawing, model);
    const rows = rowsOf(strokes, model.scaleFactor);
    this.pad.showSeen(rows.length > 0 ? strokes : null, rows.length);
    if (rows.length === 0) return undefined;
    if (rows.length >= model.maxLength) {
      return this.app.report(`The beginning has ${rows.length} rows; the model continues fewer than ${model.maxLength}. Undo a stroke.`);
    }
    if (this.penDown.checked) rows[rows.length - 1][2] = 0;
    const latent = this.like ? this.likeLatent() : model.isConditional ? model.encode(rows).mean : null;
    const map = this.padMap(drawing, strokes);
    for (let drawIndex = 0; drawIndex < ContinueView.count; drawIndex++) {
      const decoded = await this.decode({ latent, prefix: rows, drawIndex }, isCurrent);
      if (!decoded) return undefined;
      const { given, completed } = partsOf(decoded.strokes, rows.length);
      const layers = [{ strokes: given, colour: 'given' }, { strokes: completed, colour: 'completed' }];
      const actions = [{ text: 'Continue this', action: () => this.pad.set({ strokes: decoded.strokes, isPrepared: false }) }];
      if (model.isConditional) actions.unshift({ text: 'More like this', action: () => this.setLike(this.choiceOf(decoded, drawIndex)) });
      this.addResult(layers, `${drawIndex + 1}`, { rows: decoded.rows, actions });
      this.endings.push(completed.map((stroke) => stroke.map(map)));
      if (drawIndex === 0) this.play(0);
    }
    return this.app.report('');
  }

  /** An ending, with the points that its file has. */
  choiceOf(decoded, drawIndex) {
    const strokes = decoded.strokes.map((stroke) => stroke.map((point) => point.map(hundredths)));
    return { drawing: { strokes, isPrepared: false, word: 'ending' }, fileName: `continue-${drawIndex + 1}.json` };
  }

  /** From pixels of a decoded drawing, which starts at the origin, to the pad. */
  padMap(drawing, strokes) {
    const [left, top, size] = this.pad.placement;
    const first = strokes[0][0];
    if (drawing.isPrepared) return ([x, y]) => [left + (first[0] + x) * size, top + (first[1] + y) * size];
    const bounds = boundsOf(drawing.strokes);
    const scale = bounds.extent / Math.max(boundsOf(strokes).extent, 1e-9);
    return ([x, y]) => [bounds.x + (first[0] + x) * scale, bounds.y + (first[1] + y) * scale];
  }

  /** Draws an ending on the pad; a later one, or a change of the view, ends it. */
  async play(index) {
    this.shown = index;
    const { turn } = this;
    const playing = (this.playing = {});
    const isCurrent = () => turn === this.turn && playing === this.playing && this.app.view === this;
    await reveal(this.ending, this.endings[index], isCurrent);
    if (!this.repeat.checked || !isCurrent()) return;
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    if (isCurrent() && this.repeat.checked) this.next();
  }

  next() {
    if (this.shown + 1 < this.endings.length) {
      this.play(this.shown + 1);
    } else {
      this.app.nextSeed();
    }
  }

  command() {
    return ['complete', this.pad.fileName, '--count', `${ContinueView.count}`, ...(this.penDown.checked ? ['--pen-down'] : []),
      ...(this.like ? ['--latent', this.like.fileName] : [])];
  }
}

/** The strokes of a decoded drawing up to its prefix of `count` rows, and after it. */
function partsOf(strokes, count) {
  const [given, completed] = [[], []];
  let first = 0;
  for (const stroke of strokes) {
    const split = Math.min(Math.max(count + 1 - first, 0), stroke.length);
    if (split > 0) given.push(stroke.slice(0, split));
    if (split < stroke.length) completed.push(stroke.slice(Math.max(split - 1, 0)));
    first += stroke.length;
  }
  return { given, completed };
}

class InterpolateView extends View {
  static steps = 10;
  title = 'Interpolate';
  needsEncoder = true;
  isSampled = true;

  build(place) {
    this.pads = [this.makePad('A', 'a.json'), this.makePad('B', 'b.json')];
    this.slider = htmlElement('input', { type: 'range', min: 0, max: 1, step: 0.01, value: 0.5, oninput: () => this.showMorph() });
    this.slider.setAttribute('aria-label', 'Position t between A and B');
    this.value = htmlElement('output', { textContent: '0.50' });
    this.player = htmlElement('button', { type: 'button', textContent: 'Play', onclick: () => this.play() });
    this.morph = htmlElement('div');
    place.append(
      htmlElement('div', { className: 'pads' }, this.pads[0].element,
        htmlElement('div', { className: 'morph' }, this.morph,
          htmlElement('div', { className: 'bar' }, htmlElement('label', {}, 't ', this.slider), this.value, this.player)),
        this.pads[1].element),
      ...this.makeResults('interpolation'));
  }

  async update() {
    const isCurrent = this.begin();
    this.clearResults();
    this.isPlaying = false;
    this.latents = this.pads.map((pad) => this.encode(pad));
    this.player.disabled = this.slider.disabled = this.latents.includes(null);
    if (this.latents.includes(null)) return this.morph.replaceChildren(pictureOf([]));
    this.showMorph();
    for (const t of positions(InterpolateView.steps)) {
      const decoded = await this.decode({ latent: slerp(...this.latents, t) }, isCurrent);
      if (!decoded) return undefined;
      this.addResult([{ strokes: decoded.strokes, colour: interpolationColour(t) }], t.toFixed(2), {
        rows: decoded.rows, actions: useInPads(this.pads, decoded),
      });
    }
    return undefined;
  }

  /** Decodes the drawing at the slider's position. One at a time; the last position wins. */
  async showMorph() {
    const t = Number(this.slider.value);
    this.value.textContent = t.toFixed(2);
    if (this.isDecoding || !this.latents || this.latents.includes(null)) return;
    this.isDecoding = true;
    const { turn } = this;
    const decoded = await this.decode({ latent: slerp(...this.latents, t) }, () => turn === this.turn && this.app.view === this);
    this.isDecoding = false;
    if (decoded) {
      const layers = [{ strokes: decoded.strokes, colour: interpolationColour(t) }];
      this.morph.replaceChildren(pictureOf(layers, `The drawing at t = ${t.toFixed(2)}`, 2.5));
    }
    if (Number(this.slider.value) !== t) this.showMorph();
  }

  async play() {
    this.isPlaying = !this.isPlaying;
    const { turn } = this;
    let [t, direction] = [Number(this.slider.value), 1];
    while (this.isPlaying && turn === this.turn && this.app.view === this) {
      this.player.textContent = 'Pause';
      t += direction * 0.02;
      if (t >= 1 || t <= 0) direction = -direction;
      t = Math.min(Math.max(t, 0), 1);
      this.slider.value = t;
      await this.showMorph();
      await new Promise((resolve) => { setTimeout(resolve, 40); });
    }
    this.isPlaying = false;
    this.player.textContent = 'Play';
  }

  command() { return ['interpolate', ...this.pads.map((pad) => pad.fileName), '--steps', `${InterpolateView.steps}`]; }
}

class ArithmeticView extends View {
  static count = 6;
  title = 'Arithmetic';
  needsEncoder = true;
  isSampled = true;

  build(place) {
    this.pads = ['A', 'B', 'C'].map((name) => this.makePad(name, `${name.toLowerCase()}.json`));
    const sign = (text) => htmlElement('span', { className: 'sign', textContent: text });
    const [a, b, c] = this.pads.map((pad) => pad.element);
    place.append(htmlElement('div', { className: 'pads three' }, a, sign('+ ('), b, sign('\u2212'), c, sign(')')),
      htmlElement('p', { className: 'quiet', textContent: 'A + (B \u2212 C): A gets what distinguishes B from C.' }), ...this.makeResults('arithmetic'));
  }

  async update() {
    const isCurrent = this.begin();
    this.clearResults();
    const latents = this.pads.map((pad) => this.encode(pad));
    if (latents.includes(null)) return;
    const latent = analogy(...latents);
    for (let drawIndex = 0; drawIndex < ArithmeticView.count; drawIndex++) {
      const decoded = await this.decode({ latent, drawIndex }, isCurrent);
      if (!decoded) return;
      this.addResult([{ strokes: decoded.strokes, colour: 'completed' }], `${drawIndex + 1}`, {
        rows: decoded.rows, actions: useInPads(this.pads, decoded),
      });
    }
  }

  command() {
    const [a, b, c] = this.pads.map((pad) => (/^[\w.-]+$/.test(pad.fileName) ? pad.fileName : `"${pad.fileName}"`));
    return ['analogy', `${a} + (${b} - ${c})`, '--count', `${ArithmeticView.count}`];
  }
}

class TemperatureView extends View {
  title = 'Temperature';
  needsEncoder = true;

  build(place) {
    this.pad = this.makePad('Drawing', 'drawing.json');
    const side = htmlElement('div', { className: 'side' }, ...this.makeResults('temperatures'));
    place.append(htmlElement('div', { className: 'pads single' }, this.pad.element, side));
  }

  async update() {
    const isCurrent = this.begin();
    this.clearResults();
    const latent = this.encode(this.pad);
    if (!latent) return;
    for (let tenths = 1; tenths <= 10; tenths++) {
      const temperature = tenths / 10;
      const decoded = await this.decode({ latent, temperature }, isCurrent);
      if (!decoded) return;
      this.addResult([{ strokes: decoded.strokes, colour: temperatureColour((tenths - 1) / 9) }], temperature.toFixed(1), {
        rows: decoded.rows, actions: useInPads([this.pad], decoded),
      });
    }
  }

  command() { return ['reconstruct', this.pad.fileName, '--temperature', '0.1,0.2,...,1.0']; }
}

/** Actions that put a decoded drawing into pads. */
function useInPads(pads, decoded) {
  return pads.map((pad) => ({
    text: pads.length > 1 ? `Use as ${pad.options.label}` : 'Use as input', action: () => pad.set({ strokes: decoded.strokes, isPrepared: false }),
  }));
}

const VIEWS = { continue: ContinueView, interpolate: InterpolateView, arithmetic: ArithmeticView, temperature: TemperatureView };
const app = new App(JSON.parse(byId('settings').textContent));
app.start();
