/* Months as the route keeps them, «2026-12», and as people read them. */

import { dayWords } from "../shared/ui.js";

const NAMES = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
const MONTH = /^20\d\d-(?:0[1-9]|1[0-2])$/;

/** Whether it is a month of this century. */
export function isMonth(value) {
  return typeof value === "string" && MONTH.test(value);
}

/** «декабрь 2026»; "" for none. */
export function monthWords(month) {
  return isMonth(month) ? `${NAMES[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}` : "";
}

/** So many months from this one on: ["2026-11", …]. */
export function monthsFrom(today, count) {
  const [year, month] = today.split("-").map(Number);
  return Array.from({ length: count }, (_, n) => {
    const at = month - 1 + n;
    return `${year + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

/** The last day of a month: «2026-11-30». */
export function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}

/** So many months to plan for on this day: a month with fewer than ten days left is too short to begin in. */
export function monthsAhead(day, count) {
  const month = day.slice(0, 7);
  const isShort = Number(lastDay(month).slice(8)) - Number(day.slice(8)) + 1 < 10;
  return monthsFrom(month, count + 1).slice(isShort ? 1 : 0).slice(0, count);
}

/** «декабрь 2026 – март 2027» of all that are named, in any order; "" without any. */
export function span(months) {
  const named = months.filter(isMonth).sort();
  if (!named.length) return "";
  const [first, last] = [named[0], named[named.length - 1]];
  return first === last ? monthWords(first) : `${monthWords(first)} – ${monthWords(last)}`;
}

/** When an offer takes place, in words: [from, to] are days, months or years; "" without any. */
export function dateWords(dates) {
  if (!dates) return "";
  if (dates.every((one) => one.length === 10)) return dayWords(...dates);
  const [from, to] = dates.map((one) => (one.length === 10 ? dayWords(one) : monthWords(one) || `${one} год, месяц не назван`));
  return from === to ? from : `${from} – ${to}`;
}
