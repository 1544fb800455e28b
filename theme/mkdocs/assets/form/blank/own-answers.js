/* A row of somebody's own table as answers of a form, as `understood` (answers.js) takes them. Names of people stay behind
   and are told: in a plan nearly every row has one. */

import { finder } from "../person-names.js";
import { short } from "../words.js";
import { stems } from "./headings.js";
import { eventTerm } from "./own-terms.js";
import { hasSurname } from "./surnames.js";

/** {data, notes, term} of a row (own-rows.js); `rules` is tablicy.json, `names` liudi.json, `period` that of the
    plan; `term` is what of its term is understood. */
export function answersOf(row, rules, names, period) {
  const find = finder(names);
  const people = (words) => find(words, []).length > 0 || hasSurname(words, rules.people);
  return row.part.kind === "plan" ? ofEvent(row, rules, people, period) : ofPractice(row, rules.bank, people);
}

function ofEvent({ said, around }, rules, people, period) {
  const words = (said.when ?? []).join(" ") + (said.when_end?.length && said.when_end.join(" ") !== said.when.join(" ") ? ` - ${said.when_end.join(" ")}` : "");
  const term = eventTerm(words, period);
  const notes = [];
  const title = said.title.join(" ");
  const data = { title, start: term?.start ?? words };
  if (term?.end) data.end = term.end;
  if (!term) notes.push(`срок «${short(words)}» — не день и не месяц: впишите начало сами; в таблице со всеми строками его прочитает проверка`);
  const { says } = rules.summary;
  const kept = [];
  if (!term?.exact) kept.push(`${says.when}: ${words}`);
  const isOf = (label, what) => new RegExp(rules.says[what], "iu").test(label.toLowerCase());
  for (const [label, value] of around) {
    const audience = isOf(label, "audience") ? audienceOf(value, rules) : [];
    if (isOf(label, "place")) data.place = value;
    else if (audience.length) data.audience = audience;
    else if (!(isOf(label, "type") && termIn(value, rules, "type"))) kept.push(`${label}: ${value}`);
  }
  const forms = around.filter(([label]) => isOf(label, "type")).map(([, value]) => value);
  const type = [...forms, title].map((one) => termIn(one, rules, "type")).find(Boolean);
  if (type) data.type = type;
  const roles = withoutPeople(said.responsible ?? [], people, notes);
  if (roles.length) kept.push(`${says.responsible}: ${roles.join(", ")}`);
  if (said.result?.length) kept.push(`${says.result}: ${said.result.join(" ")}`);
  if (said.section?.length) kept.push(`${says.section}: ${said.section.join(" ")}`);
  if (said.note?.length) kept.push(`Примечание: ${said.note.join(" ")}`);
  const summary = summaryOf(kept, rules.summary, notes);
  return { data: summary ? { ...data, summary } : data, notes, term };
}

function ofPractice({ said }, { materials, author }, people) {
  const notes = [];
  const data = {};
  for (const name of ["title", "summary"]) if (said[name]) data[name] = said[name].join(" ");
  for (const name of ["problem", "idea", "results", "subjects", "levels"]) if (said[name]) data[name] = said[name].join("\n");
  const url = /https?:\/\/[^\s<>"«»]+/.exec((said.link ?? []).join(" "))?.[0].replace(/[.,;)]+$/, "");
  if (url) data.attachments = [{ title: materials, url }];
  else if (said.link) notes.push(`«${short(said.link.join(" "))}» — не адрес: материалы не перенесены`);
  const roles = withoutPeople(said.author ?? [], people, notes);
  const organization = said.organization?.join(" ");
  if (roles.length) data.authors = roles.map((role) => ({ role, ...(organization ? { organization } : {}) }));
  else if (organization) data.authors = [{ role: author, organization }];
  return { data, notes, term: null };
}

/* The roles of a cell; a part with a name of a person is left out. */
function withoutPeople(lines, people, notes) {
  const parts = lines.flatMap((line) => line.split(";")).flatMap((line) => (people(line) ? line.split(",") : [line])).map((one) => one.trim()).filter(Boolean);
  const kept = parts.filter((part) => !people(part));
  if (kept.length < parts.length) notes.push("имя человека не перенесено: имя публикуют с его согласия, а здесь хватит должности");
  return kept;
}

function summaryOf(parts, { longest, cut }, notes) {
  const said = parts.map((one) => `${one.replace(/[. ]+$/, "")}.`);
  let count = said.length;
  while (count && said.slice(0, count).join(" ").length > longest) count -= 1;
  if (count < said.length) notes.push(`${cut}: ${short(said.slice(count).join(" "))}`);
  return said.slice(0, count).join(" ");
}

/* The terms of all parts, or nothing: half of an answer is none. */
function audienceOf(words, rules) {
  const found = words.split(/[,;\n]| и /).filter((part) => part.trim()).map((part) => termIn(part, rules, "audience"));
  return found.length && found.every(Boolean) ? [...new Set(found)] : [];
}

/** The term that the words name, the one that stands first; empty for none (term_in of plan_events.py). */
export function termIn(words, rules, vocabulary) {
  const said = stems(words, rules.columns);
  let best = null;
  for (const [id, names] of rules.terms[vocabulary]) {
    for (const wanted of names) {
      const at = wanted.length ? said.findIndex((_, n) => wanted.every((one, k) => said[n + k] === one)) : -1;
      if (at >= 0 && (!best || at < best.at || (at === best.at && wanted.length > best.length))) best = { at, length: wanted.length, id };
    }
  }
  return best?.id ?? "";
}
