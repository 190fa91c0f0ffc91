// The panel: a dialog that shows one figure and remembers the figures opened before it.

const PREFIX = "#cifra=";
const SHOWN_AT_ONCE = 60;

function addressOf(id) {
  return PREFIX + encodeURI(id).replaceAll("#", "%23");
}

function idInAddress() {
  if (!window.location.hash.startsWith(PREFIX)) return "";
  try {
    return decodeURIComponent(window.location.hash.slice(PREFIX.length));
  } catch {
    return "";
  }
}

// Each entry of that history is a figure (`id`) or the findings of a table (`title` and the `ids` of its figures).
function makePanel() {
  const content = make("div", { class: "contenido-panel", tabindex: "-1" });
  const told = status("aviso-panel");
  const trail = make("ol");
  const route = make("nav", { class: "ruta", "aria-label": "Cifras por las que se llegó" }, trail);
  const back = button("Volver", () => go(path.slice(0, -1)), { class: "volver" });
  const copy = button("Copiar enlace", async () => {
    const address = window.location.href.split("#")[0] + addressOf(last().id);
    say(told, (await copied(address, dialog)) ? "Enlace copiado." : "El navegador no dejó copiar: tome el enlace de la barra de direcciones.");
  });
  const close = button("Cerrar", () => dialog.close(), { class: "cerrar" });
  const dialog = make("dialog", { class: "panel-cifra", "aria-labelledby": "panel-titulo" },
    make("div", { class: "mando" }, back, told, copy, close), route, content);
  let data = null;
  let path = [];
  let opener = null;
  // Whether the panel added an entry to the browser's history, so that the browser's own Back closes it.
  let entered = false;

  const last = () => path[path.length - 1];

  async function open(step, from) {
    data = await loaded();
    if (!dialog.open) {
      opener = from || document.activeElement;
      dialog.showModal();
    }
    go([step]);
  }

  function go(steps) {
    path = steps;
    told.textContent = "";
    nameInAddress(last().id);
    const place = last().id ? data.find(last().id) : undefined;
    copy.hidden = place === undefined;
    back.hidden = route.hidden = path.length < 2;
    trail.replaceChildren(...path.map((step, at) => make("li", {}, at === path.length - 1
      ? make("span", { "aria-current": "page" }, labelOf(step))
      : button(labelOf(step), () => go(path.slice(0, at + 1))))));
    if (last().ids) content.replaceChildren(...findingsOf(last(), data));
    else content.replaceChildren(...(place === undefined ? unknown(last().id) : described(data.record(place), data)));
    content.scrollTop = 0;
    content.focus({ preventScroll: true });
  }

  // The address names the figure shown, so that it can be stored and sent. All figures are one entry of the browser history.
  function nameInAddress(id) {
    if (!id || idInAddress() === id) return;
    if (idInAddress()) {
      window.history.replaceState(null, "", addressOf(id));
    } else {
      window.history.pushState(null, "", addressOf(id));
      entered = true;
    }
  }

  function labelOf(step) {
    const place = step.id ? data.find(step.id) : undefined;
    if (step.ids) return "Hallazgos";
    return place === undefined ? step.id : shortName(data.record(place));
  }

  function leave() {
    entered = false;
    opener = null;
    dialog.close();
  }

  dialog.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (event.target === dialog) dialog.close();
    else if (link && !link.hash.startsWith(PREFIX)) leave();
    else if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      go([...path, { id: decodeURIComponent(link.hash.slice(PREFIX.length)) }]);
    }
  });
  dialog.addEventListener("close", () => {
    if (entered) window.history.back();
    else if (idInAddress()) window.history.replaceState(null, "", window.location.href.split("#")[0]);
    entered = false;
    if (opener && opener.isConnected) opener.focus();
  });
  window.addEventListener("popstate", () => {
    const id = idInAddress();
    if (!dialog.open && id) open({ id });
    else if (dialog.open && id && id !== last().id) go([...path, { id }]);
    else if (dialog.open && !id) {
      entered = false;
      dialog.close();
    }
  });

  document.body.append(dialog);
  return { open, fromAddress: () => { if (idInAddress()) open({ id: idInAddress() }); } };
}

function shortName(record) {
  return `${record.indicator} · ${record.whose}`;
}

function unknown(id) {
  return [
    make("h2", { id: "panel-titulo" }, "Esta cifra no está en la página"),
    make("p", { class: "id" }, id),
    make("p", {}, "La página lleva las cifras que imprime y todas aquellas de las que salen. Las demás están en cifras.csv y se siguen con la orden «poa explicar»."),
  ];
}

// A figure from top to bottom: what it is in one sentence, its working to be unfolded, findings, and where it stands.
function described(record, data) {
  const sentence = sentenceOf(record, data);
  return [
    make("h2", { id: "panel-titulo" }, shortName(record)),
    sentence,
    record.grade && make("p", { class: "grado" }, record.grade),
    record.name && !sentence.textContent.includes(record.name) && make("p", { class: "nombre" }, record.name),
    working(record, data),
    record.findings.length && part("Hallazgos", make("ul", { class: "lista-hallazgos" }, record.findings.map((finding) => findingItem(finding.words)))),
    record.published.length && part("Publicado antes", publishedList(record.published)),
    part("En este informe", placesList(record.id)),
    make("p", { class: "id" }, make("span", {}, "Identificador: "), record.id),
  ].filter(Boolean);
}

function sentenceOf(record, data) {
  const subject = [record.indicator, record.of, record.when].filter(Boolean).join(" ");
  const origin = [record.how, data.origin(record.id)].filter(Boolean).map((words) => `, ${words}`).join("");
  return make("p", { class: "frase" }, `${subject}: `, make("strong", {}, record.printed), `${origin}.`);
}

// Whether the reader has unfolded the working: it stays so while following a figure's parts.
let unfolded = false;

function working(record, data) {
  const details = make("details", { class: "obtencion", open: unfolded },
    make("summary", {}, "Cómo se obtuvo, paso a paso"),
    make("dl", { class: "datos" }, pair("Operación", record.operation), pair("Valor exacto", record.exact),
      pair("Redondeo", record.rounding), pair("Regla", record.rule)),
    record.groups.length && part("Se calcula con", record.groups.map((group) => partsList(group, record, data))),
    record.cells.length && part("Se leyó de", cellsTable(record.cells)));
  details.addEventListener("toggle", () => { unfolded = details.open; });
  return details;
}

function part(title, content) {
  return make("section", {}, make("h3", {}, title), ...[content].flat());
}

function pair(term, words) {
  return words ? make("div", {}, make("dt", {}, term), make("dd", {}, words)) : null;
}

// A link to a figure, whose address can be stored, sent, or opened in another tab.
function figureLink(record, label) {
  return make("a", { href: addressOf(record.id) }, label);
}

// Parts that are alike stand under one line, which says how many they are and what they add up to.
function partsList({ words, parts }, above, data) {
  const list = make("ul", { class: "partes" });
  revealed(list, parts.map((one) => () => partItem(one, above, data)));
  return words ? make("details", { class: "iguales" }, make("summary", {}, words), list) : list;
}

function partItem(one, above, data) {
  if (one.place === undefined) {
    return make("li", {}, make("span", { class: "que" }, [one.role, one.name].filter(Boolean).join(": ")), make("span", { class: "cuanto" }, one.value));
  }
  const record = data.record(one.place);
  const label = [
    record.indicator === above.indicator ? "" : record.indicator, record.whose,
    record.period === above.period ? "" : record.period,
  ].filter(Boolean).join(" · ");
  const weigher = one.weigher === undefined ? null : data.record(one.weigher);
  return make("li", {},
    make("span", { class: "que" }, one.role && make("span", { class: "papel" }, `${one.role}: `), figureLink(record, label),
      record.name && make("span", { class: "nombre" }, record.name)),
    make("span", { class: "cuanto" }, record.printed),
    weigher && make("span", { class: "peso" }, "peso ", figureLink(weigher, one.weight)));
}

// Shows the beginning of a long list, and the rest on request.
function revealed(list, items, most = SHOWN_AT_ONCE) {
  list.append(...items.slice(0, most).map((item) => item()));
  const rest = items.slice(most);
  if (!rest.length) return;
  const more = make("li", { class: "mas" }, button(`Mostrar las ${rest.length} que faltan`, () => {
    const shown = rest.map((item) => item());
    more.replaceWith(...shown);
    (shown[0].querySelector("a") || list).focus();
  }));
  list.append(more);
}

function cellsTable(cells) {
  const withRole = cells.some((cell) => cell[3]);
  const withSheet = cells.some((cell) => cell[1]);
  const heads = [withRole && "Dato", "Archivo", withSheet && "Hoja", "Celda", "Valor"].filter(Boolean);
  return make("div", { class: "desborde", tabindex: "0", role: "region", "aria-label": "Celdas de origen" }, make("table", {},
    make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col", class: head === "Valor" && "num" }, head)))),
    make("tbody", {}, cells.map(([file, sheet, cell, role, value]) => make("tr", {},
      withRole && make("td", {}, role), make("td", { class: "archivo" }, file), withSheet && make("td", {}, sheet),
      make("td", {}, cell), make("td", { class: "num" }, value || "—"))))));
}

// The findings on any figure of a table, each once, with its figures.
function findingsOf({ title, ids }, data) {
  const found = new Map();
  for (const record of ids.map(data.find).filter((place) => place !== undefined).map(data.record)) {
    for (const { at, words } of record.findings) {
      if (!found.has(at)) found.set(at, { words, records: [] });
      found.get(at).records.push(record);
    }
  }
  const items = [...found].sort(([one], [other]) => one - other).map(([, { words, records }]) => findingItem(words, records));
  return [make("h2", { id: "panel-titulo" }, "Hallazgos"), make("p", { class: "periodo" }, title), make("ul", { class: "lista-hallazgos" }, items)];
}

function findingItem([severity, code, message, place, effect], records) {
  const figures = records ? records.map((record) => figureLink(record, `${shortName(record)} · ${record.period}`)) : [];
  return make("li", {}, make("strong", {}, severity), ` ${code}. `, message, effect && ` ${effect}`,
    place && make("span", { class: "lugar" }, place),
    figures.length > 0 && make("ul", {}, figures.map((link) => make("li", {}, link))));
}

function publishedList(lines) {
  return make("ul", {}, lines.map(([printed, where, verdict, cause]) =>
    make("li", {}, make("strong", {}, printed), ` ${where}: `, verdict, cause && ` (${cause})`)));
}

// The tables, charts and sections of the page that print a figure, each once.
function placesList(id) {
  const places = new Map();
  const quoted = CSS.escape(id);
  for (const number of document.querySelectorAll(`main data[data-cifra="${quoted}"], main data[data-celda="${quoted}"]`)) {
    const figure = number.closest("figure.cuadro, figure.grafico");
    const section = number.closest("section.seccion");
    const target = figure || section;
    places.set(target.id, textOf(target.querySelector(figure ? "figcaption" : "h2")));
  }
  if (!places.size) return make("p", {}, "No se imprime: de ella salen otras que sí.");
  return make("ul", {}, [...places].map(([target, name]) => make("li", {}, make("a", { href: `#${target}` }, name))));
}
