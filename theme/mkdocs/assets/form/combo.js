/* A choice from a long list: a field that shows the matching options while one types (the combobox of ARIA 1.2). */

import { changed, h, newName } from "./dom.js";

const MOST = 40;
export const NOT_LOADED = "Список не загрузился: проверьте связь и попробуйте ещё раз";

/** {el, input, read, write}: `load()` promises the options [[value, label]]; `described` are ids for aria. */
export function combo(load, label) {
  const name = newName();
  const list = h("ul", { role: "listbox", id: `${name}-list`, class: "m-combo__list", hidden: true, "aria-label": label });
  const input = h("input", {
    id: name, class: "m-input", role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": `${name}-list`, placeholder: "начните писать или нажмите ↓",
  });
  const said = h("p", { class: "m-sr", role: "status" });
  const el = h("div", { class: "m-combo" }, input, list, said);
  let options = null;
  let chosen = "";
  let active = -1;
  let quiet = false; // our own event, not the person's typing

  const labelOf = (value) => options?.find(([id]) => id === value)?.[1];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (value) => {
    chosen = value;
    input.value = labelOf(value) ?? value;
    close();
    quiet = true;
    changed(input);
    quiet = false;
  };
  const mark = (position) => {
    const items = [...list.querySelectorAll("[role=option]")];
    if (!items.length) return;
    active = (position + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === active)));
    items[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[active].id);
  };
  const show = () => {
    const words = fold(input.value === labelOf(chosen) ? "" : input.value).split(/\s+/).filter(Boolean);
    const matching = found(options ?? [], words);
    list.replaceChildren(...matching.slice(0, MOST).map(([value, text], n) =>
      h("li", { role: "option", id: `${name}-${n}`, "data-value": value, "aria-selected": "false" }, text)));
    if (matching.length > MOST) list.append(h("li", { class: "m-muted", role: "presentation" }, `и ещё ${matching.length - MOST}: уточните`));
    said.textContent = matching.length ? `Подходит: ${matching.length}` : "Ничего не подходит";
    if (!matching.length) list.append(h("li", { class: "m-muted", role: "presentation" }, "Такого в списке нет"));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const open = async () => {
    try {
      options ??= await load();
    } catch {
      list.replaceChildren(h("li", { class: "m-muted", role: "presentation" }, NOT_LOADED));
      said.textContent = NOT_LOADED;
      list.hidden = false;
      return;
    }
    if (document.activeElement === input) show();
  };

  input.addEventListener("input", () => {
    if (quiet) return;
    chosen = "";
    open();
  });
  input.addEventListener("click", open);
  input.addEventListener("keydown", async (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) await open();
      mark(active < 0 && step < 0 ? -1 : active + step);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      const items = list.querySelectorAll("[role=option]");
      const item = items[active] ?? (items.length === 1 ? items[0] : null);
      if (item) take(item.dataset.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) take(item.dataset.value);
  });
  input.addEventListener("blur", () => {
    close();
    const exact = options?.find(([value, text]) => [fold(text), value].includes(fold(input.value.trim())));
    if (exact && exact[0] !== chosen) take(exact[0]);
  });

  return {
    el,
    input,
    read: () => chosen || input.value.trim(),
    async write(value) {
      chosen = value;
      input.value = value;
      if (!value) return;
      try {
        options ??= await load();
      } catch {
        return; // the id stands there until the list can be loaded
      }
      if (chosen === value) input.value = labelOf(value) ?? value;
    },
  };
}

/* Options whose words begin as typed; where there are none, those that hold what was typed anywhere. */
function found(options, words) {
  const begins = options.filter(([, text]) => {
    const own = fold(text).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => own.some((one) => one.startsWith(word)));
  });
  return begins.length ? begins : options.filter(([, text]) => words.every((word) => fold(text).includes(word)));
}

export function fold(text) {
  return text.toLowerCase().replaceAll("ё", "е").replace(/[«»"]/g, "");
}
