// Sorts a table by a column. Rows move only between group headings, subtotals and totals, which stay.

const FIXED = ".grupo, .subtotal, .total";

// The headers of single columns, in the order of the columns.
function columnHeads(table) {
  const grid = [];
  [...table.tHead.rows].forEach((row, line) => {
    let column = 0;
    for (const cell of row.cells) {
      while (grid[column] && grid[column].until > line) column += 1;
      for (let step = 0; step < cell.colSpan; step += 1) {
        const above = grid[column + step] ? grid[column + step].heads : [];
        grid[column + step] = { until: line + cell.rowSpan, heads: [...above, cell] };
      }
      column += cell.colSpan;
    }
  });
  return grid.map((place) => place.heads);
}

// A table is not sortable if a row belongs to the one above it or a cell spans several rows.
function canSort(table) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const loose = runsOf(table).filter((run) => run.length > 1);
  return loose.length > 0 && !table.querySelector("tbody [class*='nivel-'], tbody [rowspan]")
    && rows.every((row) => row.matches(FIXED) || row.cells.length === columnHeads(table).length);
}

// Runs of consecutive rows between rows that stay.
function runsOf(table) {
  const runs = [];
  for (const body of table.tBodies) {
    let run = null;
    for (const row of body.rows) {
      if (row.matches(FIXED)) run = null;
      else if (run) run.push(row);
      else runs.push((run = [row]));
    }
  }
  return runs;
}

// The sort key of a cell: its number in the Book, or its text; null if it has no value.
function keyOf(cell) {
  const number = cell.querySelector("data[value]");
  if (number) return Number(number.value);
  return cell.querySelector(".vacio") || !textOf(cell) ? null : textOf(cell);
}

function compared(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "es", { numeric: true });
}

// Rows without a value are last in both directions.
function sortRun(run, column, direction) {
  const after = run[run.length - 1].nextElementSibling;
  const parent = run[0].parentNode;
  const keyed = run.map((row, place) => ({ row, place, key: keyOf(row.cells[column]) }));
  keyed.sort((one, other) => {
    if (one.key === null || other.key === null) return (one.key === null) - (other.key === null);
    return direction * compared(one.key, other.key) || one.place - other.place;
  });
  for (const { row } of keyed) parent.insertBefore(row, after);
}

const ORDERS = [
  ["ascending", 1, "de menor a mayor"],
  ["descending", -1, "de mayor a menor"],
  ["none", 0, ""],
];

// Puts a button into each header: first click for one direction, second for the other, third for the original order.
function offerSorting(table, told) {
  const original = runsOf(table);
  let sorted = null;

  function restore() {
    for (const run of original) {
      // The row after the run is still the same, because only rows of the run have moved.
      const last = run.map((row) => row.nextElementSibling).find((next) => !run.includes(next)) ?? null;
      for (const row of run) row.parentNode.insertBefore(row, last);
    }
  }

  columnHeads(table).forEach((heads, column) => {
    const head = heads[heads.length - 1];
    if (!textOf(head) || head.querySelector("a, button")) return;
    const name = textOf(head);
    const numeric = head.classList.contains("num");
    head.setAttribute("aria-sort", "none");
    head.append(button([...head.childNodes], () => {
      const now = ORDERS.findIndex(([state]) => state === head.getAttribute("aria-sort"));
      // Numbers sort from the largest first, names alphabetically.
      const order = numeric ? { 2: 1, 1: 0, 0: 2 } : { 2: 0, 0: 1, 1: 2 };
      const [state, direction, words] = ORDERS[order[now]];
      if (sorted && sorted !== head) sorted.setAttribute("aria-sort", "none");
      sorted = head;
      head.setAttribute("aria-sort", state);
      restore();
      if (direction) for (const run of original) sortRun(run, column, direction);
      say(told, direction ? `Ordenado por «${name}», ${words}.` : "En el orden del informe.");
    }, { class: "ordenar" }));
  });
}
