/* A form of the site, made from voprosy.json: asks, keeps a draft, checks, shows, sends. */

import { button, h } from "../shared/ui.js";
import { blankPlace } from "./blank/drop.js";
import { Complaints } from "./complaints.js";
import { Draft } from "./draft.js";
import { Lists } from "./lists.js";
import { filled } from "./record-text.js";
import { Views } from "./views.js";
import { control, reading } from "./widgets.js";

/* Letters of two alphabets side by side: the rules about them are fetched then. */
const MIXED = /[a-z][а-яё]|[а-яё][a-z]|[\u0370-\u03ff]/i;
/* No name of a person has fewer than two capitals: how to find one is fetched then. */
const CAPITALS = /[А-ЯЁ][^А-ЯЁ]{0,80}[А-ЯЁ]|&#/;
const NO_ROOM = "Черновик не сохраняется: браузер не даёт места. Не закрывайте страницу, пока не отправите запись или не скопируете её.";
const NOT_ALL = "Часть формы не загрузилась. Проверьте связь и нажмите ещё раз: написанное не пропало.";
const OTHER_TAB = "Эта форма открыта и в другой вкладке. То, что вы пишете здесь, хранится отдельным черновиком: тот не пропадёт.";

/** Make the form in `place` (data-form names the questions); fails where they cannot be loaded. */
export async function mount(place) {
  const questions = new URL(place.dataset.form, location.href);
  const loading = new Map();
  const fetched = (path) => {
    const address = new URL(path, questions).href;
    if (!loading.has(address)) {
      const answer = fetch(address).then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.status))));
      answer.catch(() => loading.delete(address)); // the connection came back: ask again
      loading.set(address, answer);
    }
    return loading.get(address);
  };
  const form = await fetched(questions.href);
  const known = { handed: form.kind === "replications" ? (await import("../own/handed.js")).handed() : {} };
  // What only one form, or only the end of filling one in, needs comes when it is needed.
  let figures = null;
  if (form.kind === "values") {
    const [table, rules] = await Promise.all([import("./figures.js"), import("./figure-rules.js")]);
    figures = table.figures;
    known.more = [rules.figures];
  }
  if (form.pictures) known.more = [(await import("./picture-rules.js")).pictures];
  const values = async () => {
    const found = await fetched("znacheniia.json");
    known.figures = found.indicators;
    known.before = found.before;
    return found;
  };
  await new Made(place, form, known, fetched, figures && ((question) => figures(question, values))).start();
}

class Made {
  constructor(place, form, known, fetched, figures) {
    Object.assign(this, { place, form, known, fetched });
    this.base = new Lists(this);
    this.sections = form.sections.map(({ heading, questions }) => {
      const kids = questions.map((question) => (figures && question.n === "values" ? figures(question) : control(question, this.base)));
      const head = h("h2", { tabindex: "-1" }, heading);
      return { heading, kids, head, el: h("section", {}, head, kids.map((kid) => kid.el)) };
    });
    const kids = this.sections.flatMap((section) => section.kids);
    this.long = { kids, ...reading(kids) };
    this.top = this.long;
    this.begun = []; // new records that answers ask about (newcomer.js), those that are gone too
    this.table = kids.find((kid) => kid.refresh);
    this.complaints = new Complaints(this);
    const { practice = "", ...more } = known.handed; // from «Мой кабинет»
    this.given = Object.fromEntries([...new URLSearchParams(location.search), ["practice", practice]].filter(([name, value]) =>
      /^[a-z0-9/-]{1,160}$/.test(value) && kids.some((kid) => kid.q.n === name && kid.q.w === "choice")));
    this.draft = new Draft(form.name, Object.values(this.given).join(" "));
    Object.assign(this.given, more);
  }

  /* The controls that are in the form now: those of the long way or of the quick one. */
  get kids() {
    return this.top.kids;
  }

  /** Put the quick or the long questions into the form; what is written goes with them. */
  async use(short) {
    if (short) this.short ??= (await import("./quick.js")).quick(this.form, this.base);
    this.quickPlace.replaceChildren(...(short ? [this.short.el] : []));
    const next = short ? this.short : this.long;
    if (next === this.top) return;
    if (this.begun.length) await (await import("./newcomer.js")).addBegun(this);
    const data = this.top.read();
    this.top = next;
    next.write(data);
    if (this.problems) this.show();
  }

  keep(view) {
    this.draft.look(view);
  }

  async start() {
    this.draw();
    await this.open();
    await this.views.start(this.draft.view).catch(() => this.views.show("vse"));
    this.offer();
    this.draft.watch((isGone) => (isGone ? import("./kept-pictures.js").then((kept) => kept.again(this)) : this.warn(OTHER_TAB)));
    // What is kept as a draft may be left at any time; what is kept nowhere is asked about.
    addEventListener("beforeunload", (event) => {
      if (!this.lost && !this.begun.some(({ el, written }) => el.isConnected && written())) return;
      event.preventDefault();
      event.returnValue = "";
    });
    this.element.addEventListener("input", () => this.update());
    this.element.addEventListener("change", () => this.update());
    this.element.addEventListener("focusout", (event) => {
      const field = this.complaints.fieldOf(event.target);
      if (field) this.complaints.touched.add(field);
      this.complain();
    });
    // A complaint that appears while a button is being pressed moves it away from under the finger, and the press is
    // lost: complaints wait until it is let go.
    this.element.addEventListener("pointerdown", (event) => { this.pressed = Boolean(event.target.closest("button")); });
    const letGo = () => {
      this.pressed = false;
      this.complain();
    };
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => this.pressed && setTimeout(letGo));
    // The rules come with the first touch of a field: whoever only looks at the form does not wait for them.
    this.element.addEventListener("focusin", (event) => {
      if (event.target.matches("input, textarea, select")) this.rules().catch(() => {});
    });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.pressed = false;
      this.finish().catch(this.failed);
    });
    this.show();
  }

  /* The draft of this tab, or an empty form. */
  async open() {
    const kept = this.draft.read();
    this.top.write({ ...this.given, ...(kept && filled(kept)) });
    if (kept) this.tell("Черновик с прошлого раза восстановлен.");
    const read = this.top.read();
    if (this.table && (await this.table.refresh(read)) && kept) this.table.write(kept.values);
  }

  /* All drafts of this form, where there is more than that of this tab. */
  async offer() {
    const found = this.draft.all();
    const list = this.drafts.querySelector("div");
    this.count.textContent = found.length ? ` (${found.length})` : "";
    if (found.some((one) => !one.own)) this.drafts.open = true;
    if (!this.drafts.open) return;
    const { drafts } = await import("./drafts.js");
    list.replaceChildren(...drafts(this));
  }

  draw() {
    this.failed = () => {
      this.warn("");
      this.warn(NOT_ALL);
    };
    this.count = h("span", {});
    this.drafts = h("details", { class: "m-fold m-form__drafts" }, h("summary", {}, "Мои черновики", this.count), h("div", {}));
    this.drafts.addEventListener("toggle", () => this.offer().catch(this.failed));
    this.alert = h("div", { class: "m-form__alert", role: "alert", hidden: true });
    this.status = h("p", { class: "m-muted", role: "status" }, `Черновик хранится только ${this.draft.where}. Пока вы не отправите запись, её никто не видит.`);
    this.summary = h("div", { class: "m-form__summary", tabindex: "-1", hidden: true });
    this.demo = h("p", { class: "m-banner m-banner--demo", hidden: true }, "Вы выбрали демонстрационную запись, поэтому и ваша будет помечена как демонстрационная: для пробы.");
    this.shown = h("section", { class: "m-preview", hidden: true, "aria-label": "Как это будет выглядеть" });
    this.look = button("Показать, как будет выглядеть", () => {
      this.shown.hidden = !this.shown.hidden;
      this.look.setAttribute("aria-expanded", String(!this.shown.hidden));
      this.look.textContent = this.shown.hidden ? "Показать, как будет выглядеть" : "Скрыть страницу";
      this.show().catch(this.failed);
    }, { "aria-expanded": "false" });
    this.sending = h("section", { class: "m-form__send", tabindex: "-1", hidden: true, "aria-labelledby": "m-form-sending" });
    this.submit = h("button", { type: "submit", class: "m-button m-button--main" }, "Проверить и отправить");
    this.quickPlace = h("div", {});
    this.views = new Views(this);
    this.element = h("form", { class: "m-form", novalidate: true, autocomplete: "off", "aria-label": this.form.title },
      this.views.ways, this.status, this.drafts, this.summary, this.views.steps, this.quickPlace, this.sections.map(({ el }) => el), this.views.turn,
      this.demo, h("p", { class: "m-form__acts" }, this.submit, this.look, button("Удалить черновик", () => this.forget())),
      this.sending, this.shown, this.alert);
    this.place.replaceChildren(blankPlace(this), this.element);
  }

  read() {
    const data = { ...this.top.read() };
    for (const [name, value] of Object.entries(this.form.given)) data[name] = value;
    if (this.isDemo(data)) data.demo = "true";
    return filled(data) ?? {};
  }

  /* A real record may not name a demonstration one. */
  isDemo(data) {
    const names = (questions, group) => questions.some((q) => [].concat(group?.[q.n] ?? []).some((one) =>
      (q.f ? this.known[q.f]?.find(([id]) => id === one)?.[2] : q.q && names(q.q, one))));
    return names(this.form.sections.flatMap((section) => section.questions), data);
  }

  async update() {
    import("./ahead.js").catch(() => {});
    const raw = this.top.read();
    const right = this.draft.write(raw);
    this.lost = !right && filled(raw) !== null;
    this.tell(right ? `Черновик сохранён ${this.draft.where}.` : NO_ROOM);
    if (this.lost) this.warn(NO_ROOM, button("Скопировать написанное", () => this.copy()));
    else if (this.draft.apart) this.warn(OTHER_TAB);
    else this.warn("");
    this.sending.hidden = true;
    if (this.table) await this.table.refresh(raw);
    this.show();
  }

  async show() {
    const data = this.read();
    this.demo.hidden = data.demo !== "true";
    this.problems = this.check?.(this.form, this.top.read(), this.known) ?? [];
    this.problems.sort((a, b) => Boolean(a.soft) - Boolean(b.soft));
    this.complain();
    if (!this.known.foreign && MIXED.test(JSON.stringify(data).replace(/\\./g, " "))) {
      this.known.foreign = (await import("./alphabets.js")).foreignLetters;
      this.show();
    }
    if (this.check && !this.known.names && CAPITALS.test(JSON.stringify(data))) this.lookForNames();
    if (this.shown.hidden) return;
    const { preview } = await import("./preview.js");
    this.shown.replaceChildren(...preview(this.form, data, (q, value) => this.nameOf(q, value)));
  }

  async lookForNames() {
    try {
      this.looking ??= Promise.all([import("./person-names.js"), this.fetched("../liudi.json")]);
      const [names, lists] = await this.looking;
      if (this.known.names) return;
      this.known.names = { ...names, find: names.finder(lists) };
      this.show();
    } catch {
      this.looking = null; // advice only: the check of the change will tell; asked again with the next words
    }
  }

  complain() {
    if (this.pressed) return;
    this.complaints.show(this.problems ?? []);
    this.views.refresh();
  }

  async rules() {
    if (this.check) return;
    [{ check: this.check }, this.complaints.parts] = await Promise.all([import("./rules.js"), import("./complaint-list.js")]);
    this.show();
  }

  nameOf(question, value) {
    const options = question.f ? this.known[question.f] : question.o;
    return options?.find(([id]) => id === value)?.[1] ?? value;
  }

  tell(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  /* Words at the lower edge of the window. */
  warn(words, ...acts) {
    if (this.alert.dataset.said === words) return;
    this.alert.dataset.said = words;
    this.alert.hidden = !words;
    this.alert.replaceChildren(words, " ", ...acts, acts.length ? "" : button("Понятно", () => { this.alert.hidden = true; }));
  }

  async copy() {
    (await import("./send.js")).copied(this);
  }

  async finish() {
    await Promise.all(this.kids.filter((kid) => kid.q.f && filled(kid.read()) !== null).map((kid) => this.base.lists(kid.q.f))).catch(() => {});
    await this.rules();
    if (this.alert.dataset.said === NOT_ALL) this.warn(""); // the connection is back
    await (await import("./finish.js")).finish(this);
  }

  forget(sure = false) {
    if (!sure && filled(this.top.read()) !== null && !confirm("Удалить черновик? Всё, что вы написали в этой форме, исчезнет.")) return;
    this.draft.remove();
    const pictures = [...this.base.pictures.files.keys()];
    if (pictures.length) import("./kept-pictures.js").then((kept) => kept.forget(pictures, this.draft)).catch(() => {});
    this.lost = false;
    this.warn("");
    this.top.write(this.given);
    this.complaints.forget();
    this.summary.hidden = true;
    this.sending.hidden = true;
    this.show();
    this.tell("Черновик удалён.");
    this.offer();
    this.status.scrollIntoView({ block: "center" });
  }
}
