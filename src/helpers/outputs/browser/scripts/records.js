// The figures' data: unpacked once, when the first figure is opened. Every text in them is ready; nothing is computed.

const PACKED = document.getElementById("datos-cifras");

let unpacking = null;

function loaded() {
  unpacking ??= unpack(PACKED.textContent).then(withIndex);
  return unpacking;
}

async function unpack(letters) {
  const bytes = Uint8Array.from(window.atob(letters), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function withIndex(data) {
  const index = new Map(data.cifras.map((row, place) => [row[0], place]));
  return {
    ...data, find: (id) => index.get(id), record: (place) => recordOf(data, place),
    origin: (id) => originOf(data, index.get(id)),
  };
}

// A figure with named fields; their order is that of `figure_panel.py`.
function recordOf(data, place) {
  const [id, ...rest] = data.cifras[place];
  const text = (at) => data.textos[at ?? 0];
  const [indicator, name, whose, of, period, when, printed, exact, operation, rounding, rule, how, grade] = Array.from({ length: 13 }, (_, at) => text(rest[at]));
  const [groups, cells, findings, published] = Array.from({ length: 4 }, (_, at) => rest[13 + at] ?? []);
  return {
    id, indicator, name, whose, of, period, when, printed, exact, operation, rounding, rule, how, grade,
    groups: groups.map(([words, ...parts]) => ({ words: text(words), parts: parts.map((part) => partOf(text, part)) })),
    cells: cells.map((at) => data.celdas[at].map(text)),
    findings: findings.map((at) => ({ at, words: data.hallazgos[at].map(text) })),
    published: published.map((line) => line.map(text)),
  };
}

// How many cells a figure depends on, and of how many files: «a partir de 12 celdas de 2 archivos».
function originOf(data, place) {
  const figures = new Set([place]);
  const cells = new Set();
  const files = new Set();
  for (const at of figures) { // also visits what is added on the way
    const [groups, own] = [data.cifras[at][14] ?? [], data.cifras[at][15] ?? []];
    for (const [below, , , weigher] of groups.flatMap(([, ...parts]) => parts).map((part) => [part].flat())) {
      if (below < 0) continue;
      figures.add(below);
      if (weigher !== undefined) figures.add(weigher);
    }
    for (const [file, sheet, cell] of own.map((one) => data.celdas[one])) {
      cells.add(`${file} ${sheet} ${cell}`);
      files.add(file);
    }
  }
  if (cells.size < 2) return cells.size ? "a partir de una celda" : "";
  return `a partir de ${cells.size.toLocaleString("de")} celdas de ${files.size === 1 ? "un archivo" : `${files.size.toLocaleString("de")} archivos`}`;
}

function partOf(text, part) {
  const [place, role, third, fourth] = [part].flat();
  if (place < 0) return { role: text(role), name: text(third), value: text(fourth) };
  return { place, role: text(role), weight: text(third), weigher: fourth };
}
