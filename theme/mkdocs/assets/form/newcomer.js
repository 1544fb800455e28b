/* A record that an answer names and the base does not have yet: what is asked about it, and whether it is there under
   another name. It goes along with the record that names it. */

import { button, h, newName } from "../shared/ui.js";
import { alike } from "./organization-names.js";
import { newId, today } from "./record-name.js";
import { filled, render } from "./record-text.js";
import { check } from "./rules.js";
import { control, reading } from "./widgets.js";

const asked = (form) => form.fetched("../novye.json");

/** Promises the options [[value, label]] that may mean what is written. */
export async function alikes(form, written, options) {
  const same = alike((await asked(form)).words);
  return options.filter(([, label]) => same(written, label));
}

/** Ask in `place` about a record of one of the `kinds`; `take(value)` puts it into the answer to the question; `opener` is
    the button that was pressed. `base` are the lists of the form. */
export async function newcomer(base, kinds, question, take, place, opener) {
  const { form } = base;
  const { kinds: known } = await asked(form);
  const close = (...words) => {
    place.replaceChildren(...words);
    opener.hidden = false;
    opener.focus();
  };
  const draw = (kind) => {
    const its = drawn(form, { kind, question, ...known[kind] }, take, close);
    const which = kinds.length > 1 ? h("label", { class: "m-form__label" }, "Что это ", h("select", {
      class: "m-input m-input--short", onchange: (event) => draw(event.target.value).focus(),
    }, kinds.map((one) => h("option", { value: one, selected: one === kind }, known[one].one)))) : null;
    place.replaceChildren(h("fieldset", { class: "m-form__item" }, h("legend", {}, `Новая запись: ${known[kind].one}`), which, its.body));
    return its.first;
  };
  opener.hidden = true;
  draw(kinds[0]).focus();
}

/* {body, first}: the questions about one kind, and the field that takes the focus. */
function drawn(form, its, take, close) {
  // What a field says of all records of its kind would mislead here.
  const kids = its.questions.map((one, n) => control({ ...one, p: 0, h: n ? "" : "Полное название, как в уставе или на вывеске", e: "" }, form.base));
  const its_reading = reading(kids);
  const wrong = h("div", { role: "alert" });
  const similar = h("p", { class: "m-form__acts", role: "status", id: newName() });
  const [title] = kids;
  title.input.addEventListener("input", () => tellSimilar(form, its, title.read(), similar, (value, label) => {
    take(value);
    close(`Выбрано: ${label}`);
    form.update();
  }));
  title.el.append(similar);
  const add = () => attempt().catch(() => wrong.replaceChildren("Не получилось: проверьте связь и нажмите ещё раз."));
  const written = () => filled(its_reading.read()) !== null;
  const attempt = async () => {
    const data = its_reading.read();
    const faults = faultsOf(form, its, data);
    if (faults.length) {
      wrong.replaceChildren(h("ul", { class: "m-form__error" }, faults.map((message) => h("li", {}, message))));
      return false;
    }
    take((await takenAlong(form, its, data, its.question.f)).value);
    close(h("p", { role: "status" }, `«${data.title}» уйдёт вместе с вашей записью: методист проверит и её.`));
    form.update();
    return true;
  };
  const body = [kids.map((kid) => kid.el), wrong, h("p", { class: "m-form__acts" }, button("Добавить", add), button("Не добавлять", () => close()))];
  // What is asked here is no answer of the form's own.
  const apart = h("div", { class: "m-newcomer" }, body);
  form.begun.push({ el: apart, written, add, focus: () => title.input.focus() });
  apart.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches("input")) return;
    event.preventDefault(); // else the whole form would be sent
    add();
  });
  for (const name of ["input", "change", "focusout"]) apart.addEventListener(name, (event) => event.stopPropagation());
  return { body: apart, first: title.input };
}

/** Add what was begun in the form and not added yet; promises the first that lacks something, null for none. */
export async function addBegun(form) {
  for (const one of form.begun.filter(({ el, written }) => el.isConnected && written())) {
    if (!(await one.add())) return one;
  }
  return null;
}

/** The same for a form that is to leave: promises true, or false where one lacks something, which is told. */
export async function allAdded(form) {
  const begun = await addBegun(form);
  if (!begun) return true;
  form.sending.hidden = true;
  if (!begun.el.offsetParent) await form.views.go("vse");
  begun.focus();
  begun.el.scrollIntoView({ block: "start" });
  form.warn("Новая запись начата и не добавлена. Допишите, чего в ней не хватает, или нажмите «Не добавлять».");
  return false;
}

/** Sentences about what is wrong with the answers about a new record; `its` has its kind and questions. */
export function faultsOf(form, its, data) {
  const faults = check({ ...form.form, kind: its.kind, sections: [{ questions: its.questions }] }, data, { ...form.known, more: [] });
  const level = data.level === "federal" ? [] : its.questions.filter(({ n }) => n === "territory" && filled(data[n]) === null);
  return [...faults.filter(({ soft }) => !soft).map(({ message }) => message), ...level.map(({ l }) => `не сказано, где она («${l}»)`)];
}

/** Take along the new record of these answers; `name` is a list that it belongs to. Promises the value by which an answer
    from this list names it, {value, id}. */
export async function takenAlong(form, its, data, name) {
  const several = name.includes("-");
  const options = await form.base.lists(name);
  const taken = options.map(([value]) => value).filter((value) => !several || value.startsWith(`${its.kind}/`)).map((value) => value.split("/").pop());
  const id = newId(its.kind, data, { ...its, taken }, form.form.letters);
  const record = { ...filled(data), ...form.form.given, updated: today() };
  form.base.along({ kind: its.kind, id, title: data.title, text: render(its.kind, record, its.shape) });
  return { id, value: several ? `${its.kind}/${id}` : id };
}

async function tellSimilar(form, its, written, place, choose) {
  if (its.kind !== "organizations" || written.length < 3) return place.replaceChildren();
  const found = (await alikes(form, written, await form.base.lists(its.question.f))).slice(0, 5);
  return place.replaceChildren(...(found.length ? ["В базе уже есть похожее: ", ...found.map(([value, label]) =>
    button(`Выбрать «${label}»`, () => choose(value, label)))] : []));
}
