// The page of `studio page`: models, views, the controls that views share, and the equivalent command.
'use strict';

/** Resolves before the next frame, so that the page stays responsive. */
const nextFrame = () => new Promise((resolve) => {
  // A hidden page has no frames.
  if (document.hidden) setTimeout(resolve, 0);
  else requestAnimationFrame(resolve);
});

/** One word of a shell's command line. */
const shellWord = (word) => (/^[\w.\/+,:=@%-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);

class App {
  constructor(settings) {
    this.settings = settings;
    this.models = settings.models.map(() => null);
    this.index = 0;
  }

  get model() { return this.models[this.index]; }

  examples() {
    return this.settings.models[this.index].examples.map((example) => drawingOfStrokes(example, 'example')).filter(Boolean);
  }

  start() {
    byId('title').textContent = this.settings.title;
    setUpTheme();
    const select = byId('model');
    select.append(...this.settings.models.map(({ name }, index) => htmlElement('option', { value: index, textContent: name })));
    byId('model-label').hidden = this.settings.models.length < 2;
    select.addEventListener('change', () => this.choose(Number(select.value)));
    byId('temperature').addEventListener('input', () => {
      byId('temperature-value').textContent = byId('temperature').value;
      this.changed(true);
    });
    byId('seed').addEventListener('input', () => this.changed(true));
    byId('next-seed').addEventListener('click', () => this.nextSeed());
    byId('copy').addEventListener('click', () => this.copy());
    byId('detail').addEventListener('click', (event) => { if (event.target === byId('detail')) byId('detail').close(); });
    this.views = this.settings.views.map((name) => Object.assign(new VIEWS[name](this), { name }));
    this.buildTabs();
    this.choose(0);
  }

  buildTabs() {
    const tabs = byId('tabs');
    this.tabs = this.views.map((view) => htmlElement('button', {
      type: 'button', id: `tab-${view.name}`, textContent: view.title, onclick: () => this.open(view),
    }));
    this.tabs.forEach((tab) => {
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', 'view');
    });
    tabs.append(...this.tabs);
    tabs.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const enabled = this.tabs.filter((tab) => !tab.hidden);
      const next = enabled[(enabled.indexOf(document.activeElement) + step + enabled.length) % enabled.length];
      next.focus();
      next.click();
    });
  }

  /** Uses a model, which is read when it is first chosen. */
  choose(index) {
    this.index = index;
    if (!this.model) {
      const element = byId(`model-${index}`);
      this.models[index] = new SketchModel(bytesOfBase64(element.textContent));
      element.remove();
    }
    this.views.forEach((view, place) => { this.tabs[place].hidden = Boolean(view.needsEncoder) && !this.model.isConditional; });
    byId('tabs').hidden = this.tabs.filter((tab) => !tab.hidden).length < 2;
    const isOpen = this.view && !this.tabs[this.views.indexOf(this.view)].hidden;
    this.view?.modelChanged?.();
    this.open(isOpen ? this.view : this.views[this.tabs.findIndex((tab) => !tab.hidden)]);
  }

  open(view) {
    this.view?.stop();
    this.view = view;
    const index = this.views.indexOf(view);
    this.tabs.forEach((tab, place) => {
      tab.setAttribute('aria-selected', `${place === index}`);
      tab.tabIndex = place === index ? 0 : -1;
    });
    byId('view').setAttribute('aria-labelledby', `tab-${view.name}`);
    if (!view.place) {
      view.place = htmlElement('div');
      view.build(view.place);
    }
    byId('view').replaceChildren(view.place);
    byId('temperature-label').hidden = !view.isSampled;
    byId('lead').textContent = view.lead;
    this.changed(true);
  }

  sampling() {
    return { temperature: Number(byId('temperature').value), convention: this.model.convention, seed: this.seed };
  }

  get seed() {
    const value = Number(byId('seed').value);
    return Number.isSafeInteger(value) && value >= 0 ? value : 1;
  }

  nextSeed() {
    byId('seed').value = this.seed + 1;
    this.changed(true);
  }

  /** Starts the view's work again, shortly after the last change; stale work ends at once. */
  changed(isFinished) {
    this.view.stop();
    this.report('');
    clearTimeout(this.timer);
    this.showCommand();
    if (isFinished) this.timer = setTimeout(() => this.update(), 60);
  }

  async update() {
    try {
      await this.view.update();
    } catch (error) {
      this.report(`The drawing cannot be computed: ${error.message}`);
    }
  }

  report(sentence) { byId('status').textContent = sentence; }

  showCommand() {
    const { option } = this.settings.models[this.index];
    const words = this.view.command().map(shellWord);
    const sampled = this.view.isSampled ? ` --temperature ${this.sampling().temperature}` : '';
    byId('command').textContent = `studio ${words.join(' ')}${option}${sampled} --seed ${this.seed} --plain`;
    byId('command-files').replaceChildren(htmlElement('span', { className: 'quiet', textContent: 'It reads' }),
      ...this.view.files().map(({ name, drawing }) => htmlElement('button', {
        type: 'button', textContent: `Save ${name}`, disabled: !drawing,
        onclick: () => saveText(JSON.stringify(recordOf(drawing)) + '\n', name, 'application/json'),
      })));
  }

  async copy() {
    const text = byId('command').textContent;
    try {
      await navigator.clipboard.writeText(text);
      this.report('Copied.');
    } catch {
      const selection = getSelection();
      selection.selectAllChildren(byId('command'));
      this.report('The browser does not allow copying; the command is selected.');
    }
  }

  /** A large picture of one drawing, which can be saved and used. */
  showDetail({ layers, label, title, rows, actions }) {
    const dialog = byId('detail');
    byId('detail-title').textContent = title;
    const picture = pictureOf(layers, title, 3);
    byId('detail-picture').replaceChildren(picture);
    const paths = [...picture.querySelectorAll('path')];
    let turn = 0;
    const replay = async () => {
      const own = ++turn;
      paths.forEach((path) => path.setAttribute('d', ''));
      for (let k = 0; k < paths.length; k++) await reveal(paths[k], layers[k].strokes, () => dialog.open && own === turn, 20);
    };
    const button = (text, action, closes = false) => htmlElement('button', {
      type: 'button', textContent: text, onclick: () => { if (closes) dialog.close(); action(); },
    });
    const name = `${this.view.name}-${label}`;
    const strokes = strokesOf(rows, this.model.scaleFactor);
    byId('detail-bar').replaceChildren(
      ...actions.map(({ text, action }) => button(text, action, true)),
      button('Replay', replay),
      button('JSON', () => saveText(JSON.stringify(recordOf({ strokes, isPrepared: false, word: name })) + '\n', `${name}.json`, 'application/json')),
      button('SVG', () => saveText(svgText([layers]), `${name}.svg`, 'image/svg+xml')),
      button('PNG', () => savePNG([layers], `${name}.png`)),
      button('Close', () => {}, true));
    dialog.showModal();
  }
}
