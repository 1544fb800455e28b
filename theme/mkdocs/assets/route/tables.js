/* The route as the tables of an ИОМ: the same rows go into the file of Word and on paper. */

import { byPhase } from "./items.js";
import { MARKS } from "./kept.js";
import { monthWords, span } from "./months.js";

/** {words, lines, rows} as word.js takes them; a cell is a text, or {words, href}. `found` are the lines of the self-diagnosis, {strong, wish}, or null where
    they stay on the device. */
export function tables(page, found) {
  const { route, data } = page;
  const label = (list, id) => list.find(([its]) => its === id)?.[1] ?? "";
  const phases = byPhase(data, route.items).map(({ id, items }) => [id, items.map((item) => itemRow(item, page.offers.get(item.key), page))]);
  return {
    words: { subject: [label(data.subjects, route.subject), label(data.levels, route.level)].filter(Boolean).join(", "),
      term: span([...route.items, ...route.checks].map(({ month }) => month)) },
    lines: found ?? { strong: [], wish: [] },
    rows: { aims: route.areas.map((id) => [page.area(id), route.aims[id] ?? ""]), ...Object.fromEntries(phases),
      checks: [...route.checks].sort((a, b) => (a.month < b.month ? -1 : 1)).map(checkRow),
      end: route.areas.map((id) => [page.area(id), route.ends[id] ?? ""]) },
  };
}

/* What is in the base leads there. */
function itemRow({ key, title, form, month, result, mark, note }, offer, page) {
  const done = mark ? [MARKS[mark], note].filter(Boolean).join(": ") : note;
  return [offer && offer.kind !== "shag" ? { words: title, href: page.href(key) } : title, form, monthWords(month), result, done];
}

function checkRow({ month, said, change, done }) {
  return [monthWords(month), said, change, done ? "проведена" : ""];
}
