/* All complaints about a form in a list at its top, once it was to be sent. */

import { h, plural } from "../shared/ui.js";

/** Put them there; `told` maps a control to what is wrong with it, `complaints` are those of the form. */
export function list(complaints, told) {
  const { form } = complaints;
  // Only when something is new: a link that goes away while it loses the focus takes the focus with it.
  const hard = [...told].flatMap(([kid, problems]) => problems.filter((problem) => !problem.soft).map((problem) => [kid, problem]));
  const mark = hard.map(([kid, problem]) => `${kid.q.n}${problem.field}${problem.message}`).join("\n");
  if (mark && mark === complaints.shown) return;
  complaints.shown = mark;
  const links = hard.map(([kid, problem]) => h("li", {}, h("a", {
    href: "#", onclick: (event) => { event.preventDefault(); form.views.bring(kid.input ?? kid.el); },
  }, kid.q.l ?? form.known.figures?.[kid.q.n]?.t ?? "Поле"), `: ${problem.said ?? problem.message}`));
  form.summary.hidden = !links.length;
  form.summary.replaceChildren(h("h2", {}, `Исправьте: ${plural(links.length, ["место", "места", "мест"])}`), h("ul", {}, links));
}
