/* What stands around a control: its label, the help, the place for a complaint. */

import { h, newName } from "../shared/ui.js";

/** A question that one field answers. */
export function labelled(q, input, access, before = null, body = input) {
  const help = hint(q, input.id);
  const error = h("p", { class: "m-form__error", id: `${input.id}-error`, hidden: true });
  if (help) input.setAttribute("aria-describedby", help.id);
  if (q.r) input.setAttribute("aria-required", "true");
  const label = h("label", { for: input.id, class: "m-form__label" }, q.l, need(q));
  return { q, input, error, el: h("div", { class: "m-field" }, label, help, before, body, error), ...access };
}

/** A question that several fields answer. */
export function framed(q, access, body) {
  const name = newName();
  const help = hint(q, name);
  const error = h("p", { class: "m-form__error", id: `${name}-error`, hidden: true });
  const el = h("fieldset", { class: "m-field m-field--frame", "aria-describedby": help?.id }, h("legend", { class: "m-form__label" }, q.l, need(q)),
    help, error, body);
  return { q, el, error, ...access };
}

/** How much an answer is needed, in words; null where it is as one likes. */
export function need(q) {
  const said = q.r ? " обязательно" : q.p ? " нужно для публикации" : "";
  return said ? h("span", { class: "m-form__need" }, said) : null;
}

function hint(q, name) {
  const said = [q.h, q.e ? `Например: ${q.e}` : ""].filter(Boolean).join(". ");
  return said ? h("p", { class: "m-muted m-form__help", id: `${name}-help` }, said) : null;
}
