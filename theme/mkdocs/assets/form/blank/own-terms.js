/* Days, months and spans of a plan as an event has them. The one reader of terms is generator/text/terms.py: what is not
   one of these plain shapes stays in the source's words and is read there; tests/cases/terms.yml holds that nothing
   here is read otherwise. */

import * as times from "../times.js";

const MONTHS = ["январ[ьяею]", "феврал[ьяею]", "март[ае]?", "апрел[ьяею]", "ма[йяе]", "июн[ьяею]", "июл[ьяею]", "август[ае]?", "сентябр[ьяею]",
  "октябр[ьяею]", "ноябр[ьяею]", "декабр[ьяею]"];
const MONTH = new RegExp(`^(?:(\\d{1,2}) )?(${MONTHS.join("|")})$`);
const DAY = /^(\d{1,2})\.(\d{2})$/;
const SCHOOL = /(^|[^0-9.])(20\d\d) ?[-/] ?((?:20)?\d\d)(?![0-9.])/g;
const YEAR = /(?:^|[^а-яё])(?:на|за)(?: календарный)? (20\d\d)(?![0-9./-])(?! ?[-/] ?\d)/g;

/** The one period that the titles of a plan name («2026/27», «2026»); empty for none and for several. */
export function planPeriod(titles) {
  const plain = titles.slice(0, 60).map((one) => one.toLowerCase().replace(/\s+/g, " ").replace(/[‐‑‒–—−]/g, "-"));
  const found = (pattern, write) => new Set(plain.flatMap((title) => [...title.matchAll(pattern)].map(write)).filter(Boolean));
  const school = found(SCHOOL, ([, , first, next]) => (+next.slice(-2) === (+first + 1) % 100 ? `${first}/${next.slice(-2)}` : ""));
  const all = school.size ? school : found(YEAR, ([, year]) => year);
  return all.size === 1 ? [...all][0] : "";
}

/** {start, end, exact} of a term, `end` empty for a point; `exact` is false where the words say more. Null for words that
    are not read here. */
export function eventTerm(words, period) {
  const plain = words.trim().toLowerCase().replaceAll("ё", "е").replace(/[‐‑‒–—−]/g, "-").replace(/\s+/g, " ").replace(/[ .;,]+$/, "")
    .replace(/(\d{4}) ?(?:гг?\.?|год[ау]?)$/, "$1");
  const bare = plain.replace(/^(?:до|к|не позднее|срок:?) /, "").replace(/^в (?!\d)/, "");
  const isExact = bare === plain || plain.startsWith("в ");
  const start = point(bare, period);
  if (start) return { start, end: "", exact: isExact };
  return isExact ? between(plain.replace(/^(?:с|со) /, ""), period) : null;
}

/* «15.09.2026», «сентябрь 2026», «15 сентября», «15.09», «сентябрь»; without a year that of the plan, or none. */
function point(text, period) {
  const its = /^\d{4}-\d\d(?:-\d\d)?(?: \d\d:\d\d)?$/.test(text) && times.moment(text) === null ? text : times.moment(text)?.fix ?? "";
  if (/^\d{4}-\d\d/.test(its)) return its;
  const [month, day] = MONTH.test(text) ? [MONTHS.findIndex((one) => new RegExp(`(?:^| )${one}$`).test(text)) + 1, +(MONTH.exec(text)[1] ?? 0)]
    : DAY.test(text) ? [+DAY.exec(text)[2], +DAY.exec(text)[1]] : [0, 0];
  if (month < 1 || month > 12) return "";
  const year = period ? +period.slice(0, 4) + (period.includes("/") && month < 8 ? 1 : 0) : 0;
  const two = (number) => String(number).padStart(2, "0");
  if (!year) return day ? "" : `--${two(month)}`; // a day of a year that nobody names
  const found = `${year}-${two(month)}${day ? `-${two(day)}` : ""}`;
  return times.moment(found) === null ? found : "";
}

/* «сентябрь-май», «с 1 по 10 октября 2026», «01.10.2026-31.10.2026»; both ends are of a year, and in order. */
function between(text, period) {
  const found = /^(.+?) ?(?: по |-) ?(.+)$/.exec(text);
  if (!found || /[-,;+]/.test(found[2])) return null;
  const end = point(found[2], period);
  let start = point(found[1], period);
  if (/^\d{1,2}$/.test(found[1]) && /^\d{4}-\d\d-\d\d$/.test(end)) start = `${end.slice(0, 8)}${found[1].padStart(2, "0")}`;
  const isFull = (one) => /^\d{4}-\d\d(?:-\d\d)?$/.test(one) && times.moment(one) === null;
  // A beginning without a year, beside an end with one, is of a year that only the reader of the base works out.
  if (!isFull(start) || !isFull(end) || (!/\d{4}/.test(found[1]) && /\d{4}/.test(found[2]) && !/^\d{1,2}$/.test(found[1]))) return null;
  return start < end && start.length === end.length ? { start, end, exact: true } : null;
}
