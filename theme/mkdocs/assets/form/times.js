/* Days, moments and periods as people type them: generator/text/dates.py reads the words, generator/records/times.py
   says what is wrong; tests/cases/dates.yml holds all to one table. Every exported reader of a value gives null for a
   right one, else {message, hint, fix}; `fix` is what to write instead. */

import { short, wrong } from "./words.js";

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
  "(?<year>\\d{4})(?:-(?<month>\\d\\d))?",
].map((pattern) => new RegExp(`^(?:${pattern})$`));
const SCHOOL_YEAR = /^(\d{4}) ?[-/] ?(?:20)?(\d\d)(?:(?: ?(?:уч\.?|учебн[а-я]{2,3}) ?(?:г\.?|год[а-я]?))?(?: ?гг?)?$|(?![0-9a-zа-я]))/;
const HALF = "(?:в )?(?<half>1|i|перв(?:ое|ого|ом)|2|ii|втор(?:ое|ого|ом))(?:-?(?:е|ое|го|ом))? полугоди[еяи]";
const HALVES = [`${HALF},? (?<year>\\d{4})`, `(?<year>\\d{4}),? ${HALF}`, "(?<year>\\d{4})-h(?<half>[12])"]
  .map((pattern) => new RegExp(`^(?:${pattern})$`));

function plain(typed) {
  return typed.replace(/[\s\x1c-\x1f\x85\u200b]+/g, " ").trim().toLowerCase().replaceAll("ё", "е").replace(/[‐‑‒–—−]/g, "-")
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
  const text = plain(typed);
  const reported = (year) => +year >= 1900 && +year < 3000;
  if (/^\d{4}$/.test(text)) return reported(text) ? text : "";
  const half = match(HALVES, text);
  if (half) return reported(half.year) ? `${half.year}-H${/^(?:1|i|перв.*)$/.test(half.half) ? 1 : 2}` : "";
  const years = SCHOOL_YEAR.exec(text);
  return years && reported(years[1]) && +years[2] === (+years[1] + 1) % 100 ? `${years[1]}/${years[2]}` : "";
}

function monthOf(word) {
  return MONTHS.findIndex((month) => new RegExp(`^(?:${month})\\.?$`).test(word)) + 1;
}

function possible(year, month, day, hour = 0, minute = 0) {
  const [y, m, d] = [+year, +month, +day];
  return y >= 1000 && y < 3000 && m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate()
    && +hour < 24 && +minute < 60;
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
  const two = /^(\d{1,2})[./-](\d{1,2})[./-](\d\d)$/.exec(raw);
  const full = two && possible(`20${two[3]}`, two[2], two[1]) && `20${two[3]}-${two[2].padStart(2, "0")}-${two[1].padStart(2, "0")}`;
  const hint = guess ? "" : full ? `напишите год четырьмя цифрами: ${full}` : "дата пишется как 2025-09-01 (год-месяц-день)";
  return wrong(`«${short(raw)}» — не дата`, hint, guess.slice(0, 10));
}

export function moment(raw) {
  const found = /^(?:(\d{4})|-)(?:-(\d{2})(?:-(\d{2})(?:[ T](\d{2}):(\d{2}))?)?)?$/.exec(raw);
  if (!found || (!found[1] && (!found[2] || found[3]))) {
    const hint = "можно указать год (2025), месяц (2025-04), день (2025-04-17) или час (2025-04-17 15:00)";
    return wrong(`«${short(raw)}» — не дата`, hint, readMoment(raw));
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
  const found = /^(\d{4})(?:\/(\d{2})|-(H[12]))?$/.exec(raw);
  if (!found || +found[1] < 1900 || +found[1] >= 3000) {
    return wrong(`«${short(raw)}» — не отчётный период`, "пишите год (2025), учебный год (2025/26) или полугодие (2025-H1)",
      readPeriod(raw));
  }
  const next = String((+found[1] + 1) % 100).padStart(2, "0");
  if (!found[2] || found[2] === next) return null;
  return wrong(`учебный год «${short(raw)}» не складывается`, "", `${found[1]}/${next}`);
}

/** «year», «school-year» or «half-year» for a right period. */
export function partOf(raw) {
  return raw.includes("/") ? "school-year" : raw.includes("H") ? "half-year" : "year";
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
