/* A choice from a long list: a field that shows the matching options while one types (the combobox of ARIA 1.2). */

import { changed, h, newName } from "../shared/ui.js";

const MOST = 40;
export const NOT_LOADED = "Список не загрузился: проверьте связь и попробуйте ещё раз";

/** {el, input, read, write}: `load()` promises the options [[value, label]]; `label` names the list; `alike(written,
    options)` promises those that may be meant where none begins as it is written. */
export function combo(load, label, alike = null) {
  const made = new Combo(load, label, alike);
  return { el: made.el, input: made.input, read: () => made.chosen || made.input.value.trim(), write: (value) => made.write(value) };
}

class Combo {
  constructor(load, label, alike) {
    const name = newName();
    Object.assign(this, { load, alike, name, options: null, chosen: "", active: -1 });
    this.quiet = false; // our own event, not the person's typing
    this.list = h("ul", { role: "listbox", id: `${name}-list`, class: "m-combo__list", hidden: true, "aria-label": label });
    this.input = h("input", {
      id: name, class: "m-input", role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `${name}-list`, placeholder: "начните писать или нажмите ↓",
    });
    this.said = h("p", { class: "m-sr", role: "status" });
    this.el = h("div", { class: "m-combo" }, this.input, this.list, this.said);
    this.listen();
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("input", () => {
      if (this.quiet) return;
      this.chosen = "";
      this.open();
    });
    input.addEventListener("click", () => this.open());
    input.addEventListener("keydown", (event) => this.press(event));
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.take(item.dataset.value);
    });
    input.addEventListener("blur", () => {
      this.close();
      const exact = this.options?.find(([value, text]) => [fold(text), value].includes(fold(input.value.trim())));
      if (exact && exact[0] !== this.chosen) this.take(exact[0]);
    });
  }

  async press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) await this.open();
      this.mark(this.active < 0 && step < 0 ? -1 : this.active + step);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      const items = this.items();
      const item = items[this.active] ?? (items.length === 1 ? items[0] : null);
      if (item) this.take(item.dataset.value);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  items() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  labelOf(value) {
    return this.options?.find(([id]) => id === value)?.[1];
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  take(value) {
    this.chosen = value;
    this.input.value = this.labelOf(value) ?? value;
    this.close();
    this.quiet = true;
    changed(this.input);
    this.quiet = false;
  }

  mark(position) {
    const items = this.items();
    if (!items.length) return;
    this.active = (position + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === this.active)));
    items[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", items[this.active].id);
  }

  async open() {
    try {
      this.options ??= await this.load();
    } catch {
      this.list.replaceChildren(h("li", { class: "m-muted", role: "presentation" }, NOT_LOADED));
      this.said.textContent = NOT_LOADED;
      this.list.hidden = false;
      return;
    }
    if (document.activeElement === this.input) this.show();
  }

  show() {
    const { input } = this;
    const words = fold(input.value === this.labelOf(this.chosen) ? "" : input.value).split(/\s+/).filter(Boolean);
    const matching = found(this.options ?? [], words);
    this.offer(matching);
    // A number or a second word: one word is like half of the list.
    if (!this.alike || (words.length < 2 && !/\d/.test(input.value))) return;
    const written = input.value;
    this.alike(written, this.options ?? []).then((like) => {
      const more = like.filter((one) => !matching.includes(one));
      if (!more.length || input.value !== written || this.list.hidden || this.active >= 0) return;
      this.offer([...more, ...matching], matching.length ? "Сначала — похожие названия:" : "Так не называется ничего, но похоже:");
    }, () => {});
  }

  offer(matching, said = "") {
    const { input, list, name } = this;
    const beside = (text) => list.append(h("li", { class: "m-muted", role: "presentation" }, text));
    list.replaceChildren(...matching.slice(0, MOST).map(([value, text], n) =>
      h("li", { role: "option", id: `${name}-${n}`, "data-value": value, "aria-selected": "false" }, text)));
    if (said) list.prepend(h("li", { class: "m-muted", role: "presentation" }, said));
    if (matching.length > MOST) beside(`и ещё ${matching.length - MOST}: уточните`);
    this.said.textContent = matching.length ? `${said} Подходит: ${matching.length}` : "Ничего не подходит";
    if (!matching.length) beside("Такого в списке нет");
    this.active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  async write(value) {
    this.chosen = value;
    this.input.value = value;
    if (!value) return;
    try {
      this.options ??= await this.load();
    } catch {
      return; // the id stands there until the list can be loaded
    }
    if (this.chosen === value) this.input.value = this.labelOf(value) ?? value;
  }
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
