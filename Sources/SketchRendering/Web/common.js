// What every page has: elements, files, the theme.
'use strict';

const byId = (id) => document.getElementById(id);

function svgElement(name, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function htmlElement(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Saves a blob under a name. */
function download(blob, name) {
  const link = htmlElement('a', { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const saveText = (text, name, type) => download(new Blob([text], { type }), name);

/** The button that switches between light and dark; the system's choice comes first. */
function setUpTheme() {
  const button = byId('theme');
  const { dataset } = document.documentElement;
  const apply = (theme) => {
    dataset.theme = theme;
    const other = theme === 'dark' ? 'light' : 'dark';
    button.textContent = other === 'dark' ? 'Dark' : 'Light';
    button.setAttribute('aria-label', `Switch to ${other} colours`);
  };
  apply(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  button.addEventListener('click', () => apply(dataset.theme === 'dark' ? 'light' : 'dark'));
}
