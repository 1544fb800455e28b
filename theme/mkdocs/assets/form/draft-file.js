/* A draft as a file: the text of its record, which any device opens, and so does whoever keeps the base. */

import { FAILSAFE_SCHEMA, load, nullCoreTag } from "../shared/vendor/js-yaml.js";
import { newId } from "./record-name.js";
import { isGroup, render } from "./record-text.js";
import { download } from "./send.js";
import { joined, parts } from "./several.js";

const LARGEST = 262_144; // bytes: the limit of a record in the base
/* What a record gets without being asked. */
const UNASKED = ["status", "updated", "demo"];

/** Give the person the draft as a file; its name. */
export async function saved({ form }, data, beside) {
  const id = newId(form.kind, data, { ...form, taken: [] }, form.letters);
  const text = render(form.kind, { ...data, ...form.given }, form.shape);
  const name = `chernovik-${id}.yml`;
  download(name, beside.length ? joined([...beside, { kind: form.kind, id, text }]) : text);
  return name;
}

/** The answers in such a file, the records that go with them, and the names of what this form does not ask. Throws what a
    person is told. */
export async function read({ form }, file) {
  if (file.size > LARGEST) throw new Error("он больше, чем бывает запись");
  const found = parts(await file.text());
  const own = found.find(({ kind }) => kind === form.kind);
  if (!own) {
    throw new Error(found.length ? "в нём запись другого вида: откройте его на странице той формы, где он сохранён"
      : "в нём нет записи; нужен файл, который сохранён кнопкой «Сохранить файлом»");
  }
  let data;
  try {
    data = load(own.text, { schema: FAILSAFE_SCHEMA.withTags([nullCoreTag]) });
  } catch (fault) {
    throw new Error(`в записи ошибка, строка ${(fault.mark?.line ?? 0) + 1}`);
  }
  if (!isGroup(data)) throw new Error("запись в нём пуста");
  const questions = form.sections.flatMap((section) => section.questions);
  const left = Object.keys(data).filter((name) => !UNASKED.includes(name) && !questions.some(({ n }) => n === name));
  const beside = found.filter(({ kind, id }) => form.fresh.includes(kind) && /^[a-z0-9-]{1,80}$/.test(id))
    .map((one) => ({ ...one, title: /^title: (.+)$/m.exec(one.text)?.[1] ?? one.id }));
  return { data: fitting(questions, data), beside, left };
}

/* The answers in the shapes in which the controls take them; what has another shape is left empty. */
function fitting(questions, data) {
  return Object.fromEntries(questions.map((question) => [question.n, fit(question, data[question.n])]).filter(([, value]) => value !== undefined));
}

function fit(question, value) {
  if (question.w === "group") return isGroup(value) ? fitting(question.q, value) : undefined;
  if (question.w === "groups") return Array.isArray(value) ? value.filter(isGroup).map((one) => fitting(question.q, one)) : undefined;
  if (question.w === "lines" || question.w === "choices") return [].concat(value ?? []).filter((one) => typeof one === "string");
  return typeof value === "string" ? value : undefined;
}
