/* The button «Сохранить» on the cards of the catalogue of practices. */

import { h } from "../shared/ui.js";
import { attach, press } from "./button.js";

/** Put buttons on the cards in `list`: `ids` and `titles` name them all. */
export function offer(list, { ids, titles }) {
  const title = new Map(ids.map((id, n) => [id, titles[n]]));
  for (const card of list.querySelectorAll(".m-card")) {
    const id = new URL(card.querySelector("a[href]").href).pathname.split("/").filter(Boolean).pop();
    if (card.querySelector("[data-save]") || !title.has(id)) continue;
    const button = h("button", { type: "button", class: "m-action", "data-save": id, onclick: () => press(button) });
    attach(button, { id, title: title.get(id) });
    card.append(h("p", { class: "m-card__save" }, button, " ", h("span", { class: "m-muted", role: "status" })));
  }
}
