/* What the base offers for the chosen areas, and taking it into the route. */

import { button, h, newName, plural } from "../shared/ui.js";
import { picked } from "./found.js";
import { itemFrom, ownItem } from "./items.js";
import { LONGEST_TEXT } from "./kept.js";
import { dateWords } from "./months.js";
import { proposed, WHERE } from "./proposal.js";
import { today } from "./questions.js";

const THINGS = ["дело", "дела", "дел"];

/** The view «Подобрать». */
export function choosing(page) {
  const place = h("div");
  const next = button("", () => page.show("plan"), { class: "m-button m-button--main" });
  const count = () => {
    const taken = page.route.items.length;
    next.textContent = `${page.isLink ? "К ссылке" : "К плану"}${taken ? `: ${plural(taken, THINGS)}` : ""}`;
  };
  const draw = () => {
    place.replaceChildren(offered(page, count));
    count();
  };
  draw();
  return h("section", {}, h("h2", {}, page.isLink ? "Маршрут ссылкой" : "Подобрать"),
    page.isLink ? h("p", {}, "Соберите дела и месяцы для коллеги. В ссылке будут только они: ни баллов, ни затруднений, ни имени. Открыв её, учитель сам решит, что взять.")
      : h("p", {}, "Возьмите два-три дела разного вида на область: что-то выучить, что-то попробовать, с кем-то разобрать. Остальное подождёт."),
    whoAndWhere(page, draw), h("details", { class: "m-more", open: !page.route.areas.length }, h("summary", {}, "Какие области"), picked(page, draw)), place,
    h("div", { class: "m-form__acts m-route__next" }, next));
}

/* The district, the subject and the class: for whom things are looked up. */
function whoAndWhere(page, draw) {
  const { route, data } = page;
  const chosen = (name, label, options) => {
    const id = newName();
    const change = ({ target }) => {
      route[name] = target.value;
      page.save();
      draw();
    };
    return h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: id }, label), h("select", { id, class: "m-input", onchange: change },
      h("option", { value: "" }, "не важно"), options.map((one) => one.group
        ? h("optgroup", { label: one.group }, one.of.map(([value, words]) => h("option", { value, selected: route[name] === value }, words)))
        : h("option", { value: one[0], selected: route[name] === one[0] }, one[1]))));
  };
  const regions = data.places.map(([key, title, region], n) => ({ key, title, region, n })).filter(({ region }) => region < 0);
  const groups = regions.map(({ key, title, n }) => ({ group: title, of: [[key, `${title}, район не выбран`], ...data.places.filter(([, , region]) => region === n)] }));
  return h("div", { class: "m-route__who" }, chosen("place", "Район", groups), chosen("subject", "Предмет", data.subjects), chosen("level", "Класс", data.levels));
}

function offered(page, count) {
  const { route, data } = page;
  const { areas, common, centre } = proposed(data, { ...route, today: today() });
  const rows = (offers) => h("ul", { class: "m-route__offers" }, offers.map((offer) => offerRow(page, page.offers.get(offer.k), offer, count)));
  return h("div", {}, areas.map((one) => ofArea(page, one, centre, rows)),
    common.length ? h("section", {}, h("h3", {}, "Рядом с вами, для любой области"), rows(common)) : null,
    h("section", {}, h("h3", {}, "Шаги, которые есть в любом маршруте"), rows(data.steps.map(([id]) => page.offers.get(`shag/${id}`)))),
    page.isLink ? null : own(page, count),
    route.place || !areas.length ? null : h("p", { class: "m-muted" }, "Выберите район, и здесь появятся его сообщества, курсы и мероприятия, а потом соседние: соседями считаются районы того же региона."));
}

function ofArea(page, { id, groups, missing }, centre, rows) {
  const label = page.area(id);
  const kinds = groups.flatMap((group) => group.kinds.map((one) => ({ ...one, phase: group.phase }))).filter(({ offers }) => offers.length);
  return h("section", { class: "m-route__area" }, h("h3", {}, label), page.isLink ? null : aim(page, id),
    kinds.map(({ kind, offers, more }) => [h("h4", {}, page.data.kinds[kind][0]), rows(offers),
      h("p", { class: "m-muted" }, h("a", { href: page.href(more) }, "Ещё в каталоге"))]),
    missing.length ? nothing(page, missing, centre, !kinds.length) : null);
}

function aim(page, id) {
  const name = newName();
  const { aims } = page.route;
  const change = ({ target }) => {
    aims[id] = target.value;
    page.save();
  };
  return h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: name }, "Цель своими словами"),
    h("textarea", { id: name, class: "m-input", maxlength: LONGEST_TEXT, rows: 2, placeholder: "К такому-то месяцу я умею…", oninput: change }, aims[id] ?? ""));
}

const OF_NONE = { practices: "практик", courses: "курсов", events: "мероприятий впереди", associations: "сообществ", tracks: "треков" };

/* Where the base has nothing it says so, and names the centre that is there to help. */
function nothing(page, missing, centre, isAll) {
  const what = missing.map((kind) => OF_NONE[kind]);
  const listed = what.length > 1 ? `${what.slice(0, -1).join(", ")} и ${what[what.length - 1]}` : what[0];
  const whom = centre ? [h("a", { href: page.href(centre.key) }, centre.title), centre.site ? [" (", h("a", { href: centre.site, rel: "noopener noreferrer" }, "сайт"), ")"] : null]
    : "центре непрерывного повышения профессионального мастерства (ЦНППМ) вашего региона";
  return h("p", { class: isAll ? "m-empty" : "m-muted" }, isAll ? "По этой области в базе пока ничего нет. " : `По этой области для вас в базе сейчас нет ${listed}. `,
    "Спросите в ", whom, ": диагностику и подбор программ ведут там.");
}

function offerRow(page, offer, { far, p, d }, count) {
  const where = far === undefined ? "" : far === 2 ? `сосед: ${page.data.places[p][1]}` : WHERE[far];
  const isIn = () => page.route.items.some(({ key }) => key === offer.k);
  const take = button("", () => {
    page.toggle(offer.k, itemFrom(offer));
    shown();
    count();
  }, { class: "m-button m-route__take" });
  const shown = () => {
    take.textContent = isIn() ? "✓ В маршруте" : "Взять";
    take.setAttribute("aria-pressed", String(isIn()));
    take.setAttribute("aria-label", `${isIn() ? "В маршруте, убрать" : "Взять"}: ${offer.t}`);
  };
  shown();
  return h("li", {}, h("div", {}, offer.kind === "shag" ? offer.t : h("a", { href: page.href(offer.k) }, offer.t),
    h("span", { class: "m-muted" }, [offer.f, where, dateWords(d?.[0])].filter(Boolean).map((words) => ` · ${words}`).join(""))), take);
}

/* What is not in the base: a thing in one's own words. It stays on the device and goes into no link. */
function own(page, count) {
  const [title, phase] = [newName(), newName()];
  const input = h("input", { id: title, class: "m-input", maxlength: 200, placeholder: "Например: прочесть книгу, провести открытый разбор урока" });
  const select = h("select", { id: phase, class: "m-input m-input--short" }, page.data.phases.map(([id, words]) => h("option", { value: id, selected: id === "work" }, words)));
  const add = button("Добавить", () => {
    const words = input.value.trim();
    if (!words) return;
    page.toggle("", ownItem(words, select.value));
    input.value = "";
    page.say(`Добавлено в план: ${words}`);
    count();
  });
  return h("section", {}, h("h3", {}, "Своё дело"), h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: title }, "Что сделаю"), input),
    h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: phase }, "Этап"), select), add);
}
