/* Records of a filled blank that the base does not have yet and that its answers name: they go along with the record, as
   those that are added at a field (../newcomer.js). Loaded with a file that has some. */

import { plainTitle } from "../lists.js";
import { faultsOf, takenAlong } from "../newcomer.js";
import { used } from "../send-several.js";
import { listsFor, understood } from "./answers.js";
import { titled } from "./names.js";

const BY_HAND = "добавьте её в форме кнопкой у поля, где она названа, или поправьте бланк и выберите его ещё раз";

/** Take along what `read.beside` says; promises {added: [{kind, id, title}], doubts}. `read` is what readBlank gives. */
export async function besideOf(made, read, blank) {
  const out = { added: [], doubts: [] };
  const { kinds } = await made.fetched("../novye.json");
  const names = (kind) => kinds[kind].questions.filter(({ f = "" }) => f.split("-").some((one) => made.form.fresh.includes(one))).length;
  // A new organisation may stand in a new district: those that name others come later.
  for (const one of [...read.beside].sort((a, b) => names(a.kind) - names(b.kind))) {
    await take(made, { kind: one.kind, ...kinds[one.kind] }, one, { ...out, blank, isMarkdown: read.isMarkdown });
  }
  return out;
}

async function take(made, its, { kind, data: said, place }, { added, doubts, blank, isMarkdown }) {
  const form = { sections: [{ questions: its.questions }] };
  await Promise.all(listsFor(form, said).map((name) => made.base.lists(name)));
  const { values, doubts: more } = understood(form, blank, said, made.known, isMarkdown, `${listOf(blank, kind)}.`);
  doubts.push(...more.map((doubt) => `${place}: ${doubt}`));
  const title = values.title ?? "";
  const options = (await Promise.all(lists(made.form, kind).map((name) => made.base.lists(name)))).flat();
  const wanted = titled(title, blank.demo);
  const isThere = options.some(([value, label]) => (!value.includes("/") || value.startsWith(`${kind}/`)) && titled(plainTitle(label), blank.demo) === wanted);
  if (title && isThere) {
    // The same file once more, or one that somebody has put in meanwhile.
    const own = made.draft.beside.find((one) => one.kind === kind && one.title === title);
    if (own) added.push(own);
    else doubts.push(`${place}: «${title}» на сайте уже есть, новая запись не нужна`);
    return;
  }
  const faults = title ? faultsOf(made, its, values) : ["нет названия"];
  if (faults.length) {
    doubts.push(`${place}: новая запись «${title || "без названия"}» (${its.one}) не взята: ${faults.join("; ")}. Что сделать: ${BY_HAND}`);
    return;
  }
  const { id } = await takenAlong(made, its, values, lists(made.form, kind)[0]);
  added.push({ kind, id, title });
}

function listOf(blank, kind) {
  return Object.keys(blank.new).find((name) => blank.new[name][0] === kind) ?? "";
}

/* The lists from which the form's answers about records of this kind are chosen. */
function lists(form, kind) {
  const found = new Set();
  const walk = (questions) => questions.forEach(({ f, q }) => {
    if (f?.split("-").includes(kind)) found.add(f);
    if (q) walk(q);
  });
  walk(form.sections.flatMap((section) => section.questions));
  return [...found];
}

/** Sentences about those that go along with a record of these `values`, and about those that no answer of the file names:
    {along, doubts}. */
export function toldOf(made, { added, doubts }, values, read) {
  const going = used(made.draft.beside, values);
  const isNamed = ({ title }) => read.entries.length > 1 && JSON.stringify(read.entries).includes(JSON.stringify(title).slice(1, -1));
  const left = added.filter((one) => !going.some(({ kind, id }) => kind === one.kind && id === one.id));
  return {
    along: added.filter((one) => !left.includes(one)).map(({ title }) => `«${title}»`),
    doubts: [...doubts, ...left.filter((one) => !isNamed(one)).map(({ title }) => `новая запись «${title}» ни в одном ответе не названа и не уйдёт: выберите её в поле, где она нужна`)],
  };
}
