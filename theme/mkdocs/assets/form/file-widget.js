/* The control for a file that goes with the record. */

import { h, newName } from "../shared/ui.js";
import { labelled } from "./frames.js";

const MAKES = { file: () => import("./picture-field.js"), document: () => import("./document-field.js") };

/** What makes a picture or a document ready comes when one is chosen, or is in a draft. */
export function file(q, base) {
  const limits = q.t === "file" ? base.pictures.limits : base.form.form.documents;
  const input = h("input", { id: newName(), class: "m-input", type: "file", accept: limits.kinds.join(",") });
  const made = labelled(q, input, { read: () => made.name, write(name) {
    made.name = name ?? "";
    made.shown.replaceChildren();
    made.told.textContent = "";
    if (made.name) ready().then((show) => show(made.name));
  } });
  Object.assign(made, { name: "", shown: h("div", { class: "m-form__picture" }), told: h("p", { class: "m-muted m-form__said", role: "status" }) });
  const ready = () => (made.ready ??= MAKES[q.t]().then(({ field }) => field(made, base.pictures, base.form)));
  // The first choice waits for the script; it sees to all later ones itself.
  input.addEventListener("change", () => made.ready ?? ready().then(() => input.dispatchEvent(new Event("change"))));
  made.el.append(made.shown, made.told);
  return made;
}
