/* What looks like the name of a person in a text: generator/text/names.py, held to tests/cases/person-names.yml. The words
   and the persons whom everybody knows come from Python (liudi.json). No look-behind. */

import { B, E, W, re } from "./identifiers.js";
import { shown } from "./shown.js";

/* Fields in which names are right, with all that is in them; and the last ones that may hold one. */
const MAY_NAME = ["sources", "source", "synthesis", "consent"];
const MAY_NAME_LAST = ["authors", "name"];
const WORD = "[А-ЯЁ][а-яё]{2,30}(?:-[А-ЯЁ][а-яё]{1,30})?";
const UPPER = "[А-ЯЁ]{3,30}(?:-[А-ЯЁ]{2,30})?";
const INITIALS = `[А-ЯЁ]\\.[ ]?[А-ЯЁ](?:\\.|${E})`;
const GAP = "[ ]{1,2}";
const PATRONYMIC = "[А-ЯЁ][а-яё]{1,20}(?:(?:ович|евич|ьич)(?:а|у|ем|ом|е)?|(?:овн|евн|ичн)(?:а|ы|е|у|ой|ою)"
  + "|(?:[ \\-]?(?:кызы|оглы)))(?![а-яё])";
const UPPER_PATRONYMIC = "[А-ЯЁ]{2,20}(?:(?:ОВИЧ|ЕВИЧ|ЬИЧ)(?:А|У|ЕМ|ОМ|Е)?|(?:ОВН|ЕВН|ИЧН)(?:А|Ы|Е|У|ОЙ))(?![А-ЯЁ])";
const MAY_BE = /[А-ЯЁ][^А-ЯЁ]{0,80}[А-ЯЁ]|&#/u;
const NAME = re(`(?:(?:${WORD}|${UPPER}),?(?:${GAP})?${INITIALS}|${INITIALS}[ ]?(?:${WORD}|${UPPER}${E})`
  + `|(?:${WORD}${GAP})?${WORD}${GAP}${PATRONYMIC}(?:${GAP}${WORD})?`
  + `|(?:${UPPER}${GAP})?${UPPER}${GAP}${UPPER_PATRONYMIC}`
  + `|${WORD}${GAP}${WORD})`, "gu");
const IN_WORD = re(`[${W}\\-]$`, "u");
const IS_PATRONYMIC = re(`^(?:${PATRONYMIC}|${UPPER_PATRONYMIC})$`, "u");
const SURNAME = new RegExp("(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ы|ых|ыми)?|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)|енко"
  + "|(?:чу|щу|[^аеиоу]ю)к(?:а|у|ом|е)?|(?:дзе|швили)|[ая]н(?:а|у|ом|е)?)$", "u");
const NAMED_AFTER = re(`${B}(?:имени|им\\.)`, "giu");
const TO_THE_END = /^[^.;\n]{0,60}[ ]*\n?$/u;
const BEARS = re(`(?:${B}им|ул\\.|улиц[${W}]{1,3}|площад[${W}]{1,3}|пер\\.|переул[${W}]{2,3}|просп\\.|проспект[${W}]{0,2}`
  + `|бульвар[${W}]{0,2}|преми[${W}]{1,3}|медал[${W}]{1,4}|орден[${W}]{0,2}|фонд[${W}]{0,2}|стипенди[${W}]{1,3}`
  + `|памятник[${W}]{0,2}|сквер[${W}]{0,2}|парк[${W}]{0,2})[ ]*\\n?$`);
const WORK = /^[^\n]{0,200}?(?:\/\/|[—–-] ?(?:М|СПб|Л|Ростов\S{0,8}|Краснодар)\.?,? ?[:;])/u;
const DOI = re(`^(?:[^${W}]|[^][^\\n]{0,199}?[^${W}\\n])doi${E}`, "u"); // with the sign before it
const SURNAMED = "([А-ЯЁ][А-ЯЁа-яё]+(?:-[А-ЯЁ][А-ЯЁа-яё]+)?)?";
const WORD_AND_INITIALS = re(`^([А-ЯЁ][А-ЯЁа-яё]+),?[ ]{1,2}(${INITIALS})$`, "u");
const SURNAME_BEHIND = re(`^[ ]?${WORD}(?![ ]?[А-ЯЁ]\\.)`, "u");
const LONGEST_SHORT = 5; // letters of «РКМЧП», by which a method or a set of books is called
const INITIALS_FIRST = re(`^${INITIALS}`, "u");
const WITH_INITIALS = re(`${SURNAMED},?[ ]*([А-ЯЁ])\\.[ ]?(?:([А-ЯЁ])\\.?)?[ ]?${SURNAMED}`, "gu");
const CASE = /(?:ией|ием|ия|ию|ии|ие|ий|ого|ому|ой|ою|ей|ом|ем|ым|им|ых|их|ая|ую|а|я|ы|и|у|ю|е|й|ь)$/u;

/** A function (text, cited) -> [name as it is written] in order; `lists` is liudi.json, `cited` are texts with authors. */
export function finder(lists) {
  const { of, about, person, reach } = lists.works;
  const works = { of: new RegExp(of, "u"), about: new RegExp(about, "u"), person: new RegExp(person, "u"), reach };
  const authors = new Set(lists.authors.map((key) => key.join(" ")));
  const known = {
    ...lists, works, authors, first: new Set(lists.first), noName: new Set(lists.no_name), begins: new Set(lists.begins),
  };
  return (said, cited = []) => names(said, cited, known);
}

/** True for a field (the names that lead to it) in which names are right (generator/checks/people.py: may_name). */
export function mayName(fields) {
  return MAY_NAME_LAST.includes(fields[fields.length - 1]) || fields.some((field) => MAY_NAME.includes(field));
}

/** The texts that say whose works a record cites. */
export function cited(data, name = "", within = false) {
  if (typeof data === "string") return within || name === "authors" ? [data] : [];
  if (data === null || typeof data !== "object") return [];
  return Object.entries(data).flatMap(([key, part]) => cited(part, key, within || (name === "" && key === "sources")));
}

/** What to do about a name in a text: [what is wrong, what to write instead]; a role is only a role. */
export function advice(name, field) {
  return field === "role"
    ? [`вместо должности стоит имя человека: ${name}`, "оставьте только должность или роль; имя пишут в своё поле и только с согласием"]
    : [`похоже, в тексте назван человек: ${name}`, "напишите вместо имени роль («методист района»); если это автор книги, укажите её в источниках"];
}

function names(said, cited, known) {
  if (!MAY_BE.test(said)) return [];
  const part = shown(said)[0];
  const text = part.text.replaceAll("\u00a0", " ");
  const found = [];
  let exempt = null;
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match; match = NAME.exec(text)) {
    let start = match.index;
    let end = within(match, text, known);
    if (end > start) [start, end] = beginsLater(text, start, end, known) ?? [start, end];
    if (end > start && !bears(text, start) && !WORK.test(text.slice(end, end + 500)) && !DOI.test(text.slice(end - 1, end + 500))) {
      exempt ??= [...known.known, ...cited.flatMap((authors) => keys(authors))];
      const isOurs = !isExempt(text.slice(start, end), text, exempt, known) && !isOfWork(text, start, end, known);
      if (isOurs) found.push(said.slice(part.starts[start], part.ends[end - 1]));
    }
    NAME.lastIndex = end > start ? end : start + 1;
  }
  return found;
}

/* Where the name ends in what looks alike; where it begins when it is none. */
function within(match, text, known) {
  const [start, said] = [match.index, match[0]];
  if (IN_WORD.test(text.slice(Math.max(0, start - 2), start))) return start;
  const words = said.split(/ +/);
  const last = words[words.length - 1];
  const low = last.toLowerCase();
  if (words.length > 1 && known.noName.has(words[0].toLowerCase().replace(/^,+|,+$/g, ""))) return start;
  if (words.length > 2 && isPatronymic(words[words.length - 2]) && (known.noName.has(low) || known.begins.has(low))) {
    return start + said.slice(0, said.lastIndexOf(last)).trimEnd().length;
  }
  if (said.includes(".") || words.length !== 2 || isPatronymic(last)) return start + said.length;
  const [one, other] = words;
  const isPair = (first, surname) => known.first.has(stem(first)) && SURNAME.test(surname.toLowerCase());
  return isPair(one, other) || isPair(other, one) ? start + said.length : start;
}

/* «УМК Ю. Н. Макарычева», «Читаем Н. В. Гоголя»: where the name stands when the word before the initials is none of it. */
function beginsLater(text, start, end, known) {
  const match = WORD_AND_INITIALS.exec(text.slice(start, end));
  const surname = match && SURNAME_BEHIND.exec(text.slice(end, end + 80));
  if (!surname) return null;
  const whole = [end - match[2].length, end + surname[0].length];
  const isShort = match[1] === match[1].toUpperCase() && match[1].length <= LONGEST_SHORT;
  const isKnown = keys(text.slice(...whole)).some((one) => known.known.some(([name, initials]) => name === one[0] && initials === one[1]));
  return isShort || (!SURNAME.test(match[1].toLowerCase()) && isKnown) ? whole : null;
}

/* A school, a street or a prize that bears a name names nobody who works there; «от имени» is said of a living person. */
function bears(text, start) {
  const before = text.slice(Math.max(0, start - 80), start);
  if (BEARS.test(before)) return true;
  for (const { 0: said, index } of before.matchAll(NAMED_AFTER)) {
    const at = index + said.length - /им.*$/iu.exec(said)[0].length;
    const isOf = before.slice(0, at).toLowerCase().endsWith("от ");
    if (!isOf && TO_THE_END.test(before.slice(index + said.length))) return true;
  }
  return false;
}

function isExempt(name, text, exempt, known) {
  const its = keys(name);
  const words = name.split(/ +/);
  if (!its.length) { // a first name and a patronymic: known when the text says whose
    const whose = words.length === 2 ? known.whose[`${words[0][0].toLowerCase()} ${stem(words[1])}`] ?? [] : [];
    const all = text.toLowerCase().replaceAll("ё", "е");
    return whose.some((surname) => all.includes(surname));
  }
  const isWord = words.some((word) => known.also_words.includes(stem(word)));
  return its.some(([surname, initials]) =>
    exempt.some(([other, others]) => other === surname && (isWord || agree(initials, others))));
}

/* The author of a printed work, a theorem or a method that stands before the name, and not a teacher or a pupil. */
function isOfWork(text, start, end, { works, authors }) {
  const [before, name] = [text.slice(Math.max(0, start - works.reach), start), text.slice(start, end)];
  if (!name.includes(".") || works.person.test(before)) return false;
  if (INITIALS_FIRST.test(name) && works.of.test(before)) return true;
  return keys(name).some((key) => authors.has(key.join(" "))) && works.about.test(before);
}

function agree(one, other) {
  return one !== "" && other !== "" && (one.startsWith(other) || other.startsWith(one));
}

/* [stem of the surname, initials] of every name in a text. */
function keys(said) {
  const found = [];
  for (const [, before, first, second, after] of said.matchAll(WITH_INITIALS)) {
    for (const surname of [before, after]) if (surname) found.push([stem(surname), (first + (second ?? "")).toLowerCase()]);
  }
  if (found.length) return found;
  const words = said.match(/[А-ЯЁ][А-ЯЁа-яё-]+/gu) ?? [];
  const key = (surname, ...others) => [stem(surname), others.map((word) => word[0]).join("").toLowerCase()];
  if (words.length === 3 && isPatronymic(words[2])) return [key(words[0], words[1], words[2])];
  if (words.length === 3 && isPatronymic(words[1])) return [key(words[2], words[0], words[1])];
  if (words.length === 2 && !isPatronymic(words[1])) return [key(words[0], words[1]), key(words[1], words[0])];
  return [];
}

function isPatronymic(word) {
  return IS_PATRONYMIC.test(word);
}

/* A name without the ending of its case; «ё» is «е». */
function stem(word) {
  const low = word.toLowerCase().replaceAll("ё", "е").replace(/^[.,]+|[.,]+$/g, "");
  return low.replace(CASE, "") || low;
}
