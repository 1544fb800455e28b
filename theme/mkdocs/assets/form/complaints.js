/* Where complaints about a form stand: beside their fields, and all of them in a list at the top once it was to be sent. */

export class Complaints {
  /** `form` has kids, known, views, summary (the place of the list) and update(). What draws complaints (`parts`,
      complaint-list.js) comes with the rules that make them. */
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
      if (kid.error) this.parts?.mark(this, kid, told.get(kid) ?? []);
    }
    if (this.all && !this.form.summary.hidden) this.parts?.list(this, told);
  }
}
