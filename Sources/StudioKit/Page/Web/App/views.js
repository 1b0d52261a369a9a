// The four views. A view has {title, noun, lead, pads, needsEncoder, isSampled, build(place), draw(isCurrent), command()}.
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

/** Encoding more rows would stop the page for seconds. */
const ROW_LIMIT = 2000;

class View {
  constructor(app) {
    this.app = app;
    this.turn = 0;
  }

  stop() {
    this.turn += 1;
    this.results?.setAttribute('aria-busy', 'false');
  }

  /** Draws the results again; gives up work that a later change has made stale. */
  async update() {
    const turn = ++this.turn;
    const isCurrent = () => turn === this.turn && this.app.view === this;
    this.clearResults();
    this.results.setAttribute('aria-busy', 'true');
    this.notes = [];
    try {
      await this.draw(isCurrent);
    } finally {
      if (isCurrent()) this.results.setAttribute('aria-busy', 'false');
    }
  }

  makePad(label, fileName, options = {}) {
    const pad = new Pad({
      label, fileName, examples: () => this.app.examples(), report: (sentence) => this.app.report(sentence),
      changed: (isFinished) => this.app.changed(isFinished), ...options,
    });
    pad.seen = htmlElement('div', { className: 'seen' });
    pad.element.append(pad.seen);
    this.showSeen(pad, null, 0);
    return pad;
  }

  /** Shows what a model sees: the simplified strokes with their points. */
  showSeen(pad, strokes, count) {
    const isEmpty = count === 0;
    const text = isEmpty ? 'The points that the model sees appear here.' : `The model sees ${count === 1 ? '1 row' : `${count} rows`}.`;
    const picture = pictureOf(isEmpty ? [] : [{ strokes, colour: 'faint', isPolygon: true }], 'The simplified strokes', 1);
    if (!isEmpty) picture.append(inkPath(strokes.flat().map((point) => [point]), 'dots', 3.5));
    pad.seen.replaceChildren(...(isEmpty ? [] : [picture]), htmlElement('span', { className: 'quiet', textContent: text }));
  }

  /** Encodes a pad's drawing and shows what the model sees; null for an empty pad. */
  encode(pad) {
    const { model } = this.app;
    const { drawing } = pad;
    const strokes = drawing && strokesForEncoder(drawing, model);
    const rows = drawing ? rowsOf(strokes, model.scaleFactor) : [];
    this.showSeen(pad, strokes, rows.length);
    if (rows.length > model.maxLength) {
      const isTooLong = rows.length > ROW_LIMIT;
      const sentence = isTooLong ? `This page encodes up to ${ROW_LIMIT}.` : `The model was trained with up to ${model.maxLength}; it may not recognise it.`;
      this.note(`${pad.options.label} has ${rows.length} rows. ${sentence}`);
      if (isTooLong) return null;
    }
    return rows.length > 0 ? model.encode(rows).mean : null;
  }

  /** Adds a sentence to the status. */
  note(sentence) {
    this.notes.push(sentence);
    this.app.report(this.notes.join(' '));
  }

  /** The latents of the pads; null, with a sentence on what is missing, where a pad is empty. */
  encodeAll() {
    const latents = this.pads.map((pad) => this.encode(pad));
    const empty = this.pads.filter((pad) => !pad.drawing).map((pad) => pad.options.label);
    if (empty.length > 0 && empty.length < this.pads.length) this.note(`Still empty: ${empty.join(', ')}.`);
    return latents.includes(null) ? null : latents;
  }

  /** The files that the command reads. */
  files() { return this.pads.map((pad) => ({ name: pad.fileName, drawing: pad.drawing })); }

  /** Decodes one drawing, or two together, in parts between frames: their rows, and strokes in pixels; null if the work has become stale. */
  async decode(requests, isCurrent) {
    const { model } = this.app;
    const decodings = requests.map((request) => model.decoding({ ...this.app.sampling(), ...request }));
    let pause = performance.now() + 12;
    while (advance(decodings)) {
      if (performance.now() < pause) continue;
      await nextFrame();
      if (!isCurrent()) return null;
      pause = performance.now() + 12;
    }
    return isCurrent() ? decodings.map(({ rows }) => ({ rows, strokes: strokesOf(rows, model.scaleFactor) })) : null;
  }

  /** Decodes drawings for add(decoded, index): the first at once, others in pairs, which takes less time. */
  async decodeAll(requests, isCurrent, add) {
    for (let index = 0; index < requests.length;) {
      const decoded = await this.decode(requests.slice(index, index + (index === 0 ? 1 : 2)), isCurrent);
      if (!decoded) return;
      for (const drawing of decoded) add(drawing, index++);
    }
  }

  /** Places for `count` results, and buttons that save them. */
  makeResults(name, count) {
    this.results = htmlElement('div', { className: count === 6 ? 'results six' : 'results' });
    this.count = count;
    const save = (text, action) => htmlElement('button', { type: 'button', textContent: text, onclick: action });
    this.saving = [
      save('Save all as SVG', () => saveText(svgText(this.pictures, this.labels), `${name}.svg`, 'image/svg+xml')),
      save('Save all as PNG', () => savePNG(this.pictures, `${name}.png`)),
    ];
    this.clearResults();
    return [this.results, htmlElement('div', { className: 'bar' }, ...this.saving)];
  }

  /** Empty places; earlier results stay, faint, until others replace them, so that nothing moves. */
  clearResults() {
    const isKept = this.pads.every((pad) => pad.drawing);
    const earlier = [...this.results.children].map((place) => place.querySelector('svg'));
    [this.pictures, this.labels] = [[], []];
    this.saving.forEach((button) => { button.disabled = true; });
    this.results.replaceChildren(...Array.from({ length: this.count }, (_, index) => {
      const place = htmlElement('div', { className: 'slot' }, (isKept && earlier[index]) || pictureOf([]),
        htmlElement('span', { textContent: '\u00a0' }));
      place.setAttribute('aria-hidden', 'true');
      return place;
    }));
  }

  addResult(layers, label, { rows = null, actions = [] } = {}) {
    this.pictures.push(layers);
    this.labels.push(label);
    this.saving.forEach((button) => { button.disabled = false; });
    const title = `${this.noun} ${label}`;
    const tile = htmlElement('button', {
      type: 'button', className: 'tile', onclick: () => this.app.showDetail({ layers, label, title, rows, actions }),
    }, pictureOf(layers, title), htmlElement('span', { textContent: label }));
    tile.setAttribute('aria-label', title);
    this.results.children[this.pictures.length - 1].replaceWith(tile);
  }
}

class ContinueView extends View {
  title = 'Continue';
  noun = 'Ending';
  lead = 'Draw a beginning. The model finishes it in blue, six times.';
  isSampled = true;

  build(place) {
    this.pad = this.makePad('Beginning', 'beginning.json', { colour: 'given' });
    this.pads = [this.pad];
    this.ending = inkPath([], 'completed', 2.5);
    this.pad.behind.append(this.ending);
    const changed = () => this.app.changed(true);
    const box = (text) => {
      const input = htmlElement('input', { type: 'checkbox', onchange: changed });
      return { input, label: htmlElement('label', {}, input, text) };
    };
    const [repeat, penDown, own] = ['Repeat', 'Go on with the last stroke',
      'Use the latent of the beginning itself. It describes a drawing that ends there, so most endings add little.'].map(box);
    [this.repeat, this.penDown, this.own, this.ownLabel] = [repeat.input, penDown.input, own.input, own.label];
    this.own.addEventListener('change', () => this.showLikes());
    this.another = htmlElement('button', { type: 'button', className: 'main', textContent: 'Another ending', onclick: () => this.next() });
    this.likes = htmlElement('div', { className: 'likes', onkeydown: (event) => this.moveLike(event) });
    this.likes.setAttribute('role', 'radiogroup');
    this.likes.setAttribute('aria-label', 'Finish it like');
    const input = htmlElement('input', { type: 'file', accept: '.json,.ndjson,.svg', onchange: () => this.openLike(input) });
    input.setAttribute('aria-label', 'Finish it like the drawing of a file');
    this.likeBox = htmlElement('div', { className: 'like' }, htmlElement('h2', { textContent: 'Finish it like' }),
      htmlElement('div', { className: 'bar' }, this.likes, htmlElement('label', { className: 'file' }, 'Open', input)));
    const side = htmlElement('div', { className: 'side' }, this.likeBox,
      htmlElement('div', { className: 'controls' }, this.another, repeat.label), ...this.makeResults('endings', 6),
      htmlElement('details', {}, htmlElement('summary', { textContent: 'Options' }), penDown.label, own.label));
    place.append(htmlElement('div', { className: 'pads single' }, this.pad.element, side));
    this.modelChanged();
  }

  /** Endings are drawn from the latent of a drawing: an example or an ending; of the beginning itself where there is none. */
  modelChanged() {
    this.choices = this.app.examples().map((drawing, index) => ({ drawing, fileName: `example-${index + 1}.json` }));
    this.choice = this.choices[0] ?? null;
    const { isConditional } = this.app.model;
    this.likeBox.hidden = !isConditional;
    this.ownLabel.hidden = !isConditional;
    this.own.checked = this.own.disabled = !this.choice;
    this.showLikes();
  }

  /** The drawing whose latent the endings have; null for the beginning itself, and for decoder-only models. */
  get like() { return this.own.checked || !this.app.model.isConditional ? null : this.choice; }

  setLike(choice) {
    this.choice = choice;
    this.own.checked = false;
    if (!this.choices.includes(choice)) this.choices = [choice, ...this.choices];
    this.own.disabled = false;
    this.showLikes();
    this.app.changed(true);
  }

  async openLike(input) {
    try {
      const [file] = input.files;
      const [drawing] = await drawingsOfFile(file);
      this.setLike({ drawing, fileName: file.name.replace(/\.[^.]*$/, '') + '.json' });
    } catch (error) {
      this.app.report(error.message);
    }
    input.value = '';
  }

  moveLike(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { length } = this.choices;
    this.setLike(this.choices[(this.choices.indexOf(this.choice) + step + length) % length]);
  }

  showLikes() {
    const isFocused = this.likes.contains(document.activeElement);
    const buttons = this.choices.map((choice) => {
      const name = choice.fileName.replace(/\.json$/, '').replace('-', ' ');
      const button = htmlElement('button', { type: 'button', title: name, tabIndex: choice === this.choice ? 0 : -1, onclick: () => this.setLike(choice) },
        pictureOf([{ strokes: choice.drawing.strokes, colour: 'ink' }], name, 1.5));
      button.setAttribute('role', 'radio');
      button.setAttribute('aria-checked', `${choice === this.like}`);
      button.setAttribute('aria-label', name);
      return button;
    });
    this.likes.classList.toggle('off', this.own.checked);
    this.likes.hidden = buttons.length === 0;
    this.likes.replaceChildren(...buttons);
    if (isFocused) buttons[this.choices.indexOf(this.choice)]?.focus();
  }

  /** The latent of the chosen drawing as `--latent` encodes its file. */
  likeLatent() {
    const { model } = this.app;
    this.like.latent ??= model.encode(rowsOf(strokesForEncoder(this.like.drawing, model), model.scaleFactor)).mean;
    return this.like.latent;
  }

  async draw(isCurrent) {
    const { model } = this.app;
    this.endings = [];
    this.ending.setAttribute('d', '');
    const drawing = this.pad.drawing;
    this.another.disabled = !drawing;
    if (!drawing) return this.showSeen(this.pad, null, 0);
    const strokes = strokesForCompletion(drawing, model);
    const rows = rowsOf(strokes, model.scaleFactor);
    this.showSeen(this.pad, strokes, rows.length);
    if (rows.length === 0) return undefined;
    if (rows.length >= model.maxLength) {
      this.another.disabled = true;
      return this.note(`The beginning has ${rows.length} rows; the model continues fewer than ${model.maxLength}. Undo strokes, or clear the pad.`);
    }
    if (this.penDown.checked) rows[rows.length - 1][2] = 0;
    const latent = this.like ? this.likeLatent() : model.isConditional ? model.encode(rows).mean : null;
    const map = this.padMap(drawing, strokes);
    const requests = Array.from({ length: this.count }, (_, drawIndex) => ({ latent, prefix: rows, drawIndex }));
    return this.decodeAll(requests, isCurrent, (decoded, drawIndex) => {
      const { given, completed } = partsOf(decoded.strokes, rows.length);
      const layers = [{ strokes: given, colour: 'given' }, { strokes: completed, colour: 'completed' }];
      const actions = [{ text: 'Continue this', action: () => this.pad.set({ strokes: decoded.strokes, isPrepared: false }) }];
      if (model.isConditional) actions.unshift({ text: 'More like this', action: () => this.setLike(this.choiceOf(decoded, drawIndex)) });
      this.addResult(layers, `${drawIndex + 1}`, { rows: decoded.rows, actions });
      this.endings.push(completed.map((stroke) => stroke.map(map)));
      if (drawIndex === 0) this.play(0);
    });
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
    return ['complete', this.pad.fileName, '--count', `${this.count}`, ...(this.penDown.checked ? ['--pen-down'] : []),
      ...(this.like ? ['--latent', this.like.fileName] : [])];
  }

  files() { return [...super.files(), ...(this.like ? [{ name: this.like.fileName, drawing: this.like.drawing }] : [])]; }
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
  title = 'Interpolate';
  noun = 't =';
  lead = 'Draw A and B, or choose examples. The model draws the steps from one to the other.';
  needsEncoder = true;
  isSampled = true;

  build(place) {
    this.pads = [this.makePad('A', 'a.json'), this.makePad('B', 'b.json')];
    this.slider = htmlElement('input', { type: 'range', min: 0, max: 1, step: 0.01, value: 0.5, oninput: () => this.showMorph() });
    this.slider.setAttribute('aria-label', 'Position t between A and B');
    this.value = htmlElement('output', { textContent: '0.50' });
    this.player = htmlElement('button', { type: 'button', textContent: 'Play', disabled: true, onclick: () => this.play() });
    this.slider.disabled = true;
    this.morph = htmlElement('div', {}, pictureOf([]));
    place.append(
      htmlElement('div', { className: 'pads' }, this.pads[0].element,
        htmlElement('div', { className: 'morph' }, htmlElement('h2', { textContent: 'Between A and B' }), this.morph,
          htmlElement('div', { className: 'bar' }, htmlElement('label', {}, 't ', this.slider), this.value, this.player)),
        this.pads[1].element),
      ...this.makeResults('interpolation', 10));
  }

  async draw(isCurrent) {
    this.isPlaying = false;
    this.latents = this.encodeAll();
    this.player.disabled = this.slider.disabled = !this.latents;
    if (!this.latents) return this.morph.replaceChildren(pictureOf([]));
    this.showMorph();
    const times = positions(this.count);
    return this.decodeAll(times.map((t) => ({ latent: slerp(...this.latents, t) })), isCurrent, (decoded, index) => {
      const t = times[index];
      this.addResult([{ strokes: decoded.strokes, colour: interpolationColour(t) }], t.toFixed(2), {
        rows: decoded.rows, actions: useInPads(this.pads, decoded),
      });
    });
  }

  /** Decodes the drawing at the slider's position. One at a time; the last position wins. */
  async showMorph() {
    const t = Number(this.slider.value);
    this.value.textContent = t.toFixed(2);
    if (this.isDecoding || !this.latents) return;
    this.isDecoding = true;
    const { turn } = this;
    const decoded = await this.decode([{ latent: slerp(...this.latents, t) }], () => turn === this.turn && this.app.view === this);
    this.isDecoding = false;
    if (decoded) {
      const layers = [{ strokes: decoded[0].strokes, colour: interpolationColour(t) }];
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

  command() { return ['interpolate', ...this.pads.map((pad) => pad.fileName), '--steps', `${this.count}`]; }
}

class ArithmeticView extends View {
  title = 'Arithmetic';
  noun = 'Result';
  lead = 'A + (B \u2212 C): A gets what distinguishes B from C. Draw all three, or choose examples.';
  needsEncoder = true;
  isSampled = true;

  build(place) {
    this.pads = ['A', 'B', 'C'].map((name) => this.makePad(name, `${name.toLowerCase()}.json`));
    const sign = (text) => htmlElement('span', { className: 'sign', textContent: text });
    this.result = htmlElement('div', {}, pictureOf([]));
    const [a, b, c] = this.pads.map((pad) => pad.element);
    place.append(htmlElement('div', { className: 'pads three' }, a, sign('+ ('), b, sign('\u2212'), c, sign(') ='),
      htmlElement('div', { className: 'morph' }, htmlElement('h2', { textContent: 'Result' }), this.result)), ...this.makeResults('arithmetic', 6));
  }

  async draw(isCurrent) {
    const latents = this.encodeAll();
    if (!latents) return this.result.replaceChildren(pictureOf([]));
    const latent = analogy(...latents);
    const requests = Array.from({ length: this.count }, (_, drawIndex) => ({ latent, drawIndex }));
    return this.decodeAll(requests, isCurrent, (decoded, drawIndex) => {
      const layers = [{ strokes: decoded.strokes, colour: 'completed' }];
      if (drawIndex === 0) this.result.replaceChildren(pictureOf(layers, 'The first result', 2.5));
      this.addResult(layers, `${drawIndex + 1}`, {
        rows: decoded.rows, actions: useInPads(this.pads, decoded),
      });
    });
  }

  command() {
    const [a, b, c] = this.pads.map((pad) => (/^[\w.-]+$/.test(pad.fileName) ? pad.fileName : `"${pad.fileName}"`));
    return ['analogy', `${a} + (${b} - ${c})`, '--count', `${this.count}`];
  }
}

class TemperatureView extends View {
  title = 'Temperature';
  noun = 'T =';
  lead = 'Draw one drawing. The model draws it again at temperatures from 0.1 to 1.0: the higher, the more it varies.';
  needsEncoder = true;

  build(place) {
    this.pad = this.makePad('Drawing', 'drawing.json');
    this.pads = [this.pad];
    const side = htmlElement('div', { className: 'side' }, ...this.makeResults('temperatures', 10));
    place.append(htmlElement('div', { className: 'pads single' }, this.pad.element, side));
  }

  async draw(isCurrent) {
    const latent = this.encode(this.pad);
    if (!latent) return;
    const temperatures = Array.from({ length: this.count }, (_, index) => (index + 1) / 10);
    await this.decodeAll(temperatures.map((temperature) => ({ latent, temperature })), isCurrent, (decoded, index) => {
      this.addResult([{ strokes: decoded.strokes, colour: temperatureColour(index / 9) }], temperatures[index].toFixed(1), {
        rows: decoded.rows, actions: useInPads([this.pad], decoded),
      });
    });
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
