/* Complaints about a form as they are seen: beside their fields, and all in a list at the top once it was to be sent. */

import { button, h, plural } from "../shared/ui.js";

/** Put all that is wrong with one field beside it, a line each, what has to be mended first. */
export function mark(complaints, kid, problems) {
  const isHard = problems.some((problem) => !problem.soft);
  kid.el?.classList.toggle("m-field--wrong", isHard);
  kid.error.classList.toggle("m-form__advice", problems.length > 0 && !isHard);
  const said = problems.map((problem) => problem.line + (problem.fix ?? "")).join("\n");
  if (kid.error.dataset.said === said) return;
  kid.error.dataset.said = said;
  kid.error.hidden = !problems.length;
  kid.error.replaceChildren(...problems.flatMap((problem, n) => [n ? h("br") : "", problem.line, mend(complaints, kid, problem)]));
  if (!kid.input?.matches("input, textarea, select")) return;
  const put = (name, value) => (value ? kid.input.setAttribute(name, value) : kid.input.removeAttribute(name));
  const help = `${kid.input.id}-help`;
  put("aria-invalid", isHard);
  put("aria-describedby", [document.getElementById(help) && help, problems.length && kid.error.id].filter(Boolean).join(" "));
}

function mend(complaints, kid, { fix, shown, also }) {
  return fix && kid.write ? button(`Исправить: ${shown || fix}`, () => {
    kid.write(fix);
    if (also) complaints.places().get(also.field)?.write(also.value);
    kid.input.focus();
    complaints.form.update();
  }) : "";
}

/** Put them into the list; `told` maps a control to what is wrong with it, `complaints` are those of the form. */
export function list(complaints, told) {
  const { form } = complaints;
  // Only when something is new: a link that goes away while it loses the focus takes the focus with it.
  const hard = [...told].flatMap(([kid, problems]) => problems.filter((problem) => !problem.soft).map((problem) => [kid, problem]));
  const now = hard.map(([kid, problem]) => `${kid.q.n}${problem.field}${problem.message}`).join("\n");
  if (now && now === complaints.shown) return;
  complaints.shown = now;
  const links = hard.map(([kid, problem]) => h("li", {}, h("a", {
    href: "#", onclick: (event) => { event.preventDefault(); form.views.bring(kid.input ?? kid.el); },
  }, kid.q.l ?? form.known.figures?.[kid.q.n]?.t ?? "Поле"), `: ${problem.said ?? problem.message}`));
  form.summary.hidden = !links.length;
  form.summary.replaceChildren(h("h2", {}, `Исправьте: ${plural(links.length, ["место", "места", "мест"])}`), h("ul", {}, links));
}
