/* «Мой маршрут»: self-diagnosis, what it says, choosing, the plan with its marks, the diagnosis again. Everything is worked
   out here, on the device: the page takes the one file of the base when it opens, and asks for nothing that depends on the
   person. Nothing is written before he says so (../own/store.js). */

import * as store from "../own/store.js";
import { button, h } from "../shared/ui.js";
import { again } from "./again.js";
import { choosing } from "./choosing.js";
import { decode, MOST } from "./fragment.js";
import { diagnosisOf, emptyRoute, routeOf } from "./kept.js";
import { memory } from "./memory.js";
import { plan } from "./plan.js";
import { known } from "./proposal.js";
import { questions } from "./questions.js";
import { received } from "./received.js";
import { found } from "./found.js";
import { hasAnswers, sheets } from "./told.js";

const VIEWS = [["questions", "Ответы", questions], ["found", "Что видно", found], ["choosing", "Подобрать", choosing],
  ["plan", "Мой план", plan], ["again", "Итог", again]];
const FOR_LINK = [["choosing", "Подобрать", choosing], ["plan", "Ссылка", plan]];
const METHODIST = "#metodistu";

/** Put the page into its place. */
export async function mount(place) {
  const answer = await fetch(place.dataset.route);
  if (!answer.ok) throw new Error(`${place.dataset.route}: ${answer.status}`);
  const page = new Route(place, await answer.json());
  page.open();
  addEventListener("popstate", ({ state }) => page.back(state));
  addEventListener("hashchange", () => page.follow());
  addEventListener("beforeunload", (event) => {
    if (page.isAtRisk()) event.returnValue = "unsaved"; // browsers show words of their own; preventDefault alone is newer than them
  });
  place.addEventListener("click", (event) => page.leaving(event.target.closest("a[href]")), true);
  addEventListener("beforeprint", () => page.onPrint?.());
}

/** What all views share: what the base offers, what the person has said, how to show and to keep it. */
class Route {
  constructor(place, data) {
    this.place = place;
    this.data = data;
    this.offers = known(data);
    this.sheets = sheets(data);
    this.said = h("p", { class: "m-route__said", role: "status" });
    this.body = h("div", { class: "m-route__view" });
    this.view = "";
    store.onChange((name) => ["mode", "diagnosis", "route"].includes(name) && this.open()); // another tab has written
  }

  /** By the address: somebody's link, a link to be made, or the person's own route. */
  open() {
    this.isLink = location.hash === METHODIST;
    this.read();
    const sent = decode(location.hash, Object.keys(this.data.kinds));
    const begun = this.route.items.length || this.route.checks.length ? "plan" : hasAnswers(this.sheets, this.diagnosis.first.answers) ? "found" : "questions";
    const parts = [h("div", { class: "m-route__top" }, this.top()), this.body, this.said, this.isLink ? null : memory(this, store), this.foot()];
    this.place.replaceChildren(...parts.filter(Boolean));
    this.onPrint = null;
    this.view = "";
    const kept = store.mode() === "off" ? "" : history.state?.step; // the person comes back to a step
    if (sent) this.body.replaceChildren(received(this, sent, begun));
    else this.show(this.isLink ? "choosing" : kept || begun, false);
  }

  /* An address of somebody's link or of the other mode opens anew; headings of the page have addresses too. */
  follow() {
    if (this.isLink !== (location.hash === METHODIST) || decode(location.hash, [])) this.open();
  }

  /** A step back, or forward again; an address of another mode opens anew by itself. */
  back(state) {
    if (!state?.step || state.step === this.view || this.isLink !== (location.hash === METHODIST) || decode(location.hash, [])) return;
    this.paint(state.step);
    this.focus();
  }

  /** Whether something would be lost with the page. */
  isAtRisk() {
    const { route, diagnosis } = this;
    return (this.isLink || store.mode() === "off") && [route.items, route.checks, Object.keys(diagnosis.first.answers), Object.keys(diagnosis.again.answers)].some(({ length }) => length);
  }

  /** A page of the base opens beside this one as long as nothing is kept. */
  leaving(link) {
    if (!link || link.getAttribute("href").startsWith("#")) return;
    if (this.isAtRisk()) link.setAttribute("target", "_blank");
    else link.removeAttribute("target");
  }

  read() {
    const areas = this.data.areas.map(([id]) => id);
    this.diagnosis = diagnosisOf(this.isLink ? null : store.read("diagnosis"));
    this.route = this.isLink ? emptyRoute() : routeOf(store.read("route"), areas);
    const me = store.read("me");
    if (me && !this.route.place) this.prefill(me);
  }

  /* What the cabinet knows, as far as the base still does. */
  prefill(me) {
    const { data, route } = this;
    if (data.places.some(([key]) => key === `districts/${me.district}`)) route.place = `districts/${me.district}`;
    if (data.subjects.some(([id]) => id === me.subject)) route.subject = me.subject;
    if (data.levels.some(([id]) => id === me.class)) route.level = me.class;
  }

  /** Keep what has been said: where the person has told to, else as long as the page is open. */
  save() {
    if (this.isLink) return;
    const kept = store.write("diagnosis", this.diagnosis) && store.write("route", this.route);
    if (!kept) this.say("Записать не вышло: браузер не даёт места. Пока страница открыта, всё на месте; сохраните файл Word.");
  }

  say(words) {
    this.said.textContent = words;
  }

  /** Show one of the views. When a person has asked for it, it is a step of the history (its name, nothing of what was
      said), and the focus goes to its heading. */
  show(view, asked = true) {
    this.paint(view);
    const state = { ...history.state, step: this.view };
    if (asked && history.state?.step !== this.view) history.pushState(state, "");
    else history.replaceState(state, "");
    if (asked) this.focus();
  }

  paint(view) {
    const views = this.isLink ? FOR_LINK : VIEWS;
    this.view = views.some(([its]) => its === view) ? view : views[0][0];
    this.say("");
    this.place.querySelector(".m-route__top").replaceChildren(this.top());
    this.body.replaceChildren(views.find(([its]) => its === this.view)[2](this));
  }

  focus() {
    const heading = this.body.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    this.place.scrollIntoView({ block: "start" });
  }

  top() {
    const views = this.isLink ? FOR_LINK : VIEWS;
    return h("nav", { class: "m-route__ways", "aria-label": "Шаги маршрута" }, h("ol", {}, views.map(([view, words]) => h("li", {},
      button(words, () => this.show(view), { class: "m-button", "aria-current": view === this.view ? "step" : null })))));
  }

  foot() {
    const words = this.isLink
      ? h("a", { href: "#" }, "Вернуться к своему маршруту")
      : h("a", { href: METHODIST }, "Методисту: подготовить маршрут ссылкой");
    return h("p", { class: "m-route__foot" }, words);
  }

  /** The address of a page of the base. */
  href(key) {
    return new URL(`../${key}${key.includes("?") || key.endsWith("/") ? "" : "/"}`, document.baseURI.split("#")[0]).href;
  }

  /** The label of an area. */
  area(id) {
    return this.data.areas.find(([its]) => its === id)?.[1] ?? id;
  }

  /** Whether a thing is in the route. */
  has(key) {
    return this.route.items.some((one) => one.key === key);
  }

  /** Take a thing into the route; nothing where it is there. */
  take(item) {
    const { items } = this.route;
    if (items.length === MOST) this.say(`В маршруте уже ${MOST} дел: больше за год не сделать. Уберите что-нибудь в плане.`);
    else if (!this.has(item.key)) items.push(item);
    this.save();
  }

  /** Take a thing out of it. */
  leave(key) {
    this.route.items = this.route.items.filter((one) => one.key !== key);
    this.save();
  }
}
