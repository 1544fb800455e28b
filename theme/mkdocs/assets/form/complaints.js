/* Where complaints about a form stand: beside their fields, and all of them in a list at the top once it was to be sent. */

import { button, h } from "../shared/ui.js";

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
      if (kid && (this.all || within)) told.set(kid, [...(told.get(kid) ?? []), problem]);
    }
    for (const kid of places.values()) {
      if (kid.error) this.mark(kid, told.get(kid) ?? []);
    }
    if (this.all && !this.form.summary.hidden) this.list?.(this, told);
  }

  /* All that is wrong with one field, what has to be mended first; a line each. */
  mark(kid, problems) {
    const isHard = problems.some((problem) => !problem.soft);
    kid.el?.classList.toggle("m-field--wrong", isHard);
    kid.error.classList.toggle("m-form__advice", problems.length > 0 && !isHard);
    const said = problems.map((problem) => problem.line + (problem.fix ?? "")).join("\n");
    if (kid.error.dataset.said === said) return;
    kid.error.dataset.said = said;
    kid.error.hidden = !problems.length;
    kid.error.replaceChildren(...problems.flatMap((problem, n) => [n ? h("br") : "", problem.line, this.mend(kid, problem)]));
    if (kid.input?.matches("input, textarea, select")) {
      const help = `${kid.input.id}-help`;
      if (isHard) kid.input.setAttribute("aria-invalid", "true");
      else kid.input.removeAttribute("aria-invalid");
      const ids = [document.getElementById(help) ? help : "", problems.length ? kid.error.id : ""].filter(Boolean);
      if (ids.length) kid.input.setAttribute("aria-describedby", ids.join(" "));
      else kid.input.removeAttribute("aria-describedby");
    }
  }

  /** From now on all of them are told, in a list at the top too. */
  async beforeSending() {
    this.all = true;
    this.list = (await import("./complaint-list.js")).list;
  }

  mend(kid, { fix, shown, also }) {
    return fix && kid.write ? button(`Исправить: ${shown || fix}`, () => {
      kid.write(fix);
      if (also) this.places().get(also.field)?.write(also.value);
      kid.input.focus();
      this.form.update();
    }) : "";
  }
}
