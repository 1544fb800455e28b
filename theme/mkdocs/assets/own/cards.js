/* The button «Сохранить» on the cards of the catalogue of practices. */

import { h } from "../shared/ui.js";
import { savedIds } from "./glance.js";

const known = new WeakMap(); // the ids of a catalogue -> the title of each: ten thousand are not put together at each press

/** Put buttons on the cards in `list`: `ids` and `titles` name them all. */
export function offer(list, { ids, titles }) {
  if (!known.has(ids)) known.set(ids, new Map(ids.map((id, n) => [id, titles[n]])));
  const title = known.get(ids);
  const saved = savedIds();
  for (const card of list.querySelectorAll(".m-card")) {
    const id = new URL(card.querySelector("a[href]").href).pathname.split("/").filter(Boolean).pop();
    if (card.querySelector("[data-save]") || !title.has(id)) continue;
    card.append(h("p", { class: "m-card__save" }, saving({ id, title: title.get(id) }, saved.has(id)), " ", h("span", { class: "m-muted", role: "status" })));
  }
}

function saving(practice, isSaved) {
  const words = isSaved ? "В кабинете" : "Сохранить";
  const button = h("button", { type: "button", class: `m-action${isSaved ? " m-saved" : ""}`, "data-save": practice.id,
    "aria-label": `${words}${isSaved ? "" : " в кабинет"}: «${practice.title}»`,
    onclick: async () => {
      const own = await import("./button.js").catch(() => null);
      button.parentElement.querySelector("[role=status]").textContent = own ? "" : "Не сохранено: нет связи";
      if (!own) return;
      own.attach(button, practice);
      own.press(button);
    } }, words);
  return button;
}
