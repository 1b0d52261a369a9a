// The sheet of an HTML picture: drawings that draw themselves in pen order, a slider over the steps of a series, zoom, saving,
// and the recipe. The sheet is inline SVG; its groups of the class "cell" are drawings (SVGWriter.swift).
'use strict';

const sheet = document.querySelector('svg.sheet');
const stillness = matchMedia('(prefers-reduced-motion: reduce)');
const DRAWING_TIME = 1400;
const LONGEST_PLAY = 12000;

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/**
 * The strokes of path data of absolute moves, lines and cubic curves: {start, segments}. A segment is {points, length} with the
 * end, or two control points and the end; a dot has no segments.
 */
function strokesOf(data) {
  const strokes = [];
  let last;
  for (const [, command, text] of data.matchAll(/([MLCh])([^MLCh]*)/g)) {
    const numbers = (text.match(/-?[\d.]+/g) || []).map(Number);
    if (command === 'M') {
      last = numbers;
      strokes.push({ start: last, segments: [] });
    } else if (command !== 'h') {
      const size = command === 'C' ? 6 : 2;
      for (let at = 0; at + size <= numbers.length; at += size) {
        const points = [];
        for (let k = at; k < at + size; k += 2) points.push([numbers[k], numbers[k + 1]]);
        const end = points[points.length - 1];
        // A curve is between its chord and its polygon.
        const polygon = [last, ...points].slice(1).reduce((sum, point, k) => sum + distance(point, k ? points[k - 1] : last), 0);
        strokes[strokes.length - 1].segments.push({ points, length: (polygon + distance(last, end)) / 2 });
        last = end;
      }
    }
  }
  return strokes;
}

const between = (a, b, t) => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

/** The part of a segment up to t, by de Casteljau's construction. */
function partOf(start, points, t) {
  const heads = [];
  let row = [start, ...points];
  while (row.length > 1) {
    row = row.slice(1).map((point, k) => between(row[k], point, t));
    heads.push(row[0]);
  }
  return heads;
}

const segmentData = (points) => (points.length > 1 ? 'C' : 'L') + points.map((point) => point.map((value) => +value.toFixed(3)).join(' ')).join(' ');

/** A drawing: its group in the sheet and the strokes of its paths. */
class Drawing {
  constructor(group, index) {
    this.group = group;
    this.index = index;
    this.title = group.querySelector('title')?.textContent || `Drawing ${index + 1}`;
    const { at, series, scale } = group.dataset;
    Object.assign(this, { at: at === undefined ? null : Number(at), series, scale: Number.isFinite(Number(scale)) ? Number(scale) : 1 });
    this.layers = [...group.querySelectorAll('path')].map((path) => {
      const data = path.getAttribute('d');
      return { path, data, strokes: strokesOf(data) };
    });
    this.length = this.lengthOf(this.layers);
    this.turn = 0;
  }

  // A pen needs time to move to the next stroke; a dot has no length.
  lengthOf(layers) {
    const strokes = layers.flatMap((layer) => layer.strokes);
    const drawn = strokes.reduce((sum, stroke) => sum + stroke.segments.reduce((part, segment) => part + segment.length, 0), 0);
    this.lift = drawn * 0.02 || 1;
    return drawn + this.lift * strokes.length;
  }

  /** Draws a share of the drawing, from 0 to 1, in its paths or in copies of them. */
  show(share, paths = this.layers.map(({ path }) => path)) {
    let left = share * this.length;
    this.layers.forEach(({ data, strokes }, index) => {
      if (share >= 1) return paths[index].setAttribute('d', data);
      let part = '';
      for (const { start, segments } of strokes) {
        left -= this.lift;
        if (left <= 0) break;
        part += `M${start.join(' ')}${segments.length === 0 ? 'h0' : ''}`;
        let last = start;
        for (const { points, length } of segments) {
          if (left <= 0) break;
          part += segmentData(left >= length ? points : partOf(last, points, left / length));
          left -= length;
          last = points[points.length - 1];
        }
      }
      return paths[index].setAttribute('d', part);
    });
  }

  /** Draws itself in pen order; nothing moves where motion is reduced. A later call ends an earlier one. */
  draw(paths) {
    const turn = ++this.turn;
    if (stillness.matches) return this.show(1, paths);
    const start = performance.now();
    const frame = (now) => {
      if (turn !== this.turn) return this.show(1, paths);
      const share = Math.max(now - start, 0) / DRAWING_TIME;
      this.show(share, paths);
      return share < 1 && requestAnimationFrame(frame);
    };
    return requestAnimationFrame(frame);
  }

  /** [x, y, side] of a square around the drawing. */
  square() {
    const points = this.layers.flatMap(({ strokes }) => strokes.flatMap(({ start, segments }) => [start, ...segments.flatMap((s) => s.points)]));
    const [low, high] = [Math.min, Math.max].map((choose) => [0, 1].map((k) => points.reduce((best, point) => choose(best, point[k]), points[0]?.[k] ?? 0)));
    const side = Math.max(high[0] - low[0], high[1] - low[1], 1e-3) * 1.2;
    return [(low[0] + high[0] - side) / 2, (low[1] + high[1] - side) / 2, side];
  }

  /** The drawing alone, as an inline picture. */
  picture() {
    const copies = this.layers.map(({ path, data }) => svgElement('path', {
      d: data, stroke: path.getAttribute('stroke'), 'stroke-width': path.getAttribute('stroke-width'),
    }));
    const [x, y, side] = this.square();
    return svgElement('svg', {
      viewBox: `${x} ${y} ${side} ${side}`, fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', role: 'img',
      'aria-label': this.title, class: sheet.classList.contains('plain') ? 'plain' : '',
    }, ...copies);
  }

  /** The text of an SVG file. */
  svgText() {
    const picture = this.picture();
    for (const name of ['class', 'role', 'aria-label']) picture.removeAttribute(name);
    const side = picture.viewBox.baseVal.width;
    picture.setAttribute('width', `${+side.toFixed(3)}`);
    picture.setAttribute('height', `${+side.toFixed(3)}`);
    picture.prepend(svgElement('title', {}, this.title));
    return `${new XMLSerializer().serializeToString(picture)}\n`;
  }

  /**
   * The drawing as a Quick, Draw! record in its own pixels. Whole pixels from 0 to 255 are a simplified drawing; others have
   * times, from which `studio` recognises that they are not simplified yet.
   */
  record() {
    const strokes = [];
    for (const layer of this.layers) {
      layer.strokes.forEach(({ start, segments }, index) => {
        const points = [start, ...segments.map((segment) => segment.points[segment.points.length - 1])];
        const last = strokes[strokes.length - 1];
        // A stroke can have parts in several colours.
        if (index === 0 && last && distance(last[last.length - 1], start) === 0) last.push(...points.slice(1));
        else strokes.push(points);
      });
    }
    const corner = [0, 1].map((k) => strokes.flat().reduce((low, point) => Math.min(low, point[k]), Infinity));
    const pixels = strokes.map((stroke) => stroke.map((point) => point.map((value, k) => Math.round((value - corner[k]) * this.scale * 100) / 100)));
    const isWhole = pixels.flat(2).every((value) => Math.abs(value - Math.round(value)) < 0.05 && value < 255.5);
    let time = 0;
    return {
      word: this.title,
      drawing: pixels.map((stroke) => {
        const axes = [0, 1].map((k) => stroke.map((point) => (isWhole ? Math.round(point[k]) : point[k])));
        return isWhole ? axes : [...axes, stroke.map(() => (time += 16))];
      }),
    };
  }
}

const drawings = [...sheet.querySelectorAll('.cell')].map((group, index) => new Drawing(group, index));

/** Makes the drawings buttons: one of them is in the order of the Tab key, and the arrow keys move to others. */
function setUpCells() {
  byId('hint').hidden = byId('play').hidden = drawings.length === 0;
  byId('play').hidden = drawings.length === 0;
  const boxes = drawings.map(({ group }) => group.getBBox());
  const margin = 0.04 * Math.max(...boxes.map((box) => Math.max(box.width, box.height)));
  drawings.forEach((drawing, index) => {
    const { group, title } = drawing;
    const { x, y, width, height } = boxes[index];
    group.prepend(svgElement('rect', {
      class: 'hit', x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin, rx: margin,
    }));
    for (const [key, value] of Object.entries({ role: 'button', 'aria-label': title, tabindex: index === 0 ? 0 : -1 })) group.setAttribute(key, value);
    group.addEventListener('pointerenter', () => drawing.draw());
    group.addEventListener('focus', () => {
      drawings.forEach((other) => other.group.setAttribute('tabindex', other === drawing ? 0 : -1));
      if (group.matches(':focus-visible')) drawing.draw();
    });
    group.addEventListener('click', () => enlarge(drawing));
    group.addEventListener('keydown', (event) => {
      const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (direction) neighbour(boxes, index, direction)?.group.focus();
      else if (event.key === 'Home' || event.key === 'End') drawings.at(event.key === 'Home' ? 0 : -1).group.focus();
      else if (event.key === 'Enter' || event.key === ' ') enlarge(drawing);
      else return;
      event.preventDefault();
    });
  });
}

/** The nearest drawing in a direction. */
function neighbour(boxes, index, [dx, dy]) {
  const centre = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  const own = centre(boxes[index]);
  let best = null;
  boxes.forEach((box, other) => {
    const [x, y] = centre(box).map((value, k) => value - own[k]);
    const along = x * dx + y * dy;
    const across = Math.abs(x * dy) + Math.abs(y * dx);
    if (along <= across / 2 || along <= 0) return;
    const cost = along + 2 * across;
    if (!best || cost < best.cost) best = { cost, other };
  });
  return best && drawings[best.other];
}

let enlarged = null;

function enlarge(drawing) {
  enlarged = drawing;
  byId('cell-title').textContent = drawing.title;
  byId('cell-picture').replaceChildren(drawing.picture());
  byId('previous').disabled = drawing.index === 0;
  byId('next').disabled = drawing.index === drawings.length - 1;
  if (!byId('cell').open) byId('cell').showModal();
  drawing.draw([...byId('cell-picture').querySelectorAll('path')]);
}

function setUpDialogs() {
  const fileName = () => `${enlarged.title.replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/^[-.]+|-+$/g, '') || 'drawing'}`;
  byId('again').addEventListener('click', () => enlarge(enlarged));
  byId('previous').addEventListener('click', () => enlarge(drawings[enlarged.index - 1]));
  byId('next').addEventListener('click', () => enlarge(drawings[enlarged.index + 1]));
  byId('save-json').addEventListener('click', () => saveText(`${JSON.stringify(enlarged.record())}\n`, `${fileName()}.json`, 'application/json'));
  byId('save-svg').addEventListener('click', () => saveText(enlarged.svgText(), `${fileName()}.svg`, 'image/svg+xml'));
  byId('cell').addEventListener('close', () => { enlarged.turn += 1; });
  for (const name of ['cell', 'recipe']) {
    byId(`close-${name}`).addEventListener('click', () => byId(name).close());
    byId(name).addEventListener('click', (event) => { if (event.target === byId(name)) byId(name).close(); });
  }
}

/** Draws the sheet, each drawing a little after the one before; stops when it is called again. Whole drawings where motion is reduced. */
const player = {
  isPlaying: false,
  toggle() {
    this.isPlaying = !this.isPlaying;
    byId('play').textContent = this.isPlaying ? 'Stop' : 'Play';
    if (!this.isPlaying) return drawings.forEach((drawing) => drawing.show(1));
    const delay = Math.min(DRAWING_TIME / 3, (LONGEST_PLAY - DRAWING_TIME) / drawings.length);
    let waiting = drawings;
    waiting.forEach((drawing) => {
      drawing.turn += 1;
      drawing.show(0);
    });
    const start = performance.now();
    const frame = (now) => {
      if (!this.isPlaying) return;
      waiting = waiting.filter((drawing) => {
        const share = (now - start - drawing.index * delay) / DRAWING_TIME;
        if (share > 0) drawing.show(stillness.matches ? 1 : share);
        return share < 1;
      });
      if (waiting.length > 0) requestAnimationFrame(frame);
      else this.toggle();
    };
    return requestAnimationFrame(frame);
  },
};

/** The slider shows the drawing of each series at a value, large. */
function setUpSlider() {
  const { axis } = sheet.dataset;
  const steps = [...new Set(drawings.map((drawing) => drawing.at).filter((at) => at !== null))].sort((a, b) => a - b);
  if (!axis || steps.length < 2) return;
  const series = [...new Set(drawings.filter((drawing) => drawing.at !== null).map((drawing) => drawing.series))].slice(0, 12);
  const slider = byId('slider');
  byId('axis').textContent = axis === 'T' ? 'Temperature' : axis;
  slider.max = steps.length - 1;
  slider.value = Math.floor((steps.length - 1) / 2);
  const show = () => {
    const value = steps[slider.value];
    const shown = series.map((name) => drawings.filter((drawing) => drawing.series === name && drawing.at !== null)
      .reduce((best, drawing) => (Math.abs(drawing.at - value) < Math.abs(best.at - value) ? drawing : best)));
    // With the digits of the sheet.
    const text = /= ([\d.]+)$/.exec(shown[0].title)?.[1] ?? `${+value.toFixed(3)}`;
    byId('value').textContent = text;
    slider.setAttribute('aria-valuetext', text);
    drawings.forEach((drawing) => drawing.group.classList.toggle('at', drawing.at === value));
    byId('stage').replaceChildren(...shown.map((drawing) => {
      const caption = htmlElement('figcaption', { textContent: drawing.title });
      return htmlElement('figure', {}, drawing.picture(), caption);
    }));
  };
  slider.addEventListener('input', show);
  byId('slider-label').hidden = byId('stage').hidden = false;
  show();
}

function setUpZoom() {
  const { width, height } = sheet.viewBox.baseVal;
  let zoom = 1;
  const apply = (factor) => {
    zoom = Math.min(Math.max(factor, 0.25), 16);
    const room = byId('place').clientWidth;
    // A high sheet is not smaller than half the width.
    const fitted = Math.min(room, Math.max(innerHeight * 0.8 * (width / height), room / 2));
    sheet.style.width = `${fitted * zoom}px`;
    byId('smaller').disabled = zoom <= 0.25;
    byId('larger').disabled = zoom >= 16;
  };
  byId('smaller').addEventListener('click', () => apply(zoom / 1.5));
  byId('larger').addEventListener('click', () => apply(zoom * 1.5));
  byId('fit').addEventListener('click', () => apply(1));
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+') apply(zoom * 1.5);
    else if (event.key === '-') apply(zoom / 1.5);
  });
  window.addEventListener('resize', () => apply(zoom));
  apply(1);
}

/** A recipe's value in one line. */
function valueText(value) {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (value && typeof value === 'object') return Object.values(value).map(valueText).join(' ');
  return `${value}`;
}

function setUpRecipe() {
  const text = sheet.querySelector('metadata')?.textContent;
  if (!text) return;
  const recipe = JSON.parse(text);
  byId('show-recipe').hidden = false;
  byId('command').textContent = `studio ${recipe.command}`;
  for (const [key, value] of Object.entries(recipe).filter(([name]) => name !== 'command')) {
    const entries = value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [[key, value]];
    for (const [name, part] of entries) {
      byId('facts').append(htmlElement('dt', { textContent: name }), htmlElement('dd', { textContent: valueText(part) }));
    }
  }
  byId('show-recipe').addEventListener('click', () => byId('recipe').showModal());
  byId('copy').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(byId('command').textContent);
      byId('status').textContent = 'Copied.';
    } catch {
      getSelection().selectAllChildren(byId('command'));
      byId('status').textContent = 'The browser does not allow copying; the command is selected.';
    }
  });
}

document.querySelector('h1').textContent = document.title;
byId('tools').hidden = false;
setUpTheme();
setUpSlider();
setUpZoom();
setUpCells();
setUpDialogs();
setUpRecipe();
byId('play').addEventListener('click', () => player.toggle());
