// The table of contents: follows the reading on a wide screen, folds into a bar on a narrow one. Returns that bar.

function followContents(nav) {
  const links = [...nav.querySelectorAll(":scope > ol a")];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1))).filter(Boolean);
  const bar = foldingBar(nav);
  let waiting = false;
  let current = null;

  function here() {
    const line = window.innerHeight / 4;
    const atEnd = window.scrollY > 0 && window.innerHeight + window.scrollY >= root.scrollHeight - 2;
    const above = targets.filter((target) => target.getBoundingClientRect().top <= line);
    return atEnd ? targets.length - 1 : above.length - 1;
  }

  function follow() {
    waiting = false;
    const link = links[Math.max(0, here())];
    if (link === current) return;
    if (current) current.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "location");
    const section = link.closest("nav > ol > li");
    for (const item of nav.querySelectorAll(":scope > ol > li")) item.classList.toggle("abierta", item === section);
    bar.reading.textContent = textOf(section.querySelector("a"));
    keepInSight(nav, link);
  }

  function later() {
    if (!waiting) window.requestAnimationFrame(follow);
    waiting = true;
  }

  window.addEventListener("scroll", later, { passive: true });
  window.addEventListener("resize", later);
  follow();
  return bar;
}

// Scrolls the table of contents and not the page.
function keepInSight(nav, link) {
  const box = nav.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.top < box.top + 40 || place.bottom > box.bottom - 40) nav.scrollTop += place.top - box.top - box.height / 3;
}

// The bar of a narrow screen: names the current section and opens the contents, also to search.
function foldingBar(nav) {
  const reading = make("span", { class: "leyendo" });
  const mark = document.querySelector(".aviso-marcas strong");
  const control = button([make("span", { class: "rotulo" }, "Índice"), reading], () => open(!nav.classList.contains("abierto")), {
    class: "abrir-indice", "aria-expanded": "false", "aria-controls": nav.id,
  });

  function open(is) {
    nav.classList.toggle("abierto", is);
    control.setAttribute("aria-expanded", String(is));
  }

  const tools = make("div", { class: "barra-indice", role: "navigation", "aria-label": "Barra del índice" }, control, mark && make("span", { class: "estado" }, textOf(mark)));
  nav.before(tools);
  nav.addEventListener("click", (event) => { if (event.target.closest("a")) open(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !nav.classList.contains("abierto")) return;
    open(false);
    control.focus();
  });
  return { reading, open, element: tools };
}
