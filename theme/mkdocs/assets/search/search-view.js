/* The picture of the search: field, kinds, results, in a dialog or on the page /poisk/. Nothing is put into the page as
   HTML: titles and excerpts come from records, so they go in as text. */

import { h, number, plural, pluralForm } from "../shared/ui.js";

const STEP = 5;
const KINDS = 6; // so many before «ещё»

/** Entities back to letters. In a textarea nothing but text is read, and the document is a dead one. */
const plainText = (html) => new DOMParser().parseFromString(`<textarea>${html}`, "text/html").querySelector("textarea").value;

/** Pagefind marks the words it found with <mark>; everything else in an excerpt is text. */
function excerpt(html) {
  const parts = html.split(/(<mark>.*?<\/mark>)/s);
  return parts.map((part) => (part.startsWith("<mark>") ? h("mark", {}, plainText(part.slice(6, -7))) : plainText(part)));
}

function styles(root) {
  const href = new URL("assets/search/search.css", root).href;
  if (!document.querySelector(`link[href="${href}"]`)) document.head.append(h("link", { rel: "stylesheet", href }));
}

/** A note instead of, or before, the results: `again(query)` is a button that asks `query`. */
const NOTES = {
  layout: (query, again) => ["Похоже, включена латинская раскладка. Показано по запросу ", again(query), "."],
  typo: (query, again, text) => [`По запросу «${text}» ничего нет. Возможно, вы имели в виду `, again(query), ": показано по нему."],
  maybe: (query, again) => ["Возможно, вы имели в виду ", again(query), "?"],
  without: (missing) => [`Этого на сайте нет: «${missing}». Показано по остальным словам.`],
  some: () => ["Страниц, где есть все эти слова, нет. Показаны те, где есть хотя бы часть из них."],
};

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
    Object.assign(this, { root, find, inDialog, text: "", kind: "", hits: [], shown: STEP, asked: 0 });
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
    // What was asked instead is heard as well as the number: the frame is there before the words are.
    const noted = h("div", { role: "status" }, this.note);
    this.kinds = h("div", { class: "m-search__kinds", role: "group", "aria-label": "Показать только", hidden: true });
    this.list = h("ol", { class: "m-search__list", id: `${name}-list`, "aria-label": "Найденное" });
    this.more = h("button", { type: "button", class: "m-search__more", hidden: true }, "Показать ещё");
    this.whole = h("a", { class: "m-search__whole", href: page }, "Открыть на отдельной странице");
    const keys = h("p", { class: "m-search__keys", "aria-hidden": "true" }, h("kbd", {}, "↑"), h("kbd", {}, "↓"), " выбрать ",
      h("kbd", {}, "Enter"), " открыть ", h("kbd", {}, "Esc"), " закрыть");
    this.close = h("button", { type: "button", class: "m-search__close" }, "Закрыть");
    this.form = h("form", { role: "search", action: page, method: "get", class: "m-search__form" }, label, this.input,
      inDialog ? this.close : h("button", { type: "submit", class: "m-search__go" }, "Найти"));
    const results = h("div", { class: "m-search__results" }, this.status, noted, this.kinds, this.list, this.more);
    this.box = h("div", { class: "m-search" }, this.form, results,
      inDialog ? h("div", { class: "m-search__foot" }, this.whole, keys) : null);
  }

  listen() {
    this.more.addEventListener("click", async () => {
      const first = this.list.children.length;
      this.shown += STEP * 2;
      await this.drawList();
      this.list.children[first]?.querySelector("a")?.focus();
    });
    let timer;
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      this.kind = "";
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
    this.kind = asked.get("kind") ?? "";
    this.run(this.input.value);
  }

  async run(text) {
    const mine = (this.asked += 1);
    this.text = text.trim();
    this.shown = STEP;
    if (!this.text) {
      this.hits = [];
      return this.draw(null);
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
    this.hits = answer.hits;
    return this.draw(answer.note);
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
    this.note.hidden = true;
    this.kinds.hidden = true;
    this.list.replaceChildren();
    this.more.hidden = true;
  }

  again(query) {
    return h("button", { type: "button", class: "m-search__again", onclick: () => {
      this.input.value = query;
      this.input.focus();
      this.kind = "";
      this.run(query).then(() => this.remember("pushState"));
    } }, `«${query}»`);
  }

  /** The results of the question, or what there is instead; `why` is the note of the search. */
  draw(why) {
    this.clear();
    delete this.box.dataset.answered; // set again when the answer to this question stands on the screen
    this.remember("replaceState");
    if (!this.text) return;
    const note = why && NOTES[why.why]?.(why.query, (query) => this.again(query), this.text);
    if (why?.why === "short") {
      this.status.textContent = "Введите слово из трёх букв или длиннее: союзы и предлоги поиск пропускает.";
    } else if (!this.hits.length) {
      this.status.textContent = `По запросу «${this.text}» ничего не нашлось.`;
      if (why) this.note.append(...note, " ");
      this.note.append("Попробуйте другое слово или меньше слов, либо посмотрите ", this.lists("списки по разделам"), ".");
      this.note.hidden = false;
    } else {
      if (why) {
        this.note.append(...note);
        this.note.hidden = false;
      }
      this.drawKinds();
      this.drawList();
      return;
    }
    this.box.dataset.answered = this.text;
  }

  drawKinds() {
    const counts = new Map();
    for (const hit of this.hits) counts.set(hit.kind, (counts.get(hit.kind) ?? 0) + 1);
    if (this.kind && !counts.has(this.kind)) counts.set(this.kind, 0);
    const ordered = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "ru"));
    this.kinds.replaceChildren(...[["", this.hits.length], ...ordered].map(([kind, count]) => this.chip(kind, count)));
    const rest = [...this.kinds.children].slice(KINDS + 1).filter((chip) => chip.getAttribute("aria-pressed") !== "true");
    if (rest.length > 1) {
      const others = h("button", { type: "button", class: "m-search__others" }, `ещё ${plural(rest.length, ["раздел", "раздела", "разделов"])}`);
      for (const chip of rest) chip.hidden = true;
      others.addEventListener("click", () => {
        for (const chip of rest) chip.hidden = false;
        others.remove();
        rest[0].focus();
      });
      this.kinds.append(others);
    }
    this.kinds.hidden = ordered.length < 2 && !this.kind;
  }

  chip(kind, count) {
    const chip = h("button", { type: "button", "aria-pressed": String(kind === this.kind) }, kind || "Всё",
      h("span", { class: "m-search__count" }, number(count)));
    chip.addEventListener("click", () => {
      this.kind = kind;
      this.shown = STEP;
      for (const other of this.kinds.children) other.setAttribute("aria-pressed", String(other === chip));
      this.remember("pushState");
      this.drawList();
    });
    return chip;
  }

  async drawList() {
    const mine = this.asked;
    const { kind, shown, list } = this;
    const fitting = this.hits.filter((hit) => !kind || hit.kind === kind);
    const from = list.dataset.kind === kind && shown > STEP ? list.children.length : 0;
    const data = await Promise.all(fitting.slice(from, shown).map((hit) => hit.data().then((found) => ({ ...found, hit }))));
    if (mine !== this.asked || kind !== this.kind) return;
    if (!from) list.replaceChildren();
    list.dataset.kind = kind;
    list.append(...data.map(item));
    const demo = fitting.filter((hit) => hit.demo).length;
    const verb = pluralForm(fitting.length) ? "Найдено" : "Найдена";
    this.status.textContent = fitting.length
      ? `${verb} ${plural(fitting.length, ["страница", "страницы", "страниц"])}${demo ? `, из них демонстрационных: ${number(demo)}` : ""}.`
      : "В этом разделе ничего не нашлось.";
    this.more.hidden = fitting.length <= list.children.length;
    this.box.dataset.answered = this.text;
  }
}

function item({ url, meta, excerpt: text, hit }) {
  const marks = [h("span", { class: "m-search__kind" }, hit.kind)];
  if (hit.demo) marks.push(h("span", { class: "m-badge m-badge--demo" }, "демо"));
  return h("li", {},
    h("p", { class: "m-search__title" }, h("a", { href: url }, plainText(meta.title ?? url))),
    h("p", { class: "m-search__meta" }, marks),
    h("p", { class: "m-search__text" }, excerpt(text)));
}
