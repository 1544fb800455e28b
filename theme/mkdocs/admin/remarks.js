/* What the desk has to say before it saves: the rest is said by the check of the change, but what is saved here is in the
   history of the base at once, and what was accepted looks accepted. */

import { advice, cited, mayName } from "../assets/form/person-names.js";
import { personalData, WHAT } from "../assets/form/private.js";
import { filled } from "../assets/form/record-text.js";
import { check } from "../assets/form/rules.js";
import { plural } from "../assets/shared/ui.js";
import { plain } from "./record-file.js";

/* Public contacts and authors of what is cited have fields of their own (generator/checks/texts.py). */
const ALLOWED = ["contacts", "sources"];
/* Complaints told at once: what stands over a form must be read. */
const MOST = 5;

/** Phones, private mail and numbers of documents in the texts of a record, and names without a consent, in words; "" where there are none. */
export function people(data, mail) {
  const found = [];
  walk(data, (value, names) => {
    if (typeof value === "string" && !names.some((name) => ALLOWED.includes(name))) {
      // What only looks like something of a person is for the check to ask about.
      found.push(...personalData(value, mail).filter((one) => one.sure).map(({ kind, text }) => `${WHAT[kind]} ${text}`));
    } else if (isPerson(value) && !consents(value)) {
      found.push(`имя ${value.name} без согласия на публикацию`);
    }
  });
  return found.length ? `Уберите: ${[...new Set(found)].join("; ")}. Что сохранено, остаётся в истории базы навсегда.` : "";
}

/** Names of people in the texts of a record where names have no place of their own, in words: `{stop, tell}`, "" where
    there are none. A role that is a name is refused, as the check does; `find` is person-names.js's finder. */
export function named(data, find) {
  const said = { stop: new Set(), tell: new Set() };
  const authors = cited(data);
  walk(data, (value, names) => {
    if (typeof value !== "string" || mayName(names)) return;
    const field = names[names.length - 1];
    for (const name of find(value, authors)) {
      const [wrong, instead] = advice(name, field);
      said[field === "role" ? "stop" : "tell"].add(`${capital(wrong)}: ${instead}.`);
    }
  });
  return { stop: [...said.stop].join(" "), tell: [...said.tell].join(" ") };
}

function capital(words) {
  return words[0].toUpperCase() + words.slice(1);
}

/** The labels of what a record still needs before it is published («…», «…»); "" where nothing is missing. */
export function missing(data, needed) {
  return needed.filter(([name]) => !says(data[name])).map(([, label]) => `«${label}»`).join(", ");
}

/** What the check of the change will complain about, in the words of the site's own form; "" where nothing is wrong.
    `kind` is what config.json says of the kind, `known` its `mail` and `longest`. */
export function complaints(data, kind, known) {
  const form = { kind: kind.kind, sections: [{ questions: kind.questions }], ...known };
  const found = check(form, plain(data, kind)).filter((one) => !one.soft);
  const rows = found.slice(0, MOST).map((one) => `${place(one.field, kind.questions)}: ${one.message}${one.hint ? ` (${one.hint})` : ""}.`);
  const left = found.length - rows.length;
  if (left > 0) rows.push(`И ещё ${plural(left, ["замечание", "замечания", "замечаний"])}.`);
  return rows.length ? `С этим запись не примут. ${rows.join(" ")}` : "";
}

/* «Шаги», 2, «Минуты»: the labels and numbers of «steps[2].minutes». */
function place(field, questions) {
  const words = [];
  for (const [, name, number] of field.matchAll(/([a-z_]+)(?:\[(\d+)\])?\.?/g)) {
    const question = (questions ?? []).find((one) => one.n === name);
    words.push(`«${question?.l ?? name}»`, ...(number ? [number] : []));
    questions = question?.q;
  }
  return words.join(", ");
}

function says(value) {
  return filled(value) !== null && value !== null && (typeof value !== "object" || Object.values(value).some(says));
}

function isPerson(value) {
  return value !== null && typeof value === "object" && "role" in value && typeof value.name === "string" && value.name.trim() !== "";
}

function consents({ consent }) {
  return [].concat(consent ?? []).some((one) => (one?.categories ?? []).includes("name"));
}

function walk(value, visit, names = []) {
  visit(value, names);
  if (value === null || typeof value !== "object") return;
  for (const [name, part] of Object.entries(value)) {
    if (!name.startsWith("#")) walk(part, visit, Array.isArray(value) ? names : [...names, name]);
  }
}
