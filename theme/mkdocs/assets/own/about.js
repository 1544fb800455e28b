/* Class, subject and district of the person, remembered where he has said. */

import { h, newName } from "../shared/ui.js";
import { NO_LISTS, NO_ROOM, where } from "./look.js";
import { read, update } from "./store.js";

/** The part of the page: {el}. */
export function about(page) {
  const said = h("p", { class: "m-own__said", role: "status" });
  const el = h("section", { class: "m-own__part", "aria-labelledby": "o-sebe" });
  const take = (name, value) => {
    const right = update("me", (me) => ({ ...me, [name]: value }));
    said.textContent = right ? `Запомнено ${where()}.` : NO_ROOM;
    if (right) page.changed(part);
  };
  const part = { el };
  const head = h("h2", { id: "o-sebe", tabindex: "-1" }, "О себе");
  if (!page.base) {
    el.append(head, h("p", { class: "m-empty" }, NO_LISTS));
    return part;
  }
  const me = read("me") ?? {};
  const field = (name, label, options) => choice(label, options, me[name] ?? "", (value) => take(name, value));
  el.append(head,
    h("p", { class: "m-muted" }, "По этим ответам подбирается «Что нового». Можно не отвечать."),
    h("div", { class: "m-own__fields" },
      field("subject", "Предмет", indented(page.base.subjects)),
      field("class", "Класс или ступень", indented(page.base.levels)),
      field("district", "Район", byRegion(page.places))),
    said);
  return part;
}

function choice(label, options, value, taken) {
  const id = newName();
  const select = h("select", { id, class: "m-own__input", onchange: () => taken(select.value) }, h("option", { value: "" }, "не сказано"), options);
  select.value = value;
  if (select.value !== value) select.value = ""; // the base does not know it any more
  return h("p", { class: "m-own__field" }, h("label", { class: "m-own__label", for: id }, label), select);
}

/* Terms of a vocabulary, narrower ones under those they belong to. */
function indented(terms) {
  const under = (parent) => terms.map((term, n) => [term, n]).filter(([term]) => term[2] === parent);
  const lines = (parent, depth) => under(parent).flatMap(([[id, label], n]) =>
    [h("option", { value: id }, "\u00a0\u00a0".repeat(depth) + label), ...lines(n, depth + 1)]);
  return lines(-1, 0);
}

function byRegion(places) {
  const regions = [...new Map(places.map(([, , id, title]) => [id, title]))];
  return regions.map(([id, title]) => h("optgroup", { label: title || "Без региона" },
    places.filter((place) => place[2] === id).map(([its, name]) => h("option", { value: its }, name))));
}
