/* A route that somebody has sent as a link: shown first, and taken only when the person says so. */

import { button, h, plural } from "../shared/ui.js";
import { MOST } from "./fragment.js";
import { itemFrom } from "./items.js";
import { monthWords } from "./months.js";

const THINGS = ["дело", "дела", "дел"];
const PARTS = ["часть", "части", "частей"];

/** What came by the link; `next` is the view that the person goes on to. */
export function received(page, sent, next) {
  const place = h("section", {}, h("h2", {}, "Вам прислали маршрут"), h("p", { role: "status" }, "Смотрим, что есть в базе…"));
  named(page, sent.items).then((items) => place.replaceChildren(shown(page, { ...sent, items }, next)));
  return place;
}

/* The offers behind the addresses; what the file of the page does not hold is looked up in the lists of the base, whole,
   so that nobody learns which of them was asked for. */
async function named(page, items) {
  const { data, offers } = page;
  const missing = [...new Set(items.filter(({ key }) => !offers.has(key) && !key.startsWith("shag/")).map(({ key }) => key.split("/")[0]))];
  for (const kind of missing.filter((one) => data.kinds[one]?.[1].length)) {
    const list = await fetch(new URL(`../${kind}/katalog.json`, document.baseURI)).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    const phase = data.phases.find(([, , , kinds]) => kinds.includes(kind))[0];
    list?.ids.forEach((id, n) => {
      const k = `${kind}/${id}`;
      if (!offers.has(k) && items.some(({ key }) => key === k)) offers.set(k, { k, t: list.titles[n], f: list.word[0], kind, phase });
    });
  }
  return items.map((item) => ({ ...item, offer: offers.get(item.key) ?? null }));
}

function shown(page, { items, checks, odd }, next) {
  const [here, gone] = [items.filter(({ offer }) => offer), items.filter(({ offer }) => !offer)];
  const leave = (view) => {
    history.replaceState({ step: view }, "", location.pathname + location.search); // back leads past the link
    page.show(view);
  };
  const take = () => {
    const room = MOST - page.route.items.length;
    const fresh = here.filter(({ key }) => !page.route.items.some((one) => one.key === key)).slice(0, room);
    page.route.items.push(...fresh.map(({ offer, month }) => itemFrom(offer, month)));
    page.route.checks.push(...checks.slice(0, MOST - page.route.checks.length).map(({ month }) => ({ month, said: "", change: "", done: false })));
    page.route.areas = [...new Set([...page.route.areas, ...areasOf(page, fresh)])];
    page.save();
    leave("plan");
  };
  return h("div", {}, h("h2", {}, "Вам прислали маршрут"),
    h("p", {}, "В ссылке только дела и месяцы: кто её послал и кому, страница не знает. Возьмёте — потом уберёте лишнее и поставите свои месяцы."),
    h("ul", {}, here.map(({ offer, month }) => h("li", {}, offer.kind === "shag" ? offer.t : h("a", { href: page.href(offer.k) }, offer.t), month ? ` — ${monthWords(month)}` : "")),
      checks.map(({ month }) => h("li", {}, "Промежуточная оценка", month ? ` — ${monthWords(month)}` : ""))),
    gone.length ? h("p", { class: "m-muted" }, `В этой базе не нашлось: ${gone.map(({ key }) => key).join(", ")}.`) : null,
    odd ? h("p", { class: "m-muted" }, `Не разобрано: ${plural(odd, PARTS)} ссылки. Она повреждена или сделана не этой страницей.`) : null,
    here.length + checks.length ? h("div", { class: "m-form__acts" }, button(`Взять себе: ${plural(here.length + checks.length, THINGS)}`, take, { class: "m-button m-button--main" }),
      button("Не брать", () => leave(next))) : button("К своему маршруту", () => leave(next)));
}

/* The areas that things are about: one that most of them share, at most two, for a route has no more. */
function areasOf(page, items) {
  const counts = new Map();
  for (const { offer } of items) for (const n of offer.a ?? []) counts.set(n, (counts.get(n) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 2).map(([n]) => page.data.areas[n][0]);
}
