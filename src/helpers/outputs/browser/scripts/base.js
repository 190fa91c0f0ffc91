// Functions that the other parts share: create elements, notify screen readers, copy, remove accents.

const root = document.documentElement;

// Creates an element with attributes and children. Texts stay texts, so that nothing in them can become markup.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child instanceof Node || (typeof child === "string" && child)));
  return element;
}

function button(label, onclick, attributes) {
  return make("button", { type: "button", onclick, ...attributes }, label);
}

function textOf(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

// "Gestión" and "gestion" are equal in a search.
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

// An element that states the last action, visibly and for screen readers.
function status(className) {
  return make("span", { class: className, role: "status", "aria-live": "polite" });
}

// Announces a text again even if it has not changed.
function say(where, text) {
  where.textContent = "";
  window.setTimeout(() => { where.textContent = text; }, 30);
}

async function copied(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text, near);
  }
}

// Where the page is not allowed the clipboard (an office's own server without https) a selection still is.
function copiedBySelection(text, near) {
  const area = make("textarea", { class: "solo-lectores", readonly: true, "aria-hidden": "true", tabindex: "-1" });
  const focused = document.activeElement;
  area.value = text;
  near.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused.focus();
  return done;
}
