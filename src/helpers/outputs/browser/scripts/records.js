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
  return { ...data, find: (id) => index.get(id), record: (place) => recordOf(data, place) };
}

// A figure with named fields; their order is that of `figure_panel.py`.
function recordOf(data, place) {
  const [id, indicator, name, whose, period, printed, exact, operation, rounding, rule, grade, parts, cells, findings, published] = data.cifras[place];
  const text = (at) => data.textos[at ?? 0];
  return {
    id, indicator: text(indicator), name: text(name), whose: text(whose), period: text(period), printed: text(printed),
    exact: text(exact), operation: text(operation), rounding: text(rounding), rule: text(rule), grade: text(grade),
    parts: (parts ?? []).map((part) => partOf(text, part)),
    cells: (cells ?? []).map((at) => data.celdas[at].map(text)),
    findings: (findings ?? []).map((at) => ({ at, words: data.hallazgos[at].map(text) })),
    published: (published ?? []).map((line) => line.map(text)),
  };
}

function partOf(text, part) {
  const [place, role, third, fourth] = [part].flat();
  if (place < 0) return { role: text(role), name: text(third), value: text(fourth) };
  return { place, role: text(role), weight: text(third), weigher: fourth };
}
