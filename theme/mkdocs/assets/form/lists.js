/* The lists of records from which a form offers, and the records that go along with the one that is being written. */

import { button, h } from "../shared/ui.js";

const FRESH = " (новая запись)"; // behind the title of a record that goes along

/** The title of a record as it stands in a list, without what says that it goes along. */
export function plainTitle(label) {
  return label.endsWith(FRESH) ? label.slice(0, -FRESH.length) : label;
}

export class Lists {
  /** `form` has form (voprosy.json), known, draft, fetched(path) and warn(words). */
  constructor(form) {
    this.form = form;
    /* The pictures that are chosen, by their names, and what they may be. */
    this.pictures = { files: new Map(), limits: form.form.pictures, letters: form.form.letters };
  }

  /** Promises the options [[value, label]] of a list. */
  async lists(name) {
    const { form } = this;
    const found = await form.fetched(`../spiski/${name}.json`);
    form.known[name] ??= [...found];
    return withFresh(name, form.known[name], form.draft.beside);
  }

  /** Promises those options that may mean what is written. */
  async alike(written, options) {
    return (await import("./newcomer.js")).alikes(this.form, written, options);
  }

  /** What stands at a list in which the record that is meant may be missing; null where it has to be there. */
  missing(question, take) {
    const kinds = question.f.split("-").filter((kind) => this.form.form.fresh.includes(kind));
    if (!kinds.length) return null;
    const place = h("div", {});
    const open = button(question.f === "organizations" ? "Моей организации нет в списке" : "Нет в списке", async () => {
      try {
        await (await import("./newcomer.js")).newcomer(this, kinds, question, take, place, open);
      } catch {
        open.hidden = false;
        place.replaceChildren("Вопросы не загрузились: проверьте связь и нажмите ещё раз.");
      }
    });
    return h("div", { class: "m-form__missing" }, open, place);
  }

  /** Take along {kind, id, title, text}. */
  along(record) {
    const { draft, known } = this.form;
    draft.beside = [...draft.beside, record];
    for (const [name, options] of Object.entries(known)) if (Array.isArray(options)) withFresh(name, options, [record]);
  }
}

function withFresh(name, options, beside) {
  const kinds = name.split("-");
  for (const { kind, id, title } of beside.filter((one) => kinds.includes(one.kind))) {
    const value = kinds.length > 1 ? `${kind}/${id}` : id;
    if (!options.some(([known]) => known === value)) options.unshift([value, (title ?? id) + FRESH]);
  }
  return options;
}
