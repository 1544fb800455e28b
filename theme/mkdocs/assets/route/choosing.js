/* What the base offers for the chosen areas, and taking it into the route. */

import { button, h, newName, plural } from "../shared/ui.js";
import { picked } from "./found.js";
import { itemFrom, ownItem } from "./items.js";
import { LONGEST_TEXT } from "./kept.js";
import { dateWords, monthsAhead } from "./months.js";
import { drafted, proposed, WHERE } from "./proposal.js";
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
    page.isLink ? h("p", {}, "Соберите дела и месяцы для коллеги. В ссылке будут только они: ни баллов, ни затруднений, ни имени. Открыв её, учитель сам решит, что взять. Страница этого не запоминает: скопируйте ссылку, прежде чем уйти.")
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
  const found = proposed(data, { ...route, today: today() });
  const draft = () => {
    const { items, checks } = drafted(found, monthsAhead(today(), 7));
    for (const { key, month } of items) page.take(itemFrom(page.offers.get(key), month));
    if (!route.checks.length) route.checks.push(...checks.map((month) => ({ month, said: "", change: "", done: false })));
    page.save();
    page.show("plan");
  };
  return h("div", {}, !route.areas.length ? h("p", { class: "m-empty" }, "Выберите область — и здесь появятся практики, курсы и люди по ней.") : [
    route.place ? null : h("p", { class: "m-muted" }, "Выберите район, и здесь появятся его сообщества, курсы и мероприятия, а потом соседние: соседями считаются районы того же региона."),
    page.isLink ? null : [h("h3", {}, "Цели"), route.areas.map((id) => aim(page, id))],
    h("p", {}, button("Предложить маршрут целиком", draft), h("span", { class: "m-muted" }, " — по одному делу каждого вида с примерными месяцами; лишнее уберёте. Или выберите сами:"))],
  data.phases.map((phase) => ofPhase(page, phase, found, count)), page.isLink ? null : own(page, count));
}

/* What is offered for one phase: by areas, then what suits any of them, then the steps of any route. */
function ofPhase(page, [id, title, about, kinds], { areas, common, centre }, count) {
  const rows = (offers) => h("ul", { class: "m-route__offers" }, offers.map((offer) => offerRow(page, page.offers.get(offer.k), offer, count)));
  const shared = common.filter(({ kind }) => kinds.includes(kind));
  const steps = page.data.steps.filter(([, phase]) => phase === id).map(([step]) => page.offers.get(`shag/${step}`));
  return h("section", { class: "m-route__phase" }, h("h3", {}, title), h("p", { class: "m-muted" }, about),
    kinds.length ? areas.map((one) => ofArea(page, one, id, centre, rows)) : null,
    shared.length ? h("div", { class: "m-route__area" }, h("h4", {}, "Рядом с вами, для любой области"), rows(shared)) : null,
    h("div", { class: "m-route__area" }, h("h4", {}, "Есть в любом маршруте"), rows(steps)));
}

/* What there is for an area in a phase; what there is not is said once, in the last phase that offers anything. */
function ofArea(page, { id, groups, missing }, phase, centre, rows) {
  const some = groups.find((group) => group.phase === phase).kinds.filter(({ offers }) => offers.length);
  const isLast = groups[groups.length - 1].phase === phase;
  if (!some.length && !isLast) return null;
  return h("div", { class: "m-route__area" }, h("h4", {}, page.area(id)),
    some.map(({ kind, offers, more }) => [h("p", { class: "m-route__kind" }, page.data.kinds[kind][0]), rows(offers),
      h("p", { class: "m-muted" }, h("a", { href: page.href(more) }, "Ещё в каталоге", h("span", { class: "m-sr" }, `: ${page.data.kinds[kind][0]}, ${page.area(id)}`)))]),
    missing.length && isLast ? nothing(page, missing, centre, groups.every(({ kinds }) => kinds.every(({ offers }) => !offers.length))) : null);
}

function aim(page, id) {
  const name = newName();
  const { aims } = page.route;
  const change = ({ target }) => {
    aims[id] = target.value;
    page.save();
  };
  return h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: name }, `${page.area(id)}: цель своими словами`),
    h("textarea", { id: name, class: "m-input", maxlength: LONGEST_TEXT, rows: 2, placeholder: "К такому-то месяцу я умею…", oninput: change }, aims[id] ?? ""));
}

const OF_NONE = { practices: "практик", courses: "курсов", events: "мероприятий впереди", associations: "сообществ", tracks: "треков" };

/* Where the base has nothing it says so, and names the centre that is there to help. */
function nothing(page, missing, centre, isAll) {
  const what = missing.map((kind) => OF_NONE[kind]);
  const listed = what.length > 1 ? `${what.slice(0, -1).join(", ")} и ${what[what.length - 1]}` : what[0];
  const whom = centre ? [h("a", { href: page.href(centre.key) }, centre.title), centre.site ? [" (", h("a", { href: centre.site, rel: "noopener noreferrer" }, "сайт"), ")"] : null]
    : "центре непрерывного повышения профессионального мастерства (ЦНППМ) вашего региона";
  return h("p", { class: isAll ? "m-empty" : "m-muted" }, isAll ? "По этой области в базе пока ничего нет. " : `Именно по этой области для вас в базе сейчас нет ${listed}. `,
    "Спросите в ", whom, ": диагностику и подбор программ ведут там.");
}

function offerRow(page, offer, { far, p, d }, count) {
  const where = far === 2 ? `сосед: ${page.data.places[p][1]}` : WHERE[far] ?? "";
  const take = button("", () => {
    if (page.has(offer.k)) page.leave(offer.k);
    else page.take(itemFrom(offer));
    for (const one of page.body.querySelectorAll(".m-route__take")) if (one.value === offer.k) taken(page, one, offer);
    count();
  }, { class: "m-button m-route__take", value: offer.k });
  taken(page, take, offer);
  return h("li", {}, h("div", {}, offer.kind === "shag" ? offer.t : h("a", { href: page.href(offer.k) }, offer.t),
    h("span", { class: "m-muted" }, [offer.f, where, dateWords(d?.[0])].filter(Boolean).map((words) => ` · ${words}`).join(""))), take);
}

/* The same thing may be offered for two areas: each of its buttons says whether it is taken. */
function taken(page, its, { k, t }) {
  const isIn = page.has(k);
  its.textContent = isIn ? "✓ В маршруте" : "Взять";
  its.setAttribute("aria-pressed", String(isIn));
  its.setAttribute("aria-label", `${isIn ? "В маршруте, убрать" : "Взять"}: ${t}`);
}

/* What is not in the base: a thing in one's own words. It stays on the device and goes into no link. */
function own(page, count) {
  const [title, phase] = [newName(), newName()];
  const input = h("input", { id: title, class: "m-input", maxlength: 200, placeholder: "Например: прочесть книгу, провести открытый разбор урока" });
  const select = h("select", { id: phase, class: "m-input m-input--short" }, page.data.phases.map(([id, words]) => h("option", { value: id, selected: id === "work" }, words)));
  const add = button("Добавить", () => {
    const words = input.value.trim();
    if (!words) return;
    page.take(ownItem(words, select.value));
    input.value = "";
    page.say(`Добавлено в план: ${words}`);
    count();
  });
  return h("section", {}, h("h3", {}, "Своё дело"), h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: title }, "Что сделаю"), input),
    h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: phase }, "Этап"), select), add);
}
