/* The page as it will look: title, summary, facts, steps, texts, in the classes of the site. */

import { h } from "../shared/ui.js";
import { markdown } from "./markdown.js";
import { filled } from "./record-text.js";

/** Elements for `data`; `nameOf(question, value)` gives the label of a chosen value. */
export function preview(form, data, nameOf) {
  const questions = form.sections.flatMap((section) => section.questions);
  const title = data.title || (questions.some((question) => question.n === "title") ? "Без названия" : form.title);
  const out = [h("h2", {}, "Так это будет выглядеть"), h("p", { class: "m-preview__title" }, title)];
  if (data.summary) out.push(h("p", { class: "m-lead" }, data.summary));
  const facts = [];
  const parts = [];
  for (const question of questions) {
    const value = filled(data[question.n]);
    if (value === null || ["title", "summary"].includes(question.n)) continue;
    if (question.w === "text") parts.push(part(question.l, markdown(value)));
    else if (question.n === "steps") parts.push(part(question.l, steps(value)));
    else if (question.w === "groups") parts.push(part(question.l, h("ul", { class: "m-list" }, value.map((item) => h("li", {}, line(question, item, nameOf))))));
    else if (question.w === "group") parts.push(part(question.l, h("dl", { class: "m-facts" }, question.q.map((inner) => fact(inner, filled(value[inner.n]), nameOf)))));
    else facts.push(fact(question, value, nameOf));
  }
  if (facts.length) out.push(h("dl", { class: "m-facts" }, facts));
  return [...out, ...parts.flat()];
}

function part(heading, body) {
  return [h("h3", {}, heading), h("div", { class: "m-rich" }, body)];
}

function fact(question, value, nameOf) {
  if (value === null) return null;
  const said = question.w === "text" ? markdown(value) : question.w === "group" ? line(question, value, nameOf) : words(question, value, nameOf);
  return h("div", {}, h("dt", {}, question.l), h("dd", {}, said));
}

function words(question, value, nameOf) {
  return [].concat(value).map((one) => nameOf(question, one)).join(", ");
}

function line(question, item, nameOf) {
  return question.q.map((inner) => [inner, filled(item[inner.n])]).filter(([, value]) => value !== null).map(([inner, value]) =>
    `${inner.l}: ${inner.q ? [].concat(value).map((one) => line(inner, one, nameOf)).join("; ") : words(inner, value, nameOf)}`).join(" · ");
}

const WHEN = { before: "до урока", lesson: "на уроке", after: "после урока" };

function steps(found) {
  return h("ol", { class: "m-steps" }, found.map((step) => h("li", {}, h("h4", {}, step.title || "Без названия"),
    step.when || step.minutes || step.materials ? h("p", { class: "m-steps__meta" }, [WHEN[step.when] || "", step.minutes ? `${step.minutes} мин` : "",
      step.materials ? `понадобится: ${[].concat(step.materials).join(", ")}` : ""].filter(Boolean).join(" · ")) : null,
    step.text ? h("div", { class: "m-rich" }, markdown(step.text)) : null)));
}
