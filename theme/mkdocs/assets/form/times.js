/* Days, moments and periods as people type them: generator/text/dates.py reads the words, generator/records/times.py
   says what is wrong; tests/cases/dates.yml holds all to one table. Every exported reader of a value gives null for a
   right one, else {message, hint, fix}; `fix` is what to write instead. */

import { sentence, short, wrong } from "./words.js";

/* years of two digits below are of this century, as for generator/text/dates.py */
const CENTURY = 50;
const MONTHS = ["янв(?:ар[ьяею])?", "фев(?:р|рал[ьяею])?", "мар(?:т[аеу]?)?", "апр(?:ел[ьяею])?", "ма[йяею]",
  "июн[ьяею]?", "июл[ьяею]?", "авг(?:уст[аеу]?)?", "сен(?:т|тябр[ьяею])?", "окт(?:ябр[ьяею])?", "ноя(?:б|бр[ьяею])?",
  "дек(?:абр[ьяею])?"];
const MONTH = `(?<month>(?:${MONTHS.join("|")})\\.?)`;
const HOUR = ",?(?: (?:в )?(?<hour>\\d{1,2})[:.-](?<minute>\\d\\d)(?: ?ч(?:ас)?)?)?";
const MOMENTS = [
  `(?:от )?(?<day>\\d{1,2})[./\\- ](?<month>\\d{1,2})[./\\- ](?<year>\\d{4})${HOUR}`,
  `(?:от )?(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d\\d)(?: ?г(?:\\.|ода)?)?${HOUR}`,
  "(?<year>\\d{4})[./-](?<month>\\d{1,2})[./-](?<day>\\d{1,2})(?:[ t]+(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?::\\d\\d)?)?",
  `(?:от )?(?:(?<day>\\d{1,2})(?:-?го)? )?${MONTH},? (?<year>\\d{4})${HOUR}`,
  "(?<month>\\d{1,2})[./](?<year>\\d{4})",
  "(?<year>\\d{4})(?:-(?<month>\\d{1,2}))?",
].map((pattern) => new RegExp(`^(?:${pattern})$`));
const SCHOOL_YEAR = new RegExp("^(?:(?:уч\\.?|учебн[а-я]{2,3}) ?(?:г\\.? ?|год[а-я]? )?)?(\\d{4}) ?[-/] ?(?:20)?(\\d\\d)"
  + "(?:(?<end>(?: ?(?:уч\\.?|учебн[а-я]{2,3}|у\\.) ?(?:г\\.?|год[а-я]?)?)?(?: ?(?:гг?|год[а-я]?))?$)|(?![0-9a-zа-я]))");
const ORDINAL = "(?<nth>[1-4]|i{1,3}|iv|перв(?:ое|ого|ом|ый)|втор(?:ое|ого|ом|ой)|трет(?:ий|ьего|ьем)|четверт(?:ый|ого|ом))"
  + "(?:-?(?:е|ое|го|ом|м|й|ый|ой|ий))?";
const NUMBERS = { i: 1, ii: 2, iii: 3, iv: 4, перв: 1, втор: 2, трет: 3, четв: 4 };
const PART = `(?:в )?${ORDINAL} ?(?<what>полугоди[еяи]|п/г|пол\\.?|квартал[аеу]?|кв\\.?)`;
const PARTS = [`${PART},? ?(?<year>\\d{4})`, `(?<year>\\d{4}),? ${PART}`, "(?<year>\\d{4})[- ]?(?<what>[hq])(?<nth>[1-4])",
  "(?<what>[hq])(?<nth>[1-4])[- ]?(?<year>\\d{4})",
  `(?:с )?${MONTH.replace("month", "start")} ?(?:-|по) ?${MONTH.replace("month", "end")},? (?<year>\\d{4})`]
  .map((pattern) => new RegExp(`^(?:${pattern})$`));
const SPANS = { "1-12": "", "1-6": "-H1", "7-12": "-H2", "1-3": "-Q1", "4-6": "-Q2", "7-9": "-Q3", "10-12": "-Q4" };

function plain(typed) {
  return typed.replace(/[\s\x1c-\x1f\x85\u200b]+/g, " ").trim().toLowerCase().replaceAll("ё", "е").replace(/[‐‑‒–—−]/g, "-").replace(/[«"„“](\d{1,2})[»"”“]/g, "$1")
    .replaceAll("і", "i").replace(/(\d{4}) ?(?:гг?\.?(?:г\.?)?|год[ау]?)(?=[ ,;-]|$)/g, "$1").replace(/[ .;,]+$/, "");
}

function match(patterns, text) {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found) return found.groups;
  }
  return null;
}

/** A date that the text means, as records write it: «01.09.2025», «1 сентября 2025 г.»; "" otherwise. */
function readMoment(typed) {
  const found = match(MOMENTS, plain(typed));
  if (!found) return "";
  const { day, hour, minute } = found;
  const year = found.year.length === 2 ? (+found.year < CENTURY ? `20${found.year}` : "0000") : found.year;
  const month = /^\d*$/.test(found.month ?? "") ? found.month : monthOf(found.month);
  if (!possible(year, month ?? 1, day ?? 1, hour ?? 0, minute ?? 0)) return "";
  const two = (number) => String(+number).padStart(2, "0");
  return `${year}${month ? `-${two(month)}` : ""}${day ? `-${two(day)}` : ""}${hour ? ` ${two(hour)}:${minute}` : ""}`;
}

/** A reporting period that the text means, as records write it: «2025 год», «1-е полугодие 2026»; "" otherwise. */
function readPeriod(typed) {
  return periodIn(typed)?.write ?? "";
}

/** The same where nothing else can have been meant; "" otherwise. */
export function surePeriod(typed) {
  const found = periodIn(typed);
  return found?.sure ? found.write : "";
}

function periodIn(typed) {
  const sure = (write) => (write ? { write, sure: true } : null);
  const text = plain(typed).replace(/^за /, "");
  const reported = (year) => +year >= 1900 && +year < 3000;
  if (/^\d{4}$/.test(text)) return reported(text) ? sure(text) : null;
  const part = match(PARTS, text);
  if (part) return reported(part.year) ? sure(partOfYear(part)) : null;
  const years = SCHOOL_YEAR.exec(text);
  const isWhole = years && reported(years[1]) && +years[2] === (+years[1] + 1) % 100;
  return isWhole ? { write: `${years[1]}/${years[2]}`, sure: years.groups.end !== undefined } : null;
}

/* The half or the quarter of a year, the year that its months are; "" where there is no such one. */
function partOfYear({ year, what, nth, start, end }) {
  if (!what) {
    const part = SPANS[`${monthOf(start)}-${monthOf(end)}`];
    return part === undefined ? "" : `${year}${part}`;
  }
  const number = NUMBERS[nth.slice(0, 4)] ?? +nth;
  if (/^[qк]/.test(what)) return `${year}-Q${number}`;
  return number <= 2 ? `${year}-H${number}` : "";
}

function monthOf(word) {
  return MONTHS.findIndex((month) => new RegExp(`^(?:${month})\\.?$`).test(word)) + 1;
}

function possible(year, month, day, hour = 0, minute = 0) {
  const [y, m, d] = [+year, +month, +day];
  return y >= 1000 && y < 3000 && m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate()
    && +hour < 24 && +minute < 60;
}

/* What to write for «28.05.26», where only a person knows the century, and for «31.02.2026», which is no day. */
function mendOfDay(raw) {
  const found = /^(\d{1,2})[./-](\d{1,2})[./-](\d\d|\d{4})(?!\d)/.exec(raw);
  if (!found) return "";
  const [whole, date, month, year] = found;
  const full = year.length === 2 ? `20${year}` : year;
  if (!possible(full, month, date)) return "такого дня нет: проверьте число и месяц и пишите год-месяц-день: 2025-09-01";
  if (year === full || whole !== raw) return "";
  return `напишите год четырьмя цифрами: ${full}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
}

/* What to write for «5 июня», which lacks its year. */
function withoutYear(raw, shortest) {
  const its = /\d{3}/.test(raw) ? "" : readMoment(`${raw} 2025`);
  return its.length >= shortest ? `не назван год: если это 2025-й, напишите ${its}` : "";
}

export function day(raw) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(raw)) {
    return possible(...raw.split("-")) ? null : wrong(`даты «${short(raw)}» не бывает`, "проверьте число, месяц и год");
  }
  const guess = readMoment(raw);
  if (/^\d{4}(-\d{2})?$/.test(guess || raw)) {
    return wrong(`«${short(raw)}» — не день: здесь нужна полная дата`,
      "пишите год-месяц-день: 2025-09-01; если день не известен, уберите поле");
  }
  const hint = guess ? "" : mendOfDay(raw) || withoutYear(raw, 10) || "дата пишется как 2025-09-01 (год-месяц-день)";
  return wrong(`«${short(raw)}» — не дата`, hint, guess.slice(0, 10));
}

export function moment(raw) {
  const found = /^(?:(\d{4})|-)(?:-(\d{2})(?:-(\d{2})(?:[ T](\d{2}):(\d{2}))?)?)?$/.exec(raw);
  if (!found || (!found[1] && (!found[2] || found[3]))) {
    const hint = "можно указать год (2025), месяц (2025-04), день (2025-04-17) или час (2025-04-17 15:00)";
    return wrong(`«${short(raw)}» — не дата`, mendOfDay(raw) || withoutYear(raw, 7) || hint, readMoment(raw));
  }
  const [, year = 2000, month = 1, date = 1, hour = 0, minute = 0] = found;
  if (possible(year, month, date, hour, minute)) return null;
  return wrong(`даты «${short(raw)}» не бывает`, "проверьте год, месяц, число и время");
}

/** An end of which only the hour is written, on the day of the start: «до 12:00»; "" for any other. */
export function onDayOf(start, raw) {
  const hour = /^(?:до |в )?(\d{1,2})[:.-](\d\d)$/.exec(raw);
  const its = hour && /^\d{4}-\d\d-\d\d/.test(start) ? `${start.slice(0, 10)} ${hour[1].padStart(2, "0")}:${hour[2]}` : "";
  return its && moment(its) === null ? its : "";
}

export function period(raw) {
  const found = /^(\d{4})(?:\/(\d{2})|-(?:H[12]|Q[1-4]))?$/.exec(raw);
  if (!found || +found[1] < 1900 || +found[1] >= 3000) {
    return wrong(`«${short(raw)}» — не отчётный период`, sentence("period_like"), readPeriod(raw));
  }
  const next = String((+found[1] + 1) % 100).padStart(2, "0");
  if (!found[2] || found[2] === next) return null;
  return wrong(`учебный год «${short(raw)}» не складывается`, "", `${found[1]}/${next}`);
}

/** «year», «school-year», «half-year» or «quarter» for a right period. */
export function partOf(raw) {
  return raw.includes("/") ? "school-year" : raw.includes("H") ? "half-year" : raw.includes("Q") ? "quarter" : "year";
}

/** True when `a` is surely after `b`: their earliest and latest days do not overlap; hours count within a day. */
export function after(a, b) {
  const [first, last] = [span(a), span(b)];
  if (!first || !last) return false;
  if (first.from === last.to && first.time && last.time) return first.time > last.time;
  return first.from > last.to;
}

function span(raw) {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[ T](\d{2}:\d{2}))?)?)?$/.exec(raw);
  if (!found) return null;
  const [, year, month, date, time] = found;
  const end = String(new Date(Date.UTC(+year, +(month ?? 12), 0)).getUTCDate()).padStart(2, "0");
  return { from: `${year}-${month ?? "01"}-${date ?? "01"}`, to: `${year}-${month ?? "12"}-${date ?? end}`, time };
}
