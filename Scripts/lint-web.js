// Checks the scripts of pages: syntax, and rules that need no parser. Node is enough.
//
//   node Scripts/lint-web.js [FILE...]
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const root = path.join(__dirname, '..');
const FOLDERS = ['Sources/SketchRendering/Web', 'Sources/StudioKit/Page/Web', 'Tests/SketchStudioTests/Page', 'Scripts'];

/** Names that only tests use. */
const TESTED = 'priorLatent';

const RULES = [
  [/\bvar\s/, "'var': use const or let"],
  [/[^=!<>]==[^=]|!=[^=]/, "a loose comparison: use === or !=="],
  [/\b(eval|Function)\s*\(|document\.write|\.(inner|outer)HTML\b|insertAdjacentHTML/, 'text that becomes code or markup', 'page'],
  [/\bconsole\.|\bdebugger\b|\balert\s*\(/, 'output for debugging', 'page'],
  [/\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\s*\(/, 'a request', 'page'],
  [/\t|\s$/, 'a tab or a space at the end'],
  [/^.{161}/, 'more than 160 characters'],
];

/** Code with the contents of strings, of template literals' text, of regular expressions and of comments replaced by spaces. */
function codeOf(text) {
  const blank = (match) => match.replace(/[^\n]/g, ' ');
  // `${...}` in templates has no nested templates with braces; what remains of them is code.
  const pattern = new RegExp([
    /\/\*[^]*?\*\//, /\/\/[^\n]*/, /'(?:\\.|[^'\\\n])*'/, /"(?:\\.|[^"\\\n])*"/,
    /(?<=[[(,=:?&|!{;\s]\s?)\/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/,
  ].map((part) => part.source).join('|'), 'g');
  return text.replace(pattern, blank);
}

/** Names that a script declares at its top level. */
function declarations(text) {
  return [...text.matchAll(/^(?:async )?(?:const|let|class|function) (?:([\w$]+)|\[([^\]]+)\]|\{([^}]+)\})/gm)]
    .flatMap(([, name, list, fields]) => (name ? [name] : (list || fields).split(',').map((part) => part.split(':').pop().trim())));
}

function faultsOf(file) {
  const text = fs.readFileSync(file, 'utf8');
  const isPage = file.includes(`${path.sep}Web${path.sep}`);
  const faults = [];
  try {
    new vm.Script(isPage ? text : `(function (require, module, exports, __dirname) {${text}\n})`, { filename: file });
  } catch (error) {
    faults.push(`${error.stack.split('\n')[0].replace(`${root}/`, '')}: ${error.message}`);
  }
  const name = path.relative(root, file);
  if (!text.includes("\n'use strict';\n")) faults.push(`${name}: 'use strict' is missing`);
  const lines = [text.split('\n'), codeOf(text).split('\n')];
  lines[0].forEach((line, index) => {
    for (const [pattern, sentence, scope] of RULES) {
      const isText = sentence.startsWith('a tab') || sentence.startsWith('more');
      if ((scope !== 'page' || isPage) && pattern.test(isText ? line : lines[1][index])) faults.push(`${name}:${index + 1}: ${sentence}`);
    }
  });
  return faults;
}

/** Names that are declared twice in the scripts of a folder, or that none uses. Two pages of a folder may both have `byId`. */
function pageFaults(files) {
  const code = files.map((file) => fs.readFileSync(file, 'utf8'));
  const names = code.flatMap(declarations);
  const words = new Map();
  const uses = [...code.map((text) => text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '')), TESTED];
  for (const [word] of uses.join('\n').matchAll(/[\w$]+/g)) words.set(word, (words.get(word) || 0) + 1);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index && name !== 'byId').map((name) => `'${name}' is declared twice`),
    ...names.filter((name) => words.get(name) === 1).map((name) => `'${name}' is not used`),
  ];
}

function scripts(folder) {
  return fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js')).sort().map((name) => path.join(folder, name));
}

const given = process.argv.slice(2).map((file) => path.resolve(file));
const folders = FOLDERS.map((folder) => scripts(path.join(root, folder)));
const faults = (given.length > 0 ? given : folders.flat()).flatMap(faultsOf);
if (given.length === 0) {
  FOLDERS.slice(0, 2).forEach((folder, index) => faults.push(...pageFaults(folders[index]).map((fault) => `${folder}: ${fault}`)));
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
