/* Days, moments and periods as people type them: generator/records/times.py, with the same words. Every function gives
   null for a right value, else {message, hint, fix}; `fix` is what to write instead. */

import { short, wrong } from "./words.js";

const MONTHS = ["январ", "феврал", "март", "апрел", /ма[йяею](?![а-яё])/, "июн", "июл", "август", "сентябр", "октябр",
  "ноябр", "декабр"].map((stem) => new RegExp(`^${stem.source ?? stem}`));
const DAY_FIRST = /^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})(?: *г\.?)?,?(?: +(?:в +)?(\d{1,2})[:.](\d{2}))?$/;
const DAY_LAST = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[ t]+(\d{1,2}):(\d{2})(?::\d\d)?)?$/;
const WORDED = /^(?:(\d{1,2}) +)?([а-яё]+)\.?,? +(\d{4})(?: *г\.?| *года?)?,?(?: +(?:в +)?(\d{1,2})[:.](\d{2}))?$/;

/** A date that the text surely means, as records write it: «01.09.2025», «1 сентября 2025 г.»; null otherwise. */
export function meant(typed) {
  const raw = typed.toLowerCase().replace(/^от /, "");
  let found, day, month, year, hour, minute;
  if ((found = DAY_FIRST.exec(raw))) [, day, month, year, hour, minute] = found;
  else if ((found = DAY_LAST.exec(raw))) [, year, month, day, hour, minute] = found;
  else if ((found = WORDED.exec(raw)) && monthOf(found[2])) {
    [, day, , year, hour, minute] = found;
    month = monthOf(found[2]);
  } else if ((found = /^(\d{1,2})[./](\d{4})$/.exec(raw))) [, month, year] = found;
  else return null;
  if (!possible(year, month, day ?? 1, hour ?? 0, minute ?? 0)) return null;
  const two = (number) => String(number).padStart(2, "0");
  return `${year}-${two(+month)}${day ? `-${two(+day)}` : ""}${hour ? ` ${two(+hour)}:${minute}` : ""}`;
}

function monthOf(word) {
  return MONTHS.findIndex((stem) => stem.test(word)) + 1;
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
  const guess = meant(raw) ?? "";
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
    return wrong(`«${short(raw)}» — не дата`, hint, meant(raw));
  }
  const [, year = 2000, month = 1, date = 1, hour = 0, minute = 0] = found;
  if (possible(year, month, date, hour, minute)) return null;
  return wrong(`даты «${short(raw)}» не бывает`, "проверьте год, месяц, число и время");
}

export function period(raw) {
  const found = /^(\d{4})(?:\/(\d{2})|-(H[12]))?$/.exec(raw);
  if (!found || +found[1] < 1900 || +found[1] >= 3000) {
    const years = /^(\d{4}) ?[/–-] ?(?:20)?(\d{2})(?![\p{L}\p{N}_])/u.exec(raw);
    const fits = years && +years[1] >= 1000 && +years[1] < 3000 && +years[2] === (+years[1] + 1) % 100;
    return wrong(`«${short(raw)}» — не отчётный период`, "пишите год (2025), учебный год (2025/26) или полугодие (2025-H1)",
      fits ? `${years[1]}/${years[2]}` : "");
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
