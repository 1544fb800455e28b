/* One saved practice: how far one is with it, a note, a report of what came out; as a part of a page or in a dialog. */

import { h, newName } from "../shared/ui.js";
import { CABINET, NO_ROOM, act, shown, where, whereToKeep } from "./look.js";
import { LONGEST_NOTE, STATES, byId } from "./shapes.js";
import { mode, read, today, update } from "./store.js";

/** What is kept of a practice, null where it is not saved. */
export function saved(id) {
  return read("saved")?.[id] ?? null;
}

/** Keep something else of a practice; false where there is no room. */
export function keep({ id, title }, changes = {}) {
  return update("saved", (all) => {
    const before = all?.[id] ?? { state: "", note: "", since: today(), title: title.slice(0, 300) };
    const since = changes.state !== undefined && changes.state !== before.state ? today() : before.since;
    return byId([...Object.entries(all ?? {}), [id, { ...before, since, ...changes }]]);
  });
}

/** Put something back as it was, or take it away: `one` is null then. */
export function put(id, one) {
  return update("saved", (all) => byId([...Object.entries(all ?? {}).filter(([other]) => other !== id), ...(one ? [[id, one]] : [])]));
}

/** State and note as controls: {el, note}. Calls `changed` with true when something else is kept, with false when there was
    no room. */
export function controls(practice, changed) {
  const now = saved(practice.id) ?? { state: "", note: "" };
  const tell = (changes) => changed(keep(practice, changes), changes);
  const name = newName();
  const states = h("fieldset", { class: "m-own__states" }, h("legend", {}, "Как дела с практикой"),
    Object.entries(STATES).map(([state, words]) => {
      const input = h("input", { type: "radio", name, value: state, onchange: () => tell({ state }) });
      input.checked = state === now.state;
      return h("label", {}, input, h("span", {}, words));
    }));
  const id = newName();
  const note = h("textarea", { id, class: "m-own__input", rows: "3", maxlength: LONGEST_NOTE, "aria-describedby": `${id}-help`, oninput: () => tell({ note: note.value }) });
  note.value = now.note;
  const help = h("p", { id: `${id}-help`, class: "m-muted" }, "Видите только вы. Не называйте учеников и коллег по имени.");
  return { el: h("div", {}, states, h("label", { class: "m-own__label", for: id }, "Заметка для себя"), note, help), note };
}

/** The way to a report of what came out, in sight once there is something to tell; `see` shows or hides it. */
export function reporting(practice, address) {
  const button = act("Рассказать, что получилось", async () => {
    const { ask } = await import("./report.js");
    ask({ ...practice, ...saved(practice.id) }, address);
  }, { class: "m-action m-action--small m-action--main" });
  const see = () => { button.hidden = !address || !["tried", "unsuited"].includes(saved(practice.id)?.state); };
  see();
  return { el: button, see };
}

/** The practice in a dialog; `changed` is called whenever something else is kept. */
export function open(practice, changed) {
  const body = h("div", {});
  const finish = act("Готово", () => body.closest("dialog").close());
  const fill = (warning) => {
    const right = keep(practice);
    const said = h("p", { class: "m-own__said", role: "status" }, warning || (right ? `Сохранено ${where()}.` : NO_ROOM));
    const report = reporting(practice, practice.report);
    const its = controls(practice, (kept) => {
      said.textContent = kept ? warning || `Сохранено ${where()}.` : NO_ROOM;
      report.see();
      changed();
    });
    const leave = act("Убрать", () => {
      const before = saved(practice.id);
      put(practice.id, null);
      changed();
      body.replaceChildren(h("p", { role: "status" }, "Практика убрана из кабинета вместе с заметкой."),
        h("p", { class: "m-own__acts" }, act("Вернуть", () => { put(practice.id, before); fill(warning); }), finish));
      body.querySelector("button").focus();
    });
    body.replaceChildren(its.el, said, h("p", { class: "m-own__acts" }, report.el, finish, leave),
      h("p", {}, h("a", { href: CABINET }, "Мой кабинет")));
    its.el.querySelector("input:checked").focus();
    changed();
  };
  if (mode() === "off" && !saved(practice.id)) {
    body.append(whereToKeep(fill), h("p", { class: "m-own__acts" }, act("Не сохранять", () => body.closest("dialog").close())));
  } else fill("");
  return shown(practice.title, body);
}
