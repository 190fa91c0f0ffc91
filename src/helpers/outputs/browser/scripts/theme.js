// The switch between light and dark ground. Until the reader chooses, the page follows the system; the choice is remembered.

const THEME = "fondo-del-informe";

function offerGround(nav) {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.tema ? root.dataset.tema === "oscuro" : system.matches);
  const control = button("", () => {
    root.dataset.tema = isDark() ? "claro" : "oscuro";
    remember(root.dataset.tema);
    name();
  }, { class: "tema" });

  function name() {
    control.textContent = isDark() ? "Fondo claro" : "Fondo oscuro";
  }

  const known = remembered();
  if (known === "claro" || known === "oscuro") root.dataset.tema = known;
  system.addEventListener("change", name);
  name();
  nav.querySelector("h2").before(control);
}

// A browser that refuses storage (private windows, some for files) keeps the choice until the page is closed.
function remember(choice) {
  try {
    window.localStorage.setItem(THEME, choice);
  } catch {
    root.dataset.sinMemoria = "";
  }
}

function remembered() {
  try {
    return window.localStorage.getItem(THEME);
  } catch {
    return null;
  }
}
