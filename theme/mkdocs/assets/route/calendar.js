/* A route as a calendar (RFC 5545): pure text. What has days of its own stands on them; a month is all of its days, this
   month those that are left. No scores, no difficulties, no name: calendars are copied to other people's computers. */

import { isMonth, lastDay, monthWords } from "./months.js";
import { today } from "./questions.js";

const DAY = /^\d{4}-\d\d-\d\d$/;
const OCTETS = 75; // of a line without its end, RFC 5545, 3.1

/** The text of the file. `items` are {key, title, form, month, dates, href}, `checks` {month}; `host` makes the entries
    of one site known again, `now` is a Date. */
export function calendar({ items, checks, host, now, site }) {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = today(now);
  const entries = [...items.map((item) => entry(item, day)), ...checks.map(({ month }, n) => check(month, n + 1, day))].filter(Boolean);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${escaped(site)}//marshrut//RU`, "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped("Мой маршрут")}`, ...entries.flatMap((one) => lined(one, stamp, host)), "END:VCALENDAR"];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** How many of them have a day or a month, so that they can stand in a calendar. */
export function dated({ items, checks }) {
  return items.filter((item) => daysOf(item) || isMonth(item.month)).length + checks.filter(({ month }) => isMonth(month)).length;
}

/* Days of its own, unless the person has put it into another month. */
function daysOf({ month, dates }) {
  return dates && dates.every((day) => DAY.test(day)) && (!month || dates[0].startsWith(month)) ? dates : null;
}

/* [first, last] of the days of a month that are not over; a month that is over stands as a whole. */
function daysIn(month, day) {
  return [day.startsWith(month) ? day : `${month}-01`, lastDay(month)];
}

function entry(item, day) {
  const { key, title, form, month, href } = item;
  const days = daysOf(item);
  if (!days && !isMonth(month)) return null;
  const where = href ? [`Страница: ${href}`] : [];
  const told = days ? [] : [`Срок — весь месяц, ${monthWords(month)}. Выберете день — перенесите.`];
  const [start, end] = days ?? daysIn(month, day);
  return { key, summary: title, start, end,
    about: [form, ...told, ...where].filter(Boolean).join("\n"), href };
}

function check(month, number, day) {
  if (!isMonth(month)) return null;
  const [start, end] = daysIn(month, day);
  return { key: `promezhutok-${number}`, summary: "Промежуточная оценка маршрута", start, end,
    about: `Что вышло и что поменять в плане. Срок — весь месяц, ${monthWords(month)}.`, href: "" };
}

function lined({ key, summary, start, end, about, href }, stamp, host) {
  return ["BEGIN:VEVENT", `UID:marshrut-${key.replace(/[^a-z0-9]+/g, "-")}@${host || "metodoteka"}`, `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${compact(start)}`, `DTEND;VALUE=DATE:${compact(dayAfter(end))}`, `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(about)}`, ...(href ? [`URL:${href}`] : []), "TRANSP:TRANSPARENT", "CLASS:PRIVATE", "END:VEVENT"];
}

const compact = (day) => day.replaceAll("-", "");

/* The end of a day is the next one, RFC 5545, 3.6.1. */
function dayAfter(day) {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}

/** Text of a property: RFC 5545, 3.3.11; signs that no calendar may have are left out. */
export function escaped(text) {
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, "").replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
}

/** A line cut into pieces of at most 75 octets; a sign is never cut in two. */
export function folded(line) {
  const pieces = [];
  let [piece, size] = ["", 0];
  for (const sign of line) {
    const octets = new TextEncoder().encode(sign).length;
    if (size + octets > OCTETS) {
      pieces.push(piece);
      [piece, size] = [" ", 1];
    }
    piece += sign;
    size += octets;
  }
  return [...pieces, piece].join("\r\n");
}
