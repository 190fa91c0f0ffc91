// Makes every traced number of the page a control that opens the panel.
// The Tab key reaches one number of a table and the arrow keys the others, because a table has hundreds.

const FIGURES = ":is(data[data-cifra], data[data-celda])";

// The identity of a number: its figure, or the input cell of a printed table.
function tracedBy(number) {
  return number.dataset.cifra || number.dataset.celda;
}

function enableFigures(main, panel) {
  for (const number of main.querySelectorAll(FIGURES)) {
    if (number.closest("a, button, summary")) continue;
    number.setAttribute("role", "button");
    number.setAttribute("aria-haspopup", "dialog");
    number.setAttribute("tabindex", number.closest("table") ? "-1" : "0");
  }
  for (const table of main.querySelectorAll("table")) {
    const first = table.querySelector(`${FIGURES}[role]`);
    if (first) first.setAttribute("tabindex", "0");
  }
  main.addEventListener("click", (event) => {
    const number = event.target.closest(`${FIGURES}[role]`);
    // A reader who selects text over a number wants to copy it.
    if (number && window.getSelection().isCollapsed) panel.open({ id: tracedBy(number) }, number);
  });
  main.addEventListener("keydown", (event) => {
    const number = event.target.closest(`${FIGURES}[role]`);
    if (!number || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      panel.open({ id: tracedBy(number) }, number);
    } else if (number.closest("table")) {
      const next = neighbour(number, event.key);
      if (next === undefined) return;
      event.preventDefault();
      if (next) moveTo(next);
    }
  });
}

function moveTo(next) {
  const table = next.closest("table");
  for (const number of table.querySelectorAll(`${FIGURES}[tabindex="0"]`)) number.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// The figure that an arrow key leads to: null if there is none, undefined for any other key.
function neighbour(number, key) {
  const cell = number.closest("td, th");
  const row = cell.parentNode;
  const across = [...row.querySelectorAll(`${FIGURES}[role]`)];
  const at = across.indexOf(number);
  if (key === "ArrowRight") return across[at + 1] || null;
  if (key === "ArrowLeft") return across[at - 1] || null;
  if (key === "Home") return across[0];
  if (key === "End") return across[across.length - 1];
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const rows = [...number.closest("table").querySelectorAll("tbody tr:not([hidden])")];
  const place = rows.indexOf(row);
  const further = key === "ArrowDown" ? rows.slice(place + 1) : rows.slice(0, place).reverse();
  for (const other of further) {
    const found = other.cells[cell.cellIndex] && other.cells[cell.cellIndex].querySelector(`${FIGURES}[role]`);
    if (found) return found;
  }
  return null;
}

// A mark of findings opens them in the panel; without the program it links to the table that lists them.
function enableMarks(main, panel) {
  main.addEventListener("click", (event) => {
    const mark = event.target.closest(".marca-hallazgos a");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const figure = mark.closest("figure");
    const ids = new Set([...figure.querySelectorAll(FIGURES)].map(tracedBy));
    panel.open({ title: textOf(figure.querySelector("figcaption")), ids: [...ids] }, mark);
  });
}
