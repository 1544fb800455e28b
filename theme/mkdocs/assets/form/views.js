/* How much of a form one sees: its few quick questions, one step of it, or all of it. The address says which (#korotko,
   #shag-2, #vse): «back» of the browser works, and a step can be sent to somebody. On paper all steps stand. */

import { h, reveal } from "../shared/ui.js";
import { filled } from "./record-text.js";

const [QUICK, ALL, STEP] = ["korotko", "vse", /^shag-([1-9]\d?)$/];
/* Two short sections are read at one glance; a list of two steps would only stand before them. */
const LEAST = 3;

export class Views {
  /** `made` has form (voprosy.json), sections [{heading, el, head, kids}], submit (its button), use(quick), which puts
      the quick or the long questions into the form, and keep(view), which remembers where one was. */
  constructor(made) {
    this.made = made;
    this.stepped = made.sections.length >= LEAST;
    this.now = ALL;
    const { quick, size } = made.form;
    const way = (name, words, more) => h("li", {}, h("a", { href: `#${name}`, "data-way": name }, h("strong", {}, words), more && ` ${more}`));
    this.ways = h("nav", { class: "m-ways", "aria-label": "Как заполнять", hidden: !this.stepped && !quick }, h("ul", {},
      quick && way(QUICK, quick.title, quick.size),
      this.stepped && way("shag-1", "Подробно, по шагам", `${size}; можно прерваться`),
      way(ALL, this.stepped ? "Показать всё сразу" : "Подробно", this.stepped ? "" : size)));
    this.steps = h("nav", { class: "m-steps", "aria-label": "Шаги формы" });
    this.turn = h("p", { class: "m-form__acts m-turn" });
    if (this.stepped) this.drawSteps();
  }

  drawSteps() {
    this.told = h("p", { class: "m-muted" });
    this.bar = h("progress", { class: "m-steps__bar", max: this.made.sections.length, value: 0, "aria-label": "Заполнено частей" });
    this.marks = this.made.sections.map(({ heading }, n) => {
      const state = h("span", { class: "m-sr" });
      const link = h("a", { href: `#shag-${n + 1}` }, h("span", { class: "m-steps__number" }, String(n + 1)), h("span", { class: "m-steps__name" }, heading), state);
      return { link, state };
    });
    this.steps.append(this.told, this.bar, h("ol", {}, this.marks.map(({ link }) => h("li", {}, link))));
  }

  /** Show what the address asks for, else what was looked at last, else the shortest way. */
  async start(last) {
    addEventListener("hashchange", () => this.follow(location.hash.slice(1)));
    const asked = location.hash.slice(1);
    const first = [asked, last, this.made.form.quick ? QUICK : "shag-1"].find((name) => name && this.knows(name));
    await this.show(first ?? ALL, first === asked);
  }

  knows(name) {
    const [, step] = STEP.exec(name) ?? [];
    return name === ALL || (name === QUICK && Boolean(this.made.form.quick)) || (this.stepped && +step <= this.made.sections.length);
  }

  follow(name) {
    if (this.knows(name) && name !== this.now) this.show(name, true);
  }

  /** Go there as if a link had been followed. */
  async go(name) {
    if (name !== this.now) history.pushState(null, "", `#${name}`);
    await this.show(name, false);
  }

  /** Each waits for the one before: whoever chooses while the quick questions are still loading gets what they chose. */
  show(name, focus) {
    this.showing = (this.showing ?? Promise.resolve()).catch(() => {}).then(() => this.lay(name, focus));
    return this.showing;
  }

  async lay(name, focus) {
    const step = STEP.exec(name) ? +STEP.exec(name)[1] - 1 : -1;
    this.now = name;
    await this.made.use(name === QUICK);
    this.made.sections.forEach(({ el }, n) => {
      el.hidden = name === QUICK;
      el.classList.toggle("m-form__away", step >= 0 && n !== step);
    });
    this.steps.hidden = step < 0;
    this.turn.hidden = step < 0;
    if (step >= 0) this.drawTurn(step);
    this.made.submit.classList.toggle("m-button--main", step < 0 || step === this.made.sections.length - 1);
    for (const link of this.ways.querySelectorAll("a")) {
      const own = link.dataset.way === name || (step >= 0 && STEP.test(link.dataset.way));
      if (own) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.refresh();
    this.made.keep(name);
    if (focus) reveal(step >= 0 ? this.made.sections[step].head : this.ways.querySelector("[aria-current]") ?? this.ways);
  }

  drawTurn(step) {
    const { sections } = this.made;
    const to = (n, words, main) => (sections[n] ? h("a", { href: `#shag-${n + 1}`, class: `m-button${main ? " m-button--main" : ""}` }, words) : null);
    this.turn.replaceChildren(...[to(step - 1, `← Назад: ${sections[step - 1]?.heading}`), to(step + 1, `Дальше: ${sections[step + 1]?.heading} →`, true)].filter(Boolean));
  }

  /** Say anew what is filled in and what is wrong. */
  refresh() {
    if (!this.stepped) return;
    let done = 0;
    this.made.sections.forEach(({ el, kids }, n) => {
      const said = filled(kids.map((kid) => kid.read())) !== null;
      const wrong = el.querySelector(".m-form__error:not([hidden]):not(.m-form__advice)");
      done += said && !wrong;
      const { link, state } = this.marks[n];
      link.dataset.state = wrong ? "wrong" : said ? "filled" : "empty";
      state.textContent = wrong ? " — есть замечания" : said ? " — заполнено" : " — пусто";
      if (this.now === `shag-${n + 1}`) {
        link.setAttribute("aria-current", "step");
        this.told.textContent = `Шаг ${n + 1} из ${this.marks.length}`;
      } else link.removeAttribute("aria-current");
    });
    this.bar.value = done;
  }

  /** Bring an element of the form into sight, its step first. */
  async bring(element) {
    const step = this.made.sections.findIndex(({ el }) => el.contains(element));
    if (step >= 0 && STEP.test(this.now)) await this.go(`shag-${step + 1}`);
    reveal(element);
  }
}
