/* Parts of the pictures of «Мой кабинет»: its style, its dialog, its button, the question where to keep. */

import { h, newName } from "../shared/ui.js";
import { allows, choose, mode } from "./store.js";

export const SITE = new URL("../../", import.meta.url);
export const CABINET = new URL("kabinet/", SITE).href;
export const NO_ROOM = "Не сохранено: браузер не даёт места. Написанное остаётся на этой странице, скопируйте его.";
export const NO_LISTS = "Списки базы не загрузились: проверьте связь и обновите страницу. Сохранённое на месте.";
/** What a browser that lets pages keep nothing on the device leaves of the choice, in words. */
export const ONLY_TAB = "Этот браузер не разрешает сайту хранить что-то на устройстве: остаётся эта вкладка.";
export const REFUSED = "Браузер не даёт сайту ничего хранить: так бывает в приватном окне и при запрете в настройках."
  + " Отметка и заметка проживут, пока открыта эта страница.";
const WHERE = { kept: "на этом устройстве", tab: "в этой вкладке, пока она открыта", off: "только пока открыта эта страница" };

/** Where what is written now is kept, in words. */
export function where() {
  return WHERE[mode()];
}

/** The style, where the page has not named it itself; promises that it is there. */
export function styled() {
  const href = new URL("own.css", import.meta.url).href;
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some((link) => link.href.split("?")[0] === href)) return Promise.resolve();
  return new Promise((loaded) => document.head.append(h("link", { rel: "stylesheet", href, onload: loaded, onerror: loaded })));
}

export function act(words, onclick, props = {}) {
  return h("button", { type: "button", class: "m-action m-action--small", onclick, ...props }, words);
}

/** A dialog over the page with a heading; `close` is its own button. The focus goes back to where it was. */
export async function shown(title, ...parts) {
  await styled();
  const heading = h("h2", { id: newName(), tabindex: "-1" }, title);
  const dialog = h("dialog", { class: "m-own-dialog md-typeset", "aria-labelledby": heading.id }, heading, parts);
  const before = document.activeElement;
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus();
  });
  if (!dialog.showModal) { // Safari before 15.4 knows no dialogs
    dialog.showModal = () => dialog.classList.add("m-own-dialog--plain");
    dialog.close = () => dialog.dispatchEvent(new Event("close"));
  }
  document.body.append(dialog);
  dialog.showModal();
  heading.focus();
  return dialog;
}

/** The question where to keep; calls back when it is answered, with words where the browser refuses. */
export function whereToKeep(answered) {
  const can = { kept: allows("kept"), tab: allows("tab") };
  const said = h("p", { class: "m-own__said", role: "status" });
  const take = (wanted) => {
    const right = choose(wanted);
    said.textContent = right ? "" : REFUSED;
    answered(right ? "" : REFUSED);
  };
  const way = (wanted, words, isMain) => h("button", { type: "button", class: `m-action${isMain ? " m-action--main" : ""}`, onclick: () => take(wanted) }, words);
  const ask = " Пока вы не выбрали, кабинет ничего не запоминает. На сервер не уходит ничего.";
  return h("div", { class: "m-own-where" },
    h("p", {}, h("strong", {}, "Где хранить?"), can.kept ? ask : ` ${can.tab ? ONLY_TAB : REFUSED}`),
    can.tab ? h("p", { class: "m-muted" }, "У каждой вкладки своё: что сохранено до закрытия вкладки, другая вкладка не увидит.") : null,
    h("p", { class: "m-own__acts" }, can.kept ? way("kept", "На этом устройстве", true) : null,
      can.tab ? way("tab", "Чужой компьютер: до закрытия вкладки", !can.kept) : way("tab", "Пока открыта эта страница", true)),
    said);
}
