// The drawing pad of `studio draw`: several drawings with names, saved as JSON or NDJSON.
'use strict';

const collection = [];

function report(sentence) { byId('status').textContent = sentence; }

const pad = new Pad({ label: 'Drawing', fileName: 'drawing.json', changed: () => showCollection(), report });
byId('pad').replaceWith(pad.element);
pad.element.id = 'pad';
byId('title').textContent = JSON.parse(byId('settings').textContent).title;
setUpTheme();

function showCollection() {
  byId('add').disabled = !pad.drawing;
  const { length } = collection;
  byId('count').textContent = length === 0 ? 'No drawings yet: draw one, name it and add it.' : length === 1 ? '1 drawing' : `${length} drawings`;
  for (const id of ['save-json', 'save-ndjson']) byId(id).disabled = collection.length === 0;
}

function listItem(drawing) {
  const item = htmlElement('li');
  const name = htmlElement('input', { type: 'text', value: drawing.word, maxLength: 100, oninput: () => { drawing.word = name.value; } });
  name.setAttribute('aria-label', 'Name');
  const remove = htmlElement('button', {
    type: 'button', textContent: 'Remove', onclick: () => {
      collection.splice(collection.indexOf(drawing), 1);
      item.remove();
      showCollection();
    },
  });
  const edit = htmlElement('button', { type: 'button', textContent: 'Copy to pad', onclick: () => pad.set(drawing) });
  item.append(pictureOf([{ strokes: drawing.strokes, colour: 'ink' }], drawing.word), name,
    htmlElement('div', { className: 'bar' }, edit, remove));
  return item;
}

byId('add').addEventListener('click', () => {
  const drawing = { ...pad.drawing, word: byId('word').value.trim() || 'drawing' };
  collection.push(drawing);
  byId('drawings').append(listItem(drawing));
  pad.clear();
  report(`Added ${drawing.word}.`);
  showCollection();
});
byId('word').addEventListener('keydown', (event) => { if (event.key === 'Enter' && pad.drawing) byId('add').click(); });
byId('save-ndjson').addEventListener('click', () =>
  saveText(collection.map((drawing) => JSON.stringify(recordOf(drawing)) + '\n').join(''), 'drawings.ndjson', 'application/x-ndjson'));
byId('save-json').addEventListener('click', () =>
  saveText(JSON.stringify(collection.map(recordOf)) + '\n', 'drawings.json', 'application/json'));
window.addEventListener('beforeunload', (event) => { if (collection.length > 0) event.preventDefault(); });
showCollection();
