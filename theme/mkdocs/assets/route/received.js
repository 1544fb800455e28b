/* A route that somebody has sent as a link: shown first, and taken only when the person says so. */

import { button, h, plural } from "../shared/ui.js";
import { MOST } from "./fragment.js";
import { itemFrom } from "./items.js";
import { monthWords } from "./months.js";
import { today } from "./questions.js";

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

/* What of the link is new for this plan, as far as there is room: {fresh, checks}; `filled` are things of the plan without a
   month that the link knows a month for. */
function compared({ route }, here, checks) {
  const known = ({ key }) => route.items.find((one) => one.key === key);
  const planned = new Set(route.checks.map(({ month }) => month).filter(Boolean));
  return { known, planned, fresh: here.filter((one) => !known(one)).slice(0, MOST - route.items.length),
    filled: here.filter((one) => one.month && known(one)?.month === ""),
    checks: checks.filter(({ month }) => !planned.has(month)).slice(0, MOST - route.checks.length) };
}

/* A month that is over is no month to plan for. */
function ahead(sent) {
  const isOver = Boolean(sent.month) && sent.month < today().slice(0, 7);
  return { ...sent, month: isOver ? "" : sent.month, over: isOver ? sent.month : "" };
}

/* What stands behind a thing of the link: its month, or why it gets none, or that it is in the plan already. */
function about({ month, over }, mine) {
  if (mine && (mine.month || !month)) return ` — уже есть в плане: ${monthWords(mine.month) || "без срока"}`;
  if (mine) return ` — уже есть в плане без срока, встанет на ${monthWords(month)}`;
  if (over && !month) return ` — без срока: ${monthWords(over)} уже позади`;
  return month ? ` — ${monthWords(month)}` : "";
}

function shown(page, sent, next) {
  const [items, all, { odd }] = [sent.items.map(ahead), sent.checks.map(ahead), sent];
  const [here, gone] = [items.filter(({ offer }) => offer), items.filter(({ offer }) => !offer)];
  const { known, planned, fresh, filled, checks } = compared(page, here, all);
  const leave = (view) => {
    history.replaceState({ step: view }, "", location.pathname + location.search); // back leads past the link
    page.show(view);
  };
  const take = () => {
    for (const one of filled) known(one).month = one.month;
    page.route.items.push(...fresh.map(({ offer, month }) => itemFrom(offer, month)));
    page.route.checks.push(...checks.map(({ month }) => ({ month, said: "", change: "", done: false })));
    page.save();
    leave("plan");
  };
  const added = fresh.length + checks.length;
  const words = added ? `Взять себе: ${plural(added, THINGS)}` : `Поставить сроки: ${plural(filled.length, THINGS)}`;
  return h("div", {}, h("h2", {}, "Вам прислали маршрут"),
    h("p", {}, "В ссылке только дела и месяцы: кто её послал и кому, страница не знает. Возьмёте — потом уберёте лишнее и поставите свои месяцы."),
    h("ul", {}, here.map(({ offer, ...one }) => h("li", {}, offer.kind === "shag" ? offer.t : h("a", { href: page.href(offer.k) }, offer.t), about(known(one) ? one : { ...one, month: itemFrom(offer, one.month).month }, known(one)))),
      all.map((one) => h("li", {}, "Промежуточная оценка", about(one, planned.has(one.month) ? one : null)))),
    gone.length ? h("p", { class: "m-muted" }, `В этой базе не нашлось: ${gone.map(({ key }) => key).join(", ")}.`) : null,
    odd ? h("p", { class: "m-muted" }, `Не разобрано: ${plural(odd, PARTS)} ссылки. Она повреждена или сделана не этой страницей.`) : null,
    fresh.length + checks.length + filled.length ? h("div", { class: "m-form__acts" }, button(words, take, { class: "m-button m-button--main" }),
      button("Не брать", () => leave(next))) : button("К своему маршруту", () => leave(next)));
}
