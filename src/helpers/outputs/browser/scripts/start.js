// Sets everything up once. Functions that the browser does not support are left out.

root.classList.add("con-programa");
const main = document.querySelector("main");
followContents(document.querySelector("nav.indice"));
for (const figure of main.querySelectorAll("figure.cuadro")) equip(figure);
reachCharts();
window.addEventListener("resize", reachCharts);
if (PACKED && "DecompressionStream" in window && "showModal" in HTMLDialogElement.prototype) {
  const panel = makePanel();
  main.prepend(make("p", { class: "pista" },
    "Toque cualquier cifra, o pulse Entrar sobre ella, y verá de dónde sale, hasta la celda. En un cuadro, las flechas llevan de una cifra a otra."));
  enableFigures(main, panel);
  enableMarks(main, panel);
  panel.fromAddress();
}

// Makes charts that scroll sideways on a narrow screen reachable and movable by keyboard.
function reachCharts() {
  for (const figure of document.querySelectorAll("figure.grafico")) {
    if (figure.scrollWidth > figure.clientWidth + 1) figure.setAttribute("tabindex", "0");
    else figure.removeAttribute("tabindex");
  }
}
