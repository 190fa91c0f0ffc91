// The tools above a table: search, copy and download of the visible rows, and a status text.

const SEARCHED_FROM = 10;
const UNIT = /^Bs\s|\s(%|puntos|% proyectado)$/g;

function equip(figure) {
  const table = figure.querySelector("table");
  const rows = table && table.tHead ? [...table.tBodies].flatMap((body) => [...body.rows]) : [];
  if (rows.length < 2) return;
  const name = textOf(figure.querySelector("figcaption"));
  const told = status("aviso-cuadro");
  const tools = make("div", { class: "herramientas", role: "group", "aria-label": `Herramientas: ${name}` });
  if (rows.length >= SEARCHED_FROM) tools.append(search(figure, table, rows, told));
  tools.append(
    button("Copiar como CSV", async () => {
      const { text, count } = asCsv(table);
      say(told, (await copied(text, tools)) ? `Copiadas ${count} filas.` : "El navegador no dejó copiar: descargue el CSV.");
    }),
    button("Descargar CSV", () => {
      const { text, count } = asCsv(table);
      download(`${figure.id}.csv`, text);
      say(told, `Descargadas ${count} filas en ${figure.id}.csv.`);
    }),
    told,
  );
  // The mark of findings is on the same line.
  const mark = figure.querySelector(".marca-hallazgos");
  if (mark) tools.prepend(mark);
  figure.querySelector(".desborde").before(tools);
  if (canSort(table)) offerSorting(table, told);
}

// Hides rows without the searched words, and the totals, which include hidden rows.
function search(figure, table, rows, told) {
  const id = `${figure.id}-buscar`;
  const field = make("input", { type: "search", id, autocomplete: "off", spellcheck: "false" });
  const texts = new Map(rows.map((row) => [row, folded(row.textContent)]));
  const counted = rows.filter((row) => !row.matches(FIXED));

  function filter() {
    const words = folded(field.value).split(" ").filter(Boolean);
    const found = (row) => words.every((word) => texts.get(row).includes(word));
    for (const body of table.tBodies) {
      const heading = body.querySelector("tr.grupo");
      // A match in a group's name shows the whole group.
      const whole = words.length > 0 && heading && found(heading);
      for (const row of body.rows) row.hidden = words.length > 0 && (row.matches(FIXED) || !(whole || found(row)));
      if (heading) heading.hidden = words.length > 0 && ![...body.rows].some((row) => row !== heading && !row.hidden);
    }
    const seen = counted.filter((row) => !row.hidden).length;
    const totals = rows.some((row) => row.matches(".total, .subtotal")) ? "; los totales, que son de todas, se ocultan" : "";
    say(told, words.length ? `${seen} de ${counted.length} filas${totals}.` : `${counted.length} filas.`);
  }

  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    filter();
  });
  return make("span", { class: "buscar" }, make("label", { for: id }, "Buscar"), field);
}

// For spreadsheets with Bolivian settings: semicolons between cells, decimal commas, no thousands separators.
function asCsv(table) {
  const heads = columnHeads(table).map((above) => above.map(textOf).filter(Boolean).join(" · "));
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden);
  const lines = rows.map((row) => [...row.cells].map(cellOfCsv));
  const text = [heads, ...lines].map((line) => line.map(quotedCell).join(";")).join("\r\n");
  return { text: `${text}\r\n`, count: rows.length };
}

function cellOfCsv(cell) {
  const numbers = cell.querySelectorAll("data[value]");
  const text = textOf(cell);
  // A cell with only a number (and its unit) gives the number of the Book; a sentence with numbers stays a sentence.
  const isAlone = numbers.length === 1 && text.replace(UNIT, "") === textOf(numbers[0]).replace(UNIT, "");
  if (isAlone) return numbers[0].value.replace(".", ",");
  // A spreadsheet would treat such a text as a formula.
  return /^[=+\-@\t]/.test(text) ? `'${text}` : text;
}

function quotedCell(text) {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// The byte order mark tells Excel that the file is UTF-8.
function download(name, text) {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { download: name });
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 1000);
}
