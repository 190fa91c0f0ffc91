// Search over the whole report: headings, tables and charts, texts, rows, and figures by name or identity.

const FOUND_AT_ONCE = 8;
const SEARCHED = [
  ["Títulos", ":is(h2, h3, h4)"],
  ["Cuadros y gráficos", "figcaption"],
  ["Texto", ":is(p, li:not(:has(p, li)), dd):not(.pista)"],
  ["Filas de cuadros", ".cuadro tbody tr"],
];

function enableSearch(nav, main, panel) {
  const field = make("input", { type: "search", id: "buscar-en-el-informe", autocomplete: "off", spellcheck: "false" });
  const told = status("aviso-busqueda");
  const results = make("div", { class: "resultados" });
  const places = once(() => SEARCHED.map(([kind, selector]) => [kind, [...main.querySelectorAll(selector)].map(placeOf)]));
  let waiting = 0;
  let asked = 0;

  async function search() {
    const words = folded(field.value).split(" ").filter(Boolean);
    asked += 1;
    const now = asked;
    const isAsked = folded(field.value).length > 1;
    nav.classList.toggle("buscando", isAsked);
    const kinds = isAsked ? places().map(([kind, all]) => [kind, all.filter((place) => holds(place.plain, words)), words]) : [];
    if (isAsked && panel) kinds.push(["Cifras", figuresFound(await figurePlaces(), words, field.value.trim()), words]);
    if (now !== asked) return; // the reader has typed on
    const count = kinds.reduce((sum, [, found]) => sum + found.length, 0);
    results.replaceChildren(...kinds.filter(([, found]) => found.length).flatMap(listed));
    say(told, isAsked ? `${count} ${count === 1 ? "resultado" : "resultados"} para «${words.join(" ")}».` : "");
  }

  function listed([kind, found, words]) {
    const list = make("ul");
    revealed(list, found.map((place) => () => make("li", {}, linkTo(place, words))), FOUND_AT_ONCE);
    return [make("h2", {}, `${kind} (${found.length})`), list];
  }

  function linkTo(place, words) {
    const where = place.where && make("span", { class: "donde" }, place.where);
    const link = make("a", { href: place.id ? addressOf(place.id) : `#${place.section}` }, marked(place.text, words), where);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (place.id) panel.open({ id: place.id }, link);
      else jumpTo(place.element);
    });
    return link;
  }

  field.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(search, 150);
  });
  nav.addEventListener("keydown", (event) => {
    const stops = [field, ...results.querySelectorAll("a, button")];
    const at = stops.indexOf(event.target);
    const next = at < 0 ? undefined : { ArrowDown: stops[at + 1], ArrowUp: stops[at - 1] }[event.key];
    if (event.key === "Escape" && at >= 0 && field.value) {
      event.stopPropagation();
      event.preventDefault();
      field.value = "";
      field.focus();
      search();
    } else if (next) {
      event.preventDefault();
      next.focus();
    } else if (event.key === "Enter" && at === 0 && stops[1]) stops[1].click();
  });
  const box = make("div", { class: "buscador", role: "search" }, make("label", { for: field.id }, "Buscar en el informe"), field, told, results);
  nav.prepend(box);
  return field;
}

function once(work) {
  let done;
  return () => { done ??= work(); return done; };
}

function holds(plain, words) {
  return words.every((word) => plain.includes(word));
}

// A part of the page with its text, and where it stands: a row in its table, anything else in its section.
function placeOf(element) {
  const text = element.cells ? [...element.cells].map(textOf).filter(Boolean).join(" · ") : textOf(element);
  const section = element.closest("section");
  const inside = element.cells ? element.closest("figure").querySelector("figcaption") : section.querySelector("h2, h3");
  return { element, text, plain: folded(text), section: section.id, where: inside === element ? "" : textOf(inside) };
}

// Every figure that the page carries; those that it prints come first.
const figurePlaces = once(async () => {
  const data = await loaded();
  const printed = new Set([...document.querySelectorAll("main data")].map(tracedBy));
  const all = data.cifras.map((_, place) => data.record(place)).map((record) => ({
    id: record.id, text: `${shortName(record)} · ${record.period}: ${record.printed}`, where: record.name,
    plain: folded(`${record.indicator} ${record.whose} ${record.name} ${record.period} ${record.id}`),
  }));
  return [...all.filter((one) => printed.has(one.id)), ...all.filter((one) => !printed.has(one.id))];
});

function figuresFound(figures, words, typed) {
  const found = figures.filter((figure) => holds(figure.plain, words));
  return [...found.filter((figure) => figure.id === typed), ...found.filter((figure) => figure.id !== typed)];
}

// The text around the first word found, with the words marked.
function marked(text, words) {
  const whole = text.normalize("NFC");
  const plain = folded(whole);
  if (plain.length !== whole.length) return [whole.slice(0, 160)]; // a letter without its accent has another length
  const first = Math.min(...words.map((word) => plain.indexOf(word)).filter((at) => at >= 0), whole.length);
  const from = first > 70 ? whole.lastIndexOf(" ", first - 30) + 1 : 0;
  const until = whole.length > from + 160 ? whole.lastIndexOf(" ", from + 160) : whole.length;
  const pieces = [from ? "… " : ""];
  let at = from;
  while (at < until) {
    const hits = words.map((word) => ({ word, at: plain.indexOf(word, at) })).filter((hit) => hit.at >= 0 && hit.at < until);
    const next = hits.sort((one, other) => one.at - other.at || other.word.length - one.word.length)[0];
    pieces.push(whole.slice(at, next ? next.at : until));
    if (next) pieces.push(make("mark", {}, whole.slice(next.at, next.at + next.word.length)));
    at = next ? next.at + next.word.length : until;
  }
  return [...pieces, until < whole.length ? " …" : ""];
}

// Unfolds what hides a place, shows it in the middle of the window, and moves the focus there.
function jumpTo(element) {
  for (let folds = element.closest("details"); folds; folds = folds.parentNode.closest("details")) folds.open = true;
  const target = element.hidden ? element.closest("figure") : element;
  document.querySelector(".hallado")?.classList.remove("hallado");
  target.classList.add("hallado");
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}
