/* What a form can know of the rules: the same complaints as `metodoteka check`, in the same words
   (tests/cases/form). */

import { UNKNOWN, isPiled } from "./characters.js";
import { inDigits, roughNumber, withoutWords } from "./numerals.js";
import { applies, filled } from "./record-text.js";
import { personalData, WHAT } from "./private.js";
import * as times from "./times.js";
import { number, plural } from "../shared/ui.js";
import { lineOf, sentence, short, wrong } from "./words.js";

const READ = { day: times.day, moment: times.moment, period: times.period, url, zone, int: integer, number: decimal, measure };
const BOUNDS = {
  gt: ["больше", (n, limit) => n > limit],
  ge: ["не меньше", (n, limit) => n >= limit],
  lt: ["меньше", (n, limit) => n < limit],
  le: ["не больше", (n, limit) => n <= limit],
};
/* Pairs of fields of one group: the first may not come after the second. */
const ORDER = [["start", "end"], ["given", "until"], ["given", "withdrawn"], ["date", "valid_until"]];
const PER_CENT = /^\s*(?:%|процент)/i;
const SHARE = /^\s*дол[яи](?![а-яё])/i;

/** Every complaint about `data`: {field, message, hint, fix}, field as in «steps[2].minutes»; `soft` ones are advice that
    keeps nobody from sending, `also` ({field, value}) is taken together with `fix`. `form` is voprosy.json; `known` may
    hold lists of records by name ({name: [[id, title]]}), `more` rules of one kind (figure-rules.js), `foreign`, which
    finds letters of other alphabets (alphabets.js), and `names`, which finds names of people (person-names.js, its finder as `find`). */
export function check(form, data, known = {}) {
  const questions = form.sections.flatMap((section) => section.questions);
  const found = [];
  const say = (field, problem) => problem && found.push({ field, ...problem, line: lineOf(problem) });
  group(questions, data, "", { form, known, say, authors: known.names?.cited(data) ?? [] });
  if (form.kind === "events") eventDates(data, say);
  for (const more of known.more ?? []) more(data, known, say);
  return found;
}

function group(questions, data, path, outer) {
  const unit = questions.some((question) => question.n === "unit") && { field: path ? `${path}.unit` : "unit", said: (data.unit ?? "").trim() };
  const context = unit ? { ...outer, unit } : outer;
  for (const question of questions) {
    const field = path ? `${path}.${question.n}` : question.n;
    const value = applies(question, data) ? data[question.n] : null;
    if (filled(value) === null) {
      if (question.r && applies(question, data)) {
        // Who answers questions has no fields: the words of the command are for a file.
        context.say(field, { ...wrong(sentence("field_missing", { label: ` («${question.l}»)` }), question.e ? sentence("for_example", { example: question.e }) : ""),
          said: "нужен ответ" });
      }
    } else if (question.w === "group") {
      group(question.q, value, field, context);
    } else if (question.w === "groups") {
      value.forEach((item, n) => filled(item) !== null && group(question.q, item, `${field}[${n + 1}]`, context));
    } else if (Array.isArray(value)) {
      value.forEach((item, n) => filled(item) !== null && one(question, item, `${field}[${n + 1}]`, context, data));
    } else {
      one(question, value, field, context, data);
    }
  }
  for (const [first, last] of ORDER) {
    if (data[first] && data[last] && times.after(data[first], data[last])) {
      const [sooner, later] = [first, last].map((name) => questions.find((question) => question.n === name)?.l ?? name);
      context.say(path ? `${path}.${last}` : last,
        wrong(`«${later}» (${data[last]}) раньше, чем «${sooner}» (${data[first]})`, sentence("check_both_dates")));
    }
  }
  if (unit && PER_CENT.test(unit.said) && [data.before, data.after].every((raw) => Number(raw) > 0 && Number(raw) < 1)) {
    context.say(path ? `${path}.before` : "before", { ...wrong(`${number(Number(data.before))} %: меньше одного процента?`,
      "если это доля, поставьте единицу «доля»"), soft: true });
  }
  if (questions.some((question) => question.n === "consent") && filled(data.name) !== null) {
    const given = filled(data.consent);
    if (!given || !(given.categories ?? []).includes("name")) {
      context.say(path ? `${path}.name` : "name", wrong(sentence("no_consent"), given
        ? "уберите имя (роль останется) или отметьте «имя» в том, на что дано согласие"
        : "уберите имя (роль останется) или заполните согласие"));
    }
  }
}

function one(question, raw, field, context, siblings) {
  const { form, known, say } = context;
  const value = typeof raw === "string" ? raw.trim() : raw;
  if (typeof value !== "string" || question.w === "flag") return;
  if (!value) {
    say(field, wrong(sentence("empty"), sentence("fill_or_remove")));
  } else if (question.f) {
    say(field, reference(question, value, known[question.f]));
  } else if (question.o) {
    if (!question.o.some(([word]) => word === value)) {
      say(field, wrong(sentence("no_such_value", { value: short(value) }), "выберите из списка"));
    }
  } else {
    const more = question.t === "number" ? ofPercent(question, siblings, context) : question.e;
    const end = question.t === "moment" && question.n === "end" ? times.onDayOf(startOf(siblings), value) : "";
    const digits = inDigits(value);
    const wrongly = withFix(inWords(READ[question.t]?.(value, more), question.t, value, digits, more) ?? bounds(question, value) ?? length(question, value, form.longest), end);
    const measured = inItsUnit(wrongly, question, digits);
    const problem = measured && measured === wrongly ? withoutWords(measured, question, digits, siblings.unit) : measured;
    say(field, problem);
    if (!question.t) for (const found of [...unclean(value), ...foreign(value, known.foreign)]) say(field, found);
    if ((!problem || !question.t) && (question.w === "text" || question.w === "line" || question.w === "lines")) {
      for (const loss of question.w === "text" ? losses(value) : []) say(field, loss);
      // What only looks like something of a person is a warning of the check, no reason to stop here.
      for (const found of question.t ? [] : personalData(value, form.mail).filter((one) => one.sure)) {
        // The telephone of a publisher stands in a source by its nature, unless it is a mobile one.
        const isOffice = found.kind === "phone" && !/^[78]?9\d{9}$/.test(found.text.replace(/\D/g, ""));
        if (isOffice && field.startsWith("sources")) continue;
        say(field, wrong(`в тексте ${WHAT[found.kind]}: ${found.text}`,
          "уберите; общие контакты организации пишутся в её записи"));
      }
      if (!question.t) for (const found of named(field, value, context)) say(field, found);
    }
  }
}

/* A number in words is no number yet: what it is in digits may be taken, or it is told what to write. */
function inWords(problem, type, value, digits, more) {
  if (!problem || !["int", "number"].includes(type)) return problem;
  const about = roughNumber(value);
  if (about !== null) return { ...problem, hint: about ? sentence("number_rough", { number: about }) : sentence("number_vague"), fix: "" };
  if (digits === value) return problem;
  const { fix, hint } = READ[type](digits, more) ?? { fix: digits, hint: "" };
  return { ...problem, fix, hint };
}

function withFix(problem, fix) {
  return problem && fix ? { ...problem, fix } : problem;
}

/* The start of an event as records write it, or as it would be mended. */
function startOf({ start }) {
  return typeof start === "string" ? times.moment(start.trim())?.fix || start.trim() : "";
}

/* Advice where somebody is named, where names have no place of their own: soft, the check of the change asks again. */
function named(field, value, { known: { names }, authors }) {
  const fields = field.split(/[.[]/);
  if (!names || names.mayName(fields)) return [];
  const found = new Set(names.find(value, authors));
  return [...found].map((name) => ({ ...wrong(...names.advice(name, fields[fields.length - 1])), soft: true }));
}

/** What only a person can mend in the characters of a text: [{message, hint}], each sign once. */
export function unclean(text) {
  const found = [...new Set([...text].filter((sign) => UNKNOWN.test(sign)))].map((sign) => {
    const point = `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return wrong("\ufffc\ufffd".includes(sign) ? sentence("lost_letter", { point }) : sentence("unknown_sign", { point }), sentence("unknown_mend"));
  });
  return isPiled(text) ? [...found, wrong(sentence("piled_marks"), sentence("piled_mend"))] : found;
}

function reference(question, value, list) {
  const isId = /^(?:[a-z]+\/)?[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value);
  if (!isId) return wrong(`записи «${short(value)}» в базе нет`, "выберите запись из списка, который появляется при вводе; если её там нет, напишите методисту: он добавит");
  if (!list || list.some(([id]) => id === value)) return null;
  return wrong(`записи ${question.f.includes("-") ? value : `${question.f}/${value}`} нет`, "выберите запись из списка");
}

function length(question, value, longest) {
  const count = [...value].length;
  if (question.max && count > question.max) {
    return wrong(sentence("too_long", { signs: plural(count, ["знак", "знака", "знаков"]), limit: question.max }), "сократите");
  }
  if (question.w === "text" && count > longest) {
    return wrong(sentence("text_too_long", { count: number(count), limit: number(longest) }), sentence("move_out"));
  }
  return question.w === "line" && value.includes("\n")
    ? wrong(sentence("one_line"), sentence("join_lines")) : null;
}

function bounds(question, value) {
  for (const [name, limit] of question.b ?? []) {
    const [words, fits] = BOUNDS[name];
    if (!fits(Number(value), limit)) {
      return wrong(sentence("out_of_range", { value, bound: words, limit }),
        question.e ? sentence("for_example", { example: question.e }) : sentence("check_number"));
    }
  }
  return null;
}

/* The number of a measure as its document has it (generator/records/numbering.py): «№ 5» is told how to write. */
function measure(raw) {
  const right = /^[1-9]\d{0,3}[а-я]?(?:\.[1-9]\d{0,3}[а-я]?){0,3}$/;
  if (right.test(raw)) return null;
  const meant = raw.toLowerCase().replace(/\s+/g, "").replace(/^(?:№|п\.?)+/, "").replace(/[.)]+$/, "");
  return wrong(sentence("not_measure_number", { value: short(raw) }), sentence("measure_number_like"), right.test(meant) ? meant : "");
}

export function integer(raw, example = "") {
  if (/^-?\d{1,15}$/.test(raw)) return null;
  const digits = /^[^\d-]*(-?\d{1,15})(?![.,]?\d)\D*$/.exec(raw.replace(/(\d)[ \u00a0](?=\d)/g, "$1"));
  return wrong(sentence("not_whole", { value: short(raw) }),
    sentence("only_digits") + (example && `, ${sentence("for_example", { example })}`), digits?.[1]);
}

/* What «45 %» means where it stands: 45 where the unit is per cent, 0.45 where it is a share (records/scalars.py). */
function ofPercent(question, siblings, { unit, known }) {
  const indicator = question.n === "value" && known.figures?.[siblings.indicator];
  const said = indicator ? (indicator.share ? "доля" : indicator.u) : ["before", "after"].includes(question.n) ? unit?.said : undefined;
  return (figure, raw) => {
    const share = String(Number((Number(figure) / 100).toFixed(12)));
    if (said === undefined || (indicator && !SHARE.test(said) && !PER_CENT.test(said))) return { hint: sentence("no_percent") };
    if (SHARE.test(said)) return { fix: share, hint: `${sentence("share_as_number")}; напишите: ${share}` };
    if (PER_CENT.test(said)) return { fix: figure, hint: `напишите: ${figure}` };
    if (!said) return { fix: figure, also: { field: unit.field, value: "%" }, hint: `напишите: ${figure}, а «%» впишите в поле «Единица»` };
    return { hint: `«${short(raw)}» — проценты, а единица — «${short(said)}»: впишите число в этих единицах или поставьте единицу «%»` };
  };
}

/* Advice about the words that mix alphabets: those of which it is certain what they should be are mended at once, of each
   other only a person knows. */
function foreign(value, find) {
  const found = find?.(value.replace(/`[^`]+`/g, (code) => " ".repeat(code.length))) ?? [];
  const said = ({ word, letter, alphabet }) => `в слове «${word}» буква «${letter}» ${alphabet}: такое слово не найдёт поиск`;
  const certain = found.filter((one) => one.meant.length === 1);
  const left = found.filter((one, n) => one.meant.length > 1 && found.findIndex(({ word }) => word === one.word) === n);
  let [fix, done] = ["", 0];
  for (const one of certain) {
    fix += value.slice(done, one.at) + one.meant[0];
    done = one.at + one.word.length;
  }
  const words = [...new Set(certain.map((one) => `«${one.word}»`))];
  const what = words.length > 1 ? `в словах ${words.join(", ")} есть буквы другого алфавита: такие слова не найдёт поиск` : certain.length ? said(certain[0]) : "";
  return [
    ...(what ? [{ ...wrong(what, "", fix + value.slice(done)), shown: certain.map((one) => one.meant[0]).join(", "), soft: true }] : []),
    ...left.map((one) => ({ ...wrong(said(one), `наберите слово заново: русскими буквами «${one.meant[0]}» или латинскими «${one.meant[1]}»`), soft: true })),
  ];
}

const NUMBER = "\\d{1,12}(?:[.,]\\d{1,6})?";

/* «20 минут» where hours are asked, «1,2 тыс.»: the number as the field counts it (generator/records/meant_numbers.py). */
function inItsUnit(problem, { t: type, l: label = "" }, raw) {
  if (!problem || !["int", "number"].includes(type)) return problem;
  const text = raw.toLowerCase().replace(/\s+/g, " ").trim();
  const range = new RegExp(`^(?:от )?${NUMBER} ?(?:-|–|—|до|или) ?(${NUMBER})(?: ?\\p{L}+\\.?)?$`, "u").exec(text);
  if (range) return { ...problem, hint: `здесь одно число, а не «от и до»: выберите, например наибольшее: ${range[1].replace(",", ".")}`, fix: "" };
  const [, number = "1", words] = new RegExp(`^(${NUMBER}|полтора|пол)? ?(\\p{L}.*)$`, "u").exec(text) ?? [];
  if (!words) return problem;
  const exact = { "полтора": 1.5, "пол": 0.5 }[number] ?? Number(number.replace(",", "."));
  const [, thousands] = Object.entries({ "тыс": 1e3, "млн": 1e6, "миллион": 1e6, "млрд": 1e9 }).find(([stem]) => words.startsWith(stem)) ?? [];
  if (thousands) return { ...problem, hint: "", fix: String(Number((exact * thousands).toFixed(6))) };
  const own = /минут/i.test(label) ? 1 : /час/i.test(label) ? 60 : 0;
  const inOwn = (minutes) => ({ ...problem, hint: "", fix: String(Number((minutes / own).toFixed(2))) });
  const [, times, unit] = new RegExp(`^\\p{L}+ по (${NUMBER}) ?(мин|ч)\\p{L}*\\.?$`, "u").exec(words) ?? []; // «2 урока по 45 минут»
  if (own && times) return inOwn(exact * Number(times.replace(",", ".")) * (unit === "мин" ? 1 : 60));
  const [, minutes] = /^ч\p{L}*\.? ?(?:и )?(\d{1,2}) ?м\p{L}*\.?$/u.exec(words) ?? []; // «1 час 30 минут»
  if (own && minutes) return inOwn(exact * 60 + Number(minutes));
  const said = [/(?:^|[^\p{L}])мин(?:ут|[^\p{L}]|$)/u, /(?:^|[^\p{L}])ч(?:ас|[^\p{L}]|$)/u].map((word) => word.test(words));
  if (!own || said[own === 1 ? 0 : 1]) return problem;
  if (said.includes(true)) return inOwn(exact * (own === 1 ? 60 : 1));
  return /^(?:нед|дн|день|сут|мес|четверт|год|лет(?!\p{L})|урок|занят|пар[аы]?(?!\p{L})|перемен)/u.test(words)
    ? { ...problem, hint: `напишите число в ${own === 1 ? "минутах" : "часах"}`, fix: "" } : problem;
}

export function decimal(raw, perCent) {
  const right = /^-?\d{1,15}(\.\d{1,10})?$/;
  if (right.test(raw)) return null;
  const dotted = raw.replace(/[% \u00a0]+$/, "").replace(/[ \u00a0]/g, "").replaceAll(",", ".").replaceAll("−", "-");
  const unit = /^(-?\d{1,15}(?:[.,]\d{1,10})?)\s*[\p{L}_]+\.?$/u.exec(raw);
  let fix = unit ? unit[1].replace(",", ".") : "";
  if (right.test(dotted)) {
    fix = dotted;
    if (raw.endsWith("%")) return { ...wrong(sentence("not_a_number", { value: short(raw) })), ...perCent?.(dotted, raw) };
  }
  return wrong(sentence("not_a_number", { value: short(raw) }), sentence("number_like"), fix);
}

function url(raw) {
  let parts = null;
  try {
    parts = new URL(raw);
  } catch {
    /* said below */
  }
  const good = parts && /^https?:\/\//.test(raw) && parts.hostname.includes(".") && !parts.username && parts.port !== "0";
  if (good && !/[\s<>"'`{}|\\^]/.test(raw) && [...raw].length <= 500) return null;
  const whole = /^(?:[\p{L}\p{N}_-]+\.)+(?!docx?$|xlsx?$|pptx?$|pdf$)\p{L}{2,}(?:\/[^\s<>"'`{}|\\^]*)?$/u.test(raw);
  return wrong(sentence("not_an_address", { value: short(raw, 80) }), sentence("address_like"),
    whole && raw.length < 490 ? `https://${raw}` : "");
}

function zone(raw) {
  try {
    new Intl.DateTimeFormat("ru", { timeZone: raw });
    return null;
  } catch {
    return wrong(`часового пояса «${raw}» нет`, "пишите часть света и город латиницей: Europe/Moscow, Europe/Samara, Asia/Krasnoyarsk");
  }
}

/* The commonest of what the page would not show as written; the rest is found by the check of the change. */
function* losses(text) {
  const bare = text.replace(/`+[^`]*`+/g, "");
  const tags = new Set([...bare.matchAll(/<\/?([a-z][a-z0-9-]*)(?:\s[^<>]*)?\/?>/gi)].map((tag) => tag[1].toLowerCase()));
  for (const tag of tags) yield wrong(sentence("not_shown", { what: `тег <${tag}>` }), "для важных слов пишите **слово**, для списка — «- » в начале строки");
  if (/!\[[^\]]*\]\([^)]*\)/.test(bare)) {
    yield wrong(sentence("not_shown", { what: "картинка" }), "приложите картинку к записи как файл или опишите словами, что на ней");
  }
}

function eventDates(data, say) {
  const deadline = data.registration?.deadline;
  if (deadline && data.start && times.after(deadline, data.end || data.start)) {
    say("registration.deadline", wrong(sentence("late_registration"), sentence("check_dates")));
  }
}
