/* The picture of the search: field, kinds, results, in a dialog or on the page /poisk/. Nothing is put into the page as
   HTML: titles and excerpts come from records, so they go in as text. */

import { h, number, plural, pluralForm } from "../shared/ui.js";
import { anyOfEach, careNote, filterRow, item, kindRow, NOTES, styles, topicNote } from "./search-parts.js";

const STEP = 5;
const NOTHING = { hits: [], all: [], filters: [], care: false, note: null };
const OFFERED = new Set(["typo", "layout"]); // the pages are those of the offered question, not of the asked one

/**
 * Build the search. `find(text)` answers {hits, note}. With `inDialog` returns {dialog, input}; with `place` it fills
 * that element and keeps the question in the address.
 */
export function mount(root, find, { inDialog = false, place = null }) {
  styles(root);
  const search = new Search(root, find, inDialog);
  if (inDialog) return { dialog: search.dialog(), input: search.input };
  place.append(search.box);
  addEventListener("popstate", () => search.restore());
  search.restore();
  return { input: search.input };
}

class Search {
  constructor(root, find, inDialog) {
    Object.assign(this, { root, find, inDialog, text: "", kind: "", on: new Set(), answer: NOTHING, shown: STEP, withDemo: false, asked: 0 });
    this.ownTitle = document.title;
    this.build(inDialog ? "m-search-dialog" : "m-search-page");
    this.listen();
  }

  build(name) {
    const { inDialog } = this;
    const page = this.address("", "");
    this.input = h("input", {
      type: "search", name: "q", id: `${name}-q`, autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      enterkeyhint: "search", maxlength: "200", placeholder: "наставник, ИОМ, чтение…", "aria-controls": `${name}-list`,
    });
    const label = h("label", { for: this.input.id, class: inDialog ? "m-search__hidden" : "m-search__label" }, "Что найти");
    this.status = h("p", { class: "m-search__status", role: "status" });
    this.note = h("p", { class: "m-search__note", hidden: true });
    this.care = h("p", { class: "m-search__care", role: "note", hidden: true });
    // What was asked instead is heard as well as the number: the frame is there before the words are.
    const noted = h("div", { role: "status" }, this.note);
    this.kinds = h("div", { class: "m-search__kinds", role: "group", "aria-label": "Показать только", hidden: true });
    this.filters = h("div", { class: "m-search__filters", role: "group", "aria-label": "Уточнить", hidden: true });
    this.list = h("ol", { class: "m-search__list", id: `${name}-list`, "aria-label": "Найденное" });
    this.more = h("button", { type: "button", class: "m-search__more", hidden: true }, "Показать ещё");
    this.whole = h("a", { class: "m-search__whole", href: page }, "Открыть на отдельной странице");
    const keys = h("p", { class: "m-search__keys", "aria-hidden": "true" }, h("kbd", {}, "↑"), h("kbd", {}, "↓"), " выбрать ",
      h("kbd", {}, "Enter"), " открыть ", h("kbd", {}, "Esc"), " закрыть");
    this.close = h("button", { type: "button", class: "m-search__close" }, "Закрыть");
    this.form = h("form", { role: "search", action: page, method: "get", class: "m-search__form" }, label, this.input,
      inDialog ? this.close : h("button", { type: "submit", class: "m-search__go" }, "Найти"));
    const results = h("div", { class: "m-search__results" }, this.care, this.status, noted, this.filters, this.kinds, this.list, this.more);
    this.box = h("div", { class: "m-search" }, this.form, results,
      inDialog ? h("div", { class: "m-search__foot" }, this.whole, keys) : null);
  }

  listen() {
    this.more.addEventListener("click", async () => {
      const first = this.list.children.length;
      if (first >= this.fitting().length) this.withDemo = true;
      this.shown = first + STEP * 2;
      await this.drawList();
      this.list.children[first]?.querySelector("a")?.focus();
    });
    let timer;
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      this.choose("");
      timer = setTimeout(() => this.run(this.input.value), 250);
    });
    this.form.addEventListener("submit", (event) => {
      if (this.inDialog) return; // the question goes to /poisk/ as an address
      event.preventDefault();
      clearTimeout(timer);
      this.remember("pushState");
      this.run(this.input.value);
    });
    this.box.addEventListener("keydown", (event) => this.walk(event));
  }

  /** Arrows walk from the field through the results; Enter on a link is the browser's own. */
  walk(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.input, ...this.list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const next = at < 0 ? null : stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  dialog() {
    const dialog = h("dialog", { class: "m-search-dialog md-typeset", "aria-label": "Поиск по сайту" }, this.box);
    this.close.addEventListener("click", () => dialog.close());
    // In a search field Chromium takes the first Esc to empty it; here it closes, as everywhere in the dialog.
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    return dialog;
  }

  address(text, kind) {
    const url = new URL("poisk/", this.root);
    if (text) url.searchParams.set("q", text);
    if (kind) url.searchParams.set("kind", kind);
    return url.href;
  }

  /** The question into the address (`method` of the history); in the dialog, into the link to the page. */
  remember(method) {
    if (this.inDialog) {
      this.whole.href = this.address(this.text, this.kind);
      return;
    }
    history[method](null, "", this.address(this.text, this.kind));
    document.title = this.text ? `${this.text} — ${this.ownTitle}` : this.ownTitle;
  }

  restore() {
    const asked = new URL(location.href).searchParams;
    this.input.value = asked.get("q") ?? "";
    this.choose(asked.get("kind") ?? "");
    this.run(this.input.value);
  }

  /** Another kind, no filters: the choice of a new question. */
  choose(kind) {
    this.kind = kind;
    this.on.clear();
  }

  async run(text) {
    const mine = (this.asked += 1);
    this.text = text.trim();
    this.first();
    if (!this.inDialog) document.documentElement.classList.toggle("m-asked", Boolean(this.text));
    if (!this.text) {
      this.answer = NOTHING;
      return this.draw();
    }
    this.status.textContent = "Ищем…";
    let answer;
    try {
      answer = await this.find(this.text);
    } catch {
      if (mine === this.asked) this.unavailable();
      return undefined;
    }
    if (mine !== this.asked) return undefined; // a newer question is on its way
    this.answer = { ...NOTHING, all: answer.hits, ...answer };
    return this.draw();
  }

  /** The first results again, demonstration records folded away. */
  first() {
    this.shown = STEP;
    this.withDemo = false;
  }

  lists(words) {
    return h("a", { href: this.address("", "") }, words);
  }

  unavailable() {
    this.clear();
    this.status.textContent = "Поиск сейчас недоступен: нет связи, или указатель для поиска ещё не построен (его делает сборка сайта).";
    this.note.hidden = false;
    this.note.append("Всё то же самое есть ", this.lists("в списках по разделам"), ".");
  }

  clear() {
    this.status.textContent = "";
    this.note.replaceChildren();
    for (const part of [this.note, this.care, this.kinds, this.filters, this.more]) part.hidden = true;
    this.list.replaceChildren();
  }

  again(query) {
    return h("button", { type: "button", class: "m-search__again", onclick: () => {
      this.input.value = query;
      this.input.focus();
      this.choose("");
      this.run(query).then(() => this.remember("pushState"));
    } }, `«${query}»`);
  }

  /** The results of the question, or what there is instead. What stands above the list comes with it, so nothing jumps. */
  async draw() {
    delete this.box.dataset.answered; // set again when the answer to this question stands on the screen
    this.remember("replaceState");
    const { hits, note: why, care } = this.answer;
    if (!this.text || !hits.length) {
      this.clear();
      this.drawCare(care);
      if (this.text) this.drawNothing(why);
      return;
    }
    await this.drawList(() => {
      this.note.replaceChildren(...(why ? NOTES[why.why]?.(why.query, (query) => this.again(query), why) ?? [] : []));
      this.note.hidden = !this.note.hasChildNodes();
      this.drawCare(care);
      this.drawFilters();
      this.drawKinds();
    });
  }

  drawCare(care) {
    this.care.replaceChildren(...(care ? careNote(care) : []));
    this.care.hidden = !care;
  }

  drawNothing(why) {
    if (why?.why === "short") {
      this.status.textContent = "Введите слово из трёх букв или длиннее: союзы и предлоги поиск пропускает.";
    } else {
      this.status.textContent = `По запросу «${this.text}» ничего не нашлось.`;
      this.note.append(why?.why === "absent" ? topicNote(why) : "", "Попробуйте другое слово или меньше слов, либо посмотрите ", this.lists("списки по разделам"), ".");
      this.note.hidden = false;
    }
    this.box.dataset.answered = this.text;
  }

  /** The pages of the answer that fit the filters that are on: of one facet any, of several all. */
  filtered() {
    return this.on.size ? anyOfEach(this.answer.all, [...this.on]) : this.answer.hits;
  }

  /** What the list may show: of the chosen kind, demonstration records only when there is nothing else, or on demand. */
  fitting() {
    const all = this.filtered().filter((hit) => !this.kind || hit.kind === this.kind);
    const real = all.filter((hit) => !hit.demo || hit.leads);
    return this.withDemo || !real.some((hit) => !hit.demo) ? all : real;
  }

  /** The row of filters; pressed, one narrows the list to the pages that answer to it. */
  drawFilters() {
    const { filters, all } = this.answer;
    this.filters.replaceChildren(...filterRow(this.root, filters, all, this.on, (one) => {
      if (!this.on.delete(one)) this.on.add(one);
      this.kind = "";
      this.first();
      this.drawList(() => {
        this.drawFilters();
        this.drawKinds();
        this.filters.querySelectorAll("button")[filters.indexOf(one)]?.focus();
      });
    }));
    this.filters.hidden = !filters.length;
  }

  drawKinds() {
    const found = this.filtered();
    const real = found.filter((hit) => !hit.demo);
    const chips = kindRow(real.length ? real : found, this.kind, (kind) => {
      this.kind = kind;
      this.first();
      this.remember("pushState");
      this.drawList();
    });
    this.kinds.replaceChildren(...chips);
    this.kinds.hidden = chips.length < 3 && !this.kind;
  }

  /** The list as far as it is shown; `above` draws what stands over it, at the moment when the results are there. */
  async drawList(above = () => {}) {
    const mine = this.asked;
    const choice = this.chosen();
    const { shown, list } = this;
    const fitting = this.fitting();
    const from = list.dataset.choice === choice && shown > STEP ? list.children.length : 0;
    const data = await Promise.all(fitting.slice(from, shown).map((hit) => hit.data().then((found) => ({ ...found, hit }))));
    if (mine !== this.asked || choice !== this.chosen()) return;
    above();
    if (!from) list.replaceChildren();
    list.dataset.choice = choice;
    list.append(...data.map(item));
    this.drawStatus(fitting);
    this.box.dataset.answered = this.text;
  }

  chosen() {
    return [this.asked, this.kind, ...[...this.on].map((one) => one.id)].join(" ");
  }

  /** How many pages were found: real ones; demonstration records are told of where they are offered. */
  drawStatus(fitting) {
    const all = this.filtered().filter((hit) => !this.kind || hit.kind === this.kind);
    const real = all.filter((hit) => !hit.demo).length;
    const demo = all.length - real;
    const found = `${pluralForm(real) ? "Найдено" : "Найдена"} ${plural(real, ["страница", "страницы", "страниц"])}.`;
    const only = `Настоящих записей нет. Демонстрационных (выдуманных для примера): ${number(demo)}.`;
    this.status.textContent = OFFERED.has(this.answer.note?.why) ? `По запросу «${this.text}» ничего не нашлось.`
      : real ? found : demo ? only : "В этом разделе ничего не нашлось.";
    const left = fitting.length - this.list.children.length;
    const folded = all.length - fitting.length;
    this.more.textContent = left > 0 ? "Показать ещё" : `Показать демонстрационные: ${number(folded)}`;
    this.more.hidden = left <= 0 && folded <= 0;
  }
}
