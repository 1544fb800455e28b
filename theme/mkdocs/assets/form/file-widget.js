/* The control for a file that goes with the record. */

import { h, newName } from "../shared/ui.js";
import { labelled } from "./frames.js";

/** What makes a picture ready comes when one is chosen, or is in a draft. */
export function file(q, base) {
  const input = h("input", { id: newName(), class: "m-input", type: "file", accept: base.pictures.limits.kinds.join(",") });
  const made = labelled(q, input, { read: () => made.name, write(name) {
    made.name = name ?? "";
    made.shown.replaceChildren();
    made.told.textContent = "";
    if (made.name) ready().then((show) => show(made.name));
  } });
  Object.assign(made, { name: "", shown: h("div", { class: "m-form__picture" }), told: h("p", { class: "m-muted m-form__said", role: "status" }) });
  const ready = () => (made.ready ??= import("./picture-field.js").then(({ pictureField }) => pictureField(made, base.pictures)));
  // The first choice waits for the script; it sees to all later ones itself.
  input.addEventListener("change", () => made.ready ?? ready().then(() => input.dispatchEvent(new Event("change"))));
  made.el.append(made.shown, made.told);
  return made;
}
