/* Where complaints about a form stand: beside their fields, and all of them in a list at the top once it was to be sent. */

import { button, h, plural } from "../shared/ui.js";

export class Complaints {
  /** `form` has kids, known, views, summary (the place of the list) and update(). */
  constructor(form) {
    this.form = form;
    this.forget();
  }

  /** As before the first touch. */
  forget() {
    this.touched = new Set();
    this.all = false;
  }

  /* The controls by the names that complaints use. */
  places() {
    const found = new Map();
    const walk = (kid, path) => {
      found.set(path, kid);
      (kid.items ?? []).forEach((item, n) => walk(item, `${path}[${n + 1}]`));
      (kid.kids ?? []).forEach((inner) => walk(inner, `${path}.${inner.q.n}`));
    };
    this.form.kids.forEach((kid) => walk(kid, kid.q.n));
    return found;
  }

  placeOf(field, places) {
    for (let path = field; path; path = path.replace(/(\.[^.[\]]+|\[\d+\])$/, "")) {
      const kid = places.get(path);
      if (kid?.error) return kid;
      if (!/[.[]/.test(path)) return kid;
    }
    return null;
  }

  /** The name of the field that has the focus or loses it; null where it is none. */
  fieldOf(target) {
    for (const [path, kid] of this.places()) if (kid.input === target) return path;
    return null;
  }

  /** Marks the places of those problems that the person has come by, all of them once the form was to be sent. */
  show(problems) {
    const places = this.places();
    const told = new Map();
    for (const problem of problems) {
      const kid = this.placeOf(problem.field, places);
      const within = [...this.touched].some((field) => problem.field === field || problem.field.startsWith(`${field}[`));
      if (kid && (this.all || within) && !told.has(kid)) told.set(kid, problem);
    }
    for (const kid of places.values()) {
      if (kid.error) this.mark(kid, told.get(kid));
    }
    if (this.all && !this.form.summary.hidden) this.list(told);
  }

  mark(kid, problem) {
    const said = problem ? (problem.said ?? problem.message) + (problem.hint && !problem.fix ? ` — ${problem.hint}` : "") : "";
    kid.el?.classList.toggle("m-field--wrong", Boolean(problem) && !problem.soft);
    kid.error.classList.toggle("m-form__advice", Boolean(problem?.soft));
    if (kid.error.dataset.said === said + (problem?.fix ?? "")) return;
    kid.error.dataset.said = said + (problem?.fix ?? "");
    kid.error.hidden = !problem;
    kid.error.replaceChildren(said, problem?.fix && kid.write ? button(`Исправить: ${problem.shown || problem.fix}`, () => {
      kid.write(problem.fix);
      if (problem.also) this.places().get(problem.also.field)?.write(problem.also.value);
      kid.input.focus();
      this.form.update();
    }) : "");
    if (kid.input?.matches("input, textarea, select")) {
      const help = `${kid.input.id}-help`;
      if (problem && !problem.soft) kid.input.setAttribute("aria-invalid", "true");
      else kid.input.removeAttribute("aria-invalid");
      const ids = [document.getElementById(help) ? help : "", problem ? kid.error.id : ""].filter(Boolean);
      if (ids.length) kid.input.setAttribute("aria-describedby", ids.join(" "));
      else kid.input.removeAttribute("aria-describedby");
    }
  }

  list(told) {
    // Only when something is new: a link that goes away while it loses the focus takes the focus with it.
    const hard = [...told].filter(([, problem]) => !problem.soft);
    const mark = hard.map(([kid, problem]) => `${kid.q.n}${problem.field}${problem.message}`).join("\n");
    if (mark && mark === this.listed) return;
    this.listed = mark;
    const links = hard.map(([kid, problem]) => h("li", {}, h("a", {
      href: "#", onclick: (event) => { event.preventDefault(); this.form.views.bring(kid.input ?? kid.el); },
    }, kid.q.l ?? this.form.known.figures?.[kid.q.n]?.t ?? "Поле"), `: ${problem.said ?? problem.message}`));
    this.form.summary.hidden = !links.length;
    this.form.summary.replaceChildren(h("h2", {}, `Исправьте: ${plural(links.length, ["место", "места", "мест"])}`), h("ul", {}, links));
  }
}
