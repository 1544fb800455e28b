/* Pieces of the picture of the search that know nothing of its state: notes, a result, a chip. Nothing is put into the page
   as HTML: titles and excerpts come from records, so they go in as text. */

import { h, number, plural } from "../shared/ui.js";

/** The styles of the search, where the page does not name them itself. */
export function styles(root) {
  const { href } = new URL("assets/search/search.css", root);
  if (![...document.querySelectorAll("link")].some((link) => link.href === href)) document.head.append(h("link", { rel: "stylesheet", href }));
}

/** What the search says first to a question with a diagnosis; the results come after it. */
export function careNote(care) {
  if (care === "danger") {
    return [
      h("strong", {}, "Если ребёнок говорит о смерти или вредит себе, не оставляйте его одного."),
      " В тот же день скажите родителям, педагогу-психологу и директору; если опасность сейчас, звоните "
        + "112. Детский телефон доверия: 8-800-2000-122, бесплатно. База здесь не поможет: она не ставит диагнозов и не лечит.",
    ];
  }
  return [
    h("strong", {}, "База не ставит диагнозов и не лечит."),
    " О ребёнке с диагнозом сначала подскажет педагог-психолог или логопед школы, а как ему учиться, советует ПМПК "
      + "(психолого-медико-педагогическая комиссия). Ниже — то, что подходит для урока.",
  ];
}

/** What is said of a topic that no page is about. */
export const topicNote = ({ query, advice }) => `Темы «${query}» в базе пока нет. ${advice ? `${advice} ` : ""}`;

/** A note instead of, or before, the results: `again(query)` is a button that asks `query`. */
export const NOTES = {
  layout: (query, again) => ["Похоже, включена латинская раскладка. Возможно, вы имели в виду ", again(query), "? Ниже — то, что есть по этим словам."],
  typo: (query, again) => ["Возможно, вы имели в виду ", again(query), "? Ниже — то, что есть по этим словам."],
  meant: (query, again) => ["Не все слова нашлись на сайте. Показано по запросу ", again(query), "."],
  maybe: (query, again) => ["Возможно, вы имели в виду ", again(query), "?"],
  absent: (topic, again, why) => [topicNote(why), "Ниже — ближайшее из того, что есть."],
  without: (missing) => [`Этого на сайте нет: «${missing}». Показано по остальным словам.`],
  some: () => ["Страниц, где есть все эти слова, нет. Показаны те, где есть хотя бы часть из них."],
};

const KINDS = 6; // so many before «ещё»

/** A button that is on or off, with how many pages it leaves. */
function chip(label, count, pressed, onclick) {
  return h("button", { type: "button", "aria-pressed": String(pressed), onclick }, label, h("span", { class: "m-search__count" }, count));
}

/** The pages that fit the filters: of one facet any, of several all, as in the catalogue. */
export function anyOfEach(hits, filters) {
  const facets = [...new Set(filters.map((one) => one.facet))].map((facet) => filters.filter((one) => one.facet === facet));
  return hits.filter((hit) => facets.every((any) => any.some((one) => one.ids.has(hit.id))));
}

/** Filters that the question names, each with its pages (where all of them are demonstration ones, it says so), and the
    way to the catalogue with all of them. */
export function filterRow(root, filters, all, on, press) {
  const count = (one) => {
    const its = anyOfEach(all, [one]);
    const real = its.filter((hit) => !hit.demo).length;
    return real || !its.length ? number(real) : `демо: ${number(its.length)}`;
  };
  const practices = filters.filter((one) => one.kind === "practices");
  const fitting = practices.length ? anyOfEach(all, practices).filter((hit) => !hit.demo).length : 0;
  return [
    h("span", { class: "m-search__by" }, "Уточнить:"),
    ...filters.map((one) => chip(one.label, count(one), on.has(one), () => press(one))),
    ...(fitting ? [catalogueLink(root, practices, fitting)] : []),
  ];
}

/** The address of the catalogue with these filters, and how many practices it will show. */
function catalogueLink(root, filters, count) {
  const url = new URL("practices/", root);
  for (const facet of new Set(filters.map((one) => one.facet))) {
    url.searchParams.set(facet, filters.filter((one) => one.facet === facet).map((one) => one.id).join(","));
  }
  return h("a", { class: "m-search__catalogue", href: url.href }, `Открыть в каталоге: ${plural(count, ["практика", "практики", "практик"])}`);
}

/** One button for every kind among the hits, the frequent ones first; what is beyond six is folded. */
export function kindRow(hits, chosen, press) {
  const counts = new Map();
  for (const hit of hits) counts.set(hit.kind, (counts.get(hit.kind) ?? 0) + 1);
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "ru"));
  const chips = [["", hits.length], ...ordered].map(([kind, count]) => {
    const made = chip(kind || "Всё", number(count), kind === chosen, () => {
      for (const other of chips) other.setAttribute("aria-pressed", String(other === made));
      press(kind);
    });
    return made;
  });
  const rest = chips.slice(KINDS + 1).filter((one) => one.getAttribute("aria-pressed") !== "true");
  if (rest.length < 2) return chips;
  for (const one of rest) one.hidden = true;
  const others = h("button", { type: "button", class: "m-search__others", onclick: () => {
    for (const one of rest) one.hidden = false;
    others.remove();
    rest[0].focus();
  } }, `ещё ${plural(rest.length, ["раздел", "раздела", "разделов"])}`);
  return [...chips, others];
}

/** A result; of the pieces of its text those at odd places were asked for. */
export function item({ url, title, base, text, hit }) {
  const marks = [h("span", { class: "m-search__kind" }, hit.kind)];
  if (hit.demo) marks.push(h("span", { class: "m-badge m-badge--demo" }, "демо"));
  if (base) marks.push(h("span", {}, ` из базы ${base}`));
  return h("li", {},
    h("p", { class: "m-search__title" }, h("a", { href: url }, title || url)),
    h("p", { class: "m-search__meta" }, marks),
    h("p", { class: "m-search__text" }, text.map((piece, i) => (i % 2 ? h("mark", {}, piece) : piece))));
}
