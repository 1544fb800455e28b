/* Answers of a file, as people typed them, in the values of the form's own fields: labels become ids, dates and numbers
   the spelling of records, where that is certain (generator/channels/office/interpret.py and typed.py). Everything else
   goes into its field as it was typed, and the form's own rules say there what to write instead. */

import { plainTitle } from "../lists.js";
import { pasted, marks } from "../pasted.js";
import { filled } from "../record-text.js";
import * as times from "../times.js";
import { oneLine } from "../widgets.js";
import { short } from "../words.js";
import { meant, saysNothing } from "./cell-words.js";
import { dayOf } from "./excel-numbers.js";
import { titled } from "./names.js";
import { numeric, shares, unitOf } from "./numbers.js";

const COUNTED = ["before", "after", "comparison", "value"]; // in the unit of their group
const TIMES = { day: times.day, moment: times.moment, period: times.period };
const BULLET = /^(?:[•·▪●◦‣⁃■➢\uf0b7\uf0a7\uf0d8] *(?=\S)|[–—-] +(?=\S)|\d{1,2}[.)] +(?=\S))/;
const RANGE = /^(\d{1,2})(?:-?(?:й|го|м|ый))?\s*(?:[-‐‑‒–—−]\s*(\d{1,2})(?:-?(?:й|го|м|ый))?)?\s*(?:классы|классов|класса?|кл\.?)?$/;
const FILE = /^[^/\\:]+\.(?:docx|xlsx|pptx|od[tsp]|pdf)$/i;
const YES = ["да", "true", "yes", "истина", "+", "1"];
const NO = ["нет", "false", "no", "ложь", "-", "–", "0"];

/** Every question of a form by its dotted path. */
export function byPath(form) {
  const out = new Map();
  const walk = (questions, path) => questions.forEach((q) => {
    out.set(path + q.n, q);
    if (q.q) walk(q.q, `${path + q.n}.`);
  });
  walk(form.sections.flatMap((section) => section.questions), "");
  return out;
}

/** The names of lists of records that these answers name. */
export function listsFor(form, data) {
  const out = new Set();
  const walk = (questions, group) => questions.forEach((q) => {
    const said = group?.[q.n];
    if (said === undefined) return;
    if (q.f) out.add(q.f);
    for (const one of q.q ? [].concat(said) : []) walk(q.q, one);
  });
  walk(form.sections.flatMap((section) => section.questions), data);
  return [...out];
}

/** {values, doubts}: the answers as the fields hold them, and sentences about what no field can hold. `known` has lists of
    records by name and `figures`, indicators by id; with `isMarkdown` texts are that already; `path` is the list that the
    answers stand in. */
export function understood(form, blank, data, known, isMarkdown, path = "") {
  const reader = new Reader(blank, known, isMarkdown);
  return { values: reader.group(form.sections.flatMap((section) => section.questions), data, path, ""), doubts: reader.doubts };
}

/** How many questions are answered. */
export function answered(questions, values) {
  let count = 0;
  for (const q of questions) {
    const said = values?.[q.n];
    if (filled(said) === null || said === undefined) continue;
    if (q.q) for (const one of [].concat(said)) count += answered(q.q, one);
    else count += 1;
  }
  return count;
}

/** A text on one line, as people see it. */
export function single(raw) {
  return oneLine(raw.replace(/[\n\v]/g, " ")).replace(/[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g, " ").trim();
}

class Reader {
  constructor(blank, known, isMarkdown) {
    Object.assign(this, { blank, known, isMarkdown, doubts: [] });
  }

  group(questions, typed, path, outer) {
    const data = withDayOfStart(typed);
    const unit = unitOf(data, this.indicator(data)) || outer;
    const out = {};
    for (const q of questions) {
      if (data[q.n] === undefined) continue;
      const said = this.answer(q, data[q.n], path + q.n, COUNTED.includes(q.n) ? unit : "");
      if (filled(said) !== null) out[q.n] = said;
    }
    if (questions.some((q) => q.n === "unit")) this.doubts.push(...shares(data, unit));
    if (questions.some((q) => q.n === "unit") && !out.unit && ["%", "₽"].includes(unit)) out.unit = unit; // it stood at the numbers
    return out;
  }

  /* A blank only names a file; the field takes one from the device. */
  file(said, what = "картинка") {
    this.doubts.push(`${what} «${short(single(said))}»: выберите этот файл в форме, в её поле; браузер не достаёт файлы, которые названы в бланке`);
    return "";
  }

  /* The indicator that a row of figures is about, where the base has one of that name. */
  indicator(data) {
    if (data.indicator === undefined) return null;
    const wanted = titled(textOf(data.indicator), this.blank.demo);
    return Object.values(this.known.figures ?? {}).find((one) => titled(one.t, this.blank.demo) === wanted) ?? null;
  }

  answer(q, raw, path, unit) {
    if (q.w === "group") return this.group(q.q, raw, `${path}.`, unit);
    if (q.w === "groups") return [].concat(raw).map((one) => this.group(q.q, one, `${path}.`, ""));
    if (q.w === "choices" || q.w === "lines") return this.several(q, raw, path);
    const said = textOf(raw);
    if (!said.trim() || (!q.r && needsValue(q) && saysNothing(said, this.blank.words))) return "";
    if (q.w === "choice") return this.chosen(q, single(said), path);
    if (q.w === "flag") return this.flag(q, single(said));
    if (q.w === "number") return numeric(q, raw.isDate ? said : single(said), unit);
    if (TIMES[q.t]) return timed(q.t, raw);
    if (q.t === "file") return this.file(said);
    if (q.t === "url" && FILE.test(single(said))) return this.file(said, "материал");
    if (q.t === "zone") return this.blank.zones[titled(said, "")] ?? single(said);
    if (q.w === "text") return this.isMarkdown ? said : pasted(said.replace(/\v/g, "\n"));
    return single(said);
  }

  several(q, raw, path) {
    const out = [];
    for (const one of [].concat(raw)) {
      if (one.isDate && q.w === "choices") this.doubts.push(`«${q.l}»: таблица приняла ответ за дату (${one.said}); напишите его словами`);
      else {
        for (const item of split(textOf(one))) out.push(...(q.w === "lines" ? [item] : this.items(q, item, path)));
      }
    }
    return [...new Set(out)];
  }

  /* The values of one of several answers: «5–7 классы» is three, answers parted by commas are as many. */
  items(q, item, path) {
    const whole = this.value(q, item, path);
    if (whole !== null) return [whole];
    if (this.blank.questions[path]?.levels) return this.levels(q, item, path) ?? [item];
    const pieces = item.split(",").map((one) => one.trim().replace(BULLET, "")).filter(Boolean);
    const values = pieces.map((one) => this.value(q, one, path));
    return pieces.length > 1 && values.every((one) => one !== null) ? values : [item];
  }

  levels(q, item, path) {
    const out = [];
    for (const piece of item.split(/,| и /).map((one) => one.trim()).filter(Boolean)) {
      const found = RANGE.exec(piece.toLowerCase());
      const between = [];
      for (let n = +found?.[1]; n <= +(found?.[2] ?? found?.[1]); n += 1) between.push(`grade-${n}`);
      const value = this.value(q, piece, path);
      if (between.length && between.every((one) => q.o.some(([id]) => id === one))) out.push(...between);
      else if (value !== null) out.push(value);
      else return null;
    }
    return out;
  }

  /* The value of a choice, or what was typed. */
  chosen(q, said, path) {
    return this.value(q, said, path) ?? said;
  }

  /* The one value that the words name; null where there is none or where there are several. */
  value(q, said, path) {
    const wanted = titled(said, this.blank.demo);
    if (q.f) return this.record(q, said, wanted);
    const fitting = q.o.filter(([value, label]) => wanted === value || wanted === titled(label, this.blank.demo)).map(([value]) => value);
    const former = (this.blank.questions[path]?.former ?? []).filter(([label]) => wanted === titled(label, this.blank.demo)).map(([, value]) => value);
    const found = new Set(fitting.length ? fitting : former);
    return found.size === 1 ? [...found][0] : meant(q.o, said, this.blank.words, this.blank.demo);
  }

  record(q, said, wanted) {
    const bare = said.startsWith(`${q.f}/`) ? said.slice(q.f.length + 1) : said;
    const found = new Set((this.known[q.f] ?? []).filter(([id, title]) => id === bare || titled(plainTitle(title), this.blank.demo) === wanted).map(([id]) => id));
    return found.size === 1 ? [...found][0] : null;
  }

  flag(q, said) {
    const word = said.toLowerCase();
    if (YES.includes(word)) return "true";
    if (NO.includes(word)) return "false";
    this.doubts.push(`«${q.l}»: «${said}» — не «да» и не «нет»`);
    return "";
  }
}

function textOf(raw) {
  return typeof raw === "string" ? raw : raw.said ?? "";
}

/* True for a question that «нет» answers as an empty cell does. */
function needsValue(q) {
  if (q.o) return !q.o.some(([, label]) => label.toLowerCase() === "нет");
  return Boolean(q.f) || q.w === "number" || q.w === "date" || q.t === "moment";
}

/* An end of which only the hour is written is on the day of the start. */
function withDayOfStart(data) {
  const said = single(textOf(data.end ?? ""));
  const end = said && times.onDayOf(textOf(data.start ?? "").trim() && timed("moment", data.start), said);
  return end ? { ...data, end } : data;
}

/* A day, a moment, a period in the spelling of records, where it is certain; else as it was typed. */
function timed(type, raw) {
  const said = single(textOf(raw));
  if (type !== "period" && !raw.isDate && /^\d{5}(?:,\d+)?$/.test(said) && +said.slice(0, 5) >= 20_000 && +said.slice(0, 5) < 80_000) {
    const moment = raw.moment ?? dayOf(+said.replace(",", "."), false); // a day as spreadsheets count them
    return type === "day" ? moment.slice(0, 10) : moment;
  }
  const slashed = /^(\d{1,2})\/(\d{1,2})\/\d{4}/.exec(said); // a program may have put the month first
  if (slashed && +slashed[1] <= 12 && slashed[1] !== slashed[2]) return said;
  if (type === "period") return times.surePeriod(said) || said;
  const problem = TIMES[type](said);
  return problem?.fix && /^[\d :-]+$/.test(problem.fix) ? problem.fix : said;
}

/* Texts of a list that stand in one cell, each on a line of its own or parted by «;», without marks of a list. */
function split(raw) {
  const lines = raw.replace(/\r\n?/g, "\n").split("\n").map((one) => one.trim());
  const found = marks(lines);
  return lines.map((one, n) => (found[n] ? one.slice(found[n].signs) : one)).flatMap((one) => one.split(";"))
    .map(single).filter(Boolean).map((one) => one.replace(BULLET, ""));
}
