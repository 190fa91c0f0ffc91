// Sets everything up once. Functions that the browser does not support are left out.

root.classList.add("con-programa");
const main = document.querySelector("main");
const nav = document.querySelector("nav.indice");
const bar = followContents(nav);
offerGround(nav);
for (const figure of main.querySelectorAll("figure.cuadro")) equip(figure);
reachCharts();
showEdges();
window.addEventListener("resize", reachCharts);
window.addEventListener("resize", showEdges);
let panel = null;
if (PACKED && "DecompressionStream" in window && "showModal" in HTMLDialogElement.prototype) {
  panel = makePanel();
  main.prepend(make("p", { class: "pista" },
    "Toque cualquier cifra, o pulse Entrar sobre ella, y verá de dónde sale, hasta la celda. En un cuadro, las flechas llevan de una cifra a otra."));
  enableFigures(main, panel);
  enableMarks(main, panel);
  panel.fromAddress();
}
const field = enableSearch(nav, main, panel);
bar.element.append(button("Buscar", () => { bar.open(true); field.focus(); }, { class: "abrir-busqueda" }));

// Makes charts that scroll sideways on a narrow screen reachable and movable by keyboard.
function reachCharts() {
  for (const figure of document.querySelectorAll("figure.grafico")) {
    if (figure.scrollWidth > figure.clientWidth + 1) figure.setAttribute("tabindex", "0");
    else figure.removeAttribute("tabindex");
  }
}

// Says at the edges of a wide table where it goes on.
function showEdges() {
  for (const box of document.querySelectorAll(".desborde")) {
    box.onscroll = () => {
      box.classList.toggle("sigue-a-la-derecha", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
      box.classList.toggle("sigue-a-la-izquierda", box.scrollLeft > 2);
    };
    box.onscroll();
  }
}
