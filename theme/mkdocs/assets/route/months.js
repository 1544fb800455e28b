/* Months as the route keeps them, «2026-12», and as people read them. */

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
  const [from, to] = dates.map((one) => {
    const [year, month, day] = one.split("-");
    return day ? `${day}.${month}.${year}` : month ? monthWords(`${year}-${month}`) : `${year} год, месяц не назван`;
  });
  return from === to ? from : `${from} – ${to}`;
}
