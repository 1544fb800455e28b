/* The lesson: one step per screen, large, with a clock, the screen kept awake. Works on the steps that are in the page
 * (#urok), so that nothing is asked for once this module is there. assets/javascripts/actions.js loads it on entering.
 *
 * Where one is, what is done and what the clocks show is kept as long as the tab: a page that the telephone has put
 * away comes back as it was. Clocks are reckoned from the time of day, a page that slept shows what is right.
 */

import { button, h, plural, reveal } from "../shared/ui.js";

const KEY = `lesson.${location.pathname}`;
const SECOND = 1000;
const MINUTES = ["минута", "минуты", "минут"];
const page = document.documentElement;

let root = null; // #urok while the lesson is on
let steps = []; // its steps: <li>
let parts = null; // what enter() has put around them
let state = null; // {at, done: [id], clocks: {id: {left, until}}}, milliseconds
let came = false; // by a link of this page: then Back leaves
let beat = 0;
let awake = null; // the lock that keeps the screen on
let finger = null; // where it was put down

/** The look of the lesson; it comes with the module, so that both are here before the connection goes. */
export const ready = new Promise((loaded, failed) => {
  const href = new URL("lesson.css", import.meta.url).href;
  document.head.append(h("link", { rel: "stylesheet", href, onload: loaded, onerror: failed }));
});

/* --- in and out ------------------------------------------------------------------------------------------------------ */

/** Begin, or go on where one was. `byLink` is true when the page was open before. */
export function enter(place, byLink) {
  if (root) return;
  root = place;
  came = byLink;
  steps = [...root.querySelectorAll(".m-steps > li")].filter((step) => !step.closest(".m-lesson__part--apart"));
  state = { at: 0, done: [], clocks: {}, ...window.__md_get(KEY, sessionStorage) };
  parts = frame();
  root.prepend(parts.top);
  root.append(parts.bar, parts.said);
  page.classList.add("m-teaching");
  for (const step of steps) box(step).checked ||= state.done.includes(step.id); // one may be ticked while this loads
  ticked();
  root.addEventListener("change", ticked);
  document.addEventListener("keydown", pressed);
  document.addEventListener("visibilitychange", woken);
  root.addEventListener("touchstart", touched, { passive: true });
  root.addEventListener("touchend", lifted);
  beat = setInterval(showClock, SECOND / 4);
  keepAwake();
  show(Math.min(state.at, steps.length - 1));
}

/** Back to the page, to the place that the address names or to the link that led here. */
export function leave() {
  if (!root) return;
  clearInterval(beat);
  document.removeEventListener("keydown", pressed);
  document.removeEventListener("visibilitychange", woken);
  root.removeEventListener("change", ticked);
  root.removeEventListener("touchstart", touched);
  root.removeEventListener("touchend", lifted);
  for (const part of Object.values(parts.all)) part.remove();
  for (const part of [...steps, ...root.querySelectorAll(".m-steps")]) part.hidden = false;
  page.classList.remove("m-teaching");
  root = null;
  if (awake) awake.release();
  awake = null;
  const target = document.getElementById(location.hash.slice(1));
  if (target) target.scrollIntoView();
  else reveal(document.querySelector('.m-actions a[href="#urok"]'));
}

/** What «Закончить» and Esc do; leave() follows from the address. */
function finish() {
  if (came) history.back();
  else location.replace("#shagi");
}

/* --- the frame ------------------------------------------------------------------------------------------------------- */

function frame() {
  const count = h("b", { class: "m-teach__count" });
  const line = h("progress", { class: "m-teach__line", max: steps.length, "aria-hidden": "true" });
  const top = h("div", { class: "m-teach__top" }, count,
    h("span", { class: "m-teach__title" }, document.querySelector('meta[property="og:title"]').content),
    button("Закончить", finish, { class: "m-action" }), line);
  const time = h("span", { class: "m-teach__time", role: "timer" });
  const over = h("span", { class: "m-teach__over" });
  const run = button("Пуск", runOrPause, { class: "m-action" });
  const reset = button("Сначала", fromStart, { class: "m-action", "aria-label": "Отсчёт сначала" });
  const clock = h("div", { class: "m-teach__clock", role: "group", "aria-label": "Время шага" }, time, over, run, reset);
  const before = button("← Назад", () => go(-1), { class: "m-action" });
  const next = button("Дальше →", () => go(1), { class: "m-action m-teach__next" });
  const bar = h("div", { class: "m-teach__bar" }, clock, h("div", { class: "m-teach__ways" }, before, next));
  const said = h("p", { class: "m-visually-hidden", role: "status" });
  return { all: { top, bar, said }, top, bar, said, count, line, time, over, run, reset, clock, before, next };
}

const box = (step) => step.querySelector(".m-steps__done input");
const heading = (step) => step.querySelector("h3, h4");

/** Show the n-th step; the focus goes to its heading, so that it is read out. */
function show(n) {
  state.at = n;
  const last = steps.length - 1;
  steps.forEach((step, i) => { step.hidden = i !== n; });
  root.querySelectorAll(".m-steps").forEach((list) => { list.hidden = ![...list.children].some((step) => !step.hidden); });
  root.classList.toggle("m-teach--edge", n === 0 || n === last);
  parts.count.textContent = `${n + 1} из ${steps.length}`;
  parts.line.value = n + 1;
  parts.before.disabled = n === 0;
  parts.next.textContent = n === last ? "Закончить" : "Дальше →";
  parts.clock.hidden = !minutes();
  showClock();
  keep();
  scrollTo(0, 0);
  heading(steps[n]).tabIndex = -1;
  heading(steps[n]).focus({ preventScroll: true });
}

function go(way) {
  const n = state.at + way;
  if (n === steps.length) finish();
  else if (n >= 0) show(n);
}

function ticked() {
  state.done = steps.filter((step) => box(step).checked).map((step) => step.id);
  keep();
}

function keep() { window.__md_set(KEY, state, sessionStorage); }

/* --- the clock ------------------------------------------------------------------------------------------------------- */

function minutes() {
  const said = steps[state.at].querySelector("[data-minutes]");
  return said ? Number(said.dataset.minutes) : 0;
}

const whole = () => ({ left: minutes() * 60 * SECOND, until: 0 });
const clockNow = () => state.clocks[steps[state.at].id] || whole();

/** Milliseconds that are left, below zero when the time is over. */
const left = ({ left: rest, until }) => (until ? until - Date.now() : rest);

function setClock(made) {
  state.clocks[steps[state.at].id] = made;
  keep();
  showClock();
}

/** One clock runs at a time: to start it stops that of another step. */
function runOrPause() {
  const clock = clockNow();
  if (clock.until) {
    setClock({ left: left(clock), until: 0 });
    return;
  }
  for (const [id, other] of Object.entries(state.clocks)) state.clocks[id] = { left: left(other), until: 0 };
  setClock({ left: clock.left, until: Date.now() + clock.left });
  parts.said.textContent = clock.left > 0 ? `Отсчёт пошёл: ${parts.time.textContent}` : "";
}

function fromStart() {
  setClock(whole());
  parts.said.textContent = `Отсчёт сначала: ${plural(minutes(), MINUTES)}`;
}

function showClock() {
  if (!minutes()) return;
  const clock = clockNow();
  const rest = left(clock);
  const seconds = rest > 0 ? Math.ceil(rest / SECOND) : Math.floor(-rest / SECOND);
  const shown = `${rest > 0 ? "" : "+"}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const before = parts.time.textContent;
  if (shown === before && parts.run.dataset.runs === String(Boolean(clock.until))) return;
  parts.time.textContent = shown;
  parts.run.dataset.runs = Boolean(clock.until);
  parts.run.textContent = clock.until ? "Пауза" : rest === whole().left ? "Пуск" : "Продолжить";
  parts.reset.disabled = !clock.until && rest === whole().left;
  parts.clock.classList.toggle("m-teach__clock--over", rest <= 0);
  parts.over.textContent = rest > 0 ? "" : "время вышло";
  // Heard twice: a minute before the end and at it, not every second.
  if (clock.until && shown === "1:00" && minutes() > 1) parts.said.textContent = "Осталась минута";
  if (clock.until && rest <= 0 && !before.startsWith("+")) parts.said.textContent = "Время шага вышло";
}

/* --- keys, fingers, the screen --------------------------------------------------------------------------------------- */

/** What is open on top of the step takes its keys first: the meaning of a word, the search. */
function isCovered() {
  const meaning = CSS.supports("selector(:popover-open)") && document.querySelector(":popover-open");
  return Boolean(meaning || document.querySelector("dialog[open]"));
}

/** Arrows, Esc, and the keys of a presenter's remote: PageDown goes on from the end of a step, before it scrolls. */
function pressed(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isCovered()) return;
  const wide = event.target instanceof Element && event.target.closest(".m-table-wrap, select, textarea");
  const atEnd = innerHeight + scrollY >= page.scrollHeight - 2;
  const action = {
    Escape: () => finish(),
    ArrowRight: () => !wide && go(1),
    ArrowLeft: () => !wide && go(-1),
    PageDown: () => atEnd && go(1),
    PageUp: () => scrollY < 2 && go(-1),
  }[event.key];
  // The last step ends by a button: one press too many of a remote must not close the lesson.
  if (!action || (state.at === steps.length - 1 && ["ArrowRight", "PageDown"].includes(event.key))) return;
  if (action() !== false) event.preventDefault();
}

/** A finger drawn aside turns the step; one that scrolls, moves a wide table or a magnified page does not. */
function touched({ touches, target }) {
  const isBusy = touches.length > 1 || target.closest(".m-table-wrap, .m-teach__bar") || window.visualViewport?.scale > 1;
  finger = isBusy ? null : [touches[0].clientX, touches[0].clientY];
}

function lifted({ changedTouches }) {
  if (!finger) return;
  const [x, y] = [changedTouches[0].clientX - finger[0], changedTouches[0].clientY - finger[1]];
  finger = null;
  if (Math.abs(x) < 70 || Math.abs(x) < 3 * Math.abs(y)) return;
  if (x > 0) go(-1);
  else if (state.at < steps.length - 1) go(1);
}

/** The browser lets go of the screen when the page is out of sight: it is asked again when it comes back. */
function woken() {
  if (document.visibilityState !== "visible") return;
  showClock();
  keepAwake();
}

async function keepAwake() {
  if (!navigator.wakeLock) return;
  const lock = await navigator.wakeLock.request("screen").catch(() => null); // a battery running low refuses
  if (awake) awake.release();
  awake = root ? lock : null;
  if (!root && lock) lock.release();
}
