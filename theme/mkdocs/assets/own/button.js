/* The button «Сохранить» of a practice, on its page and on its card. */

import { where } from "./look.js";
import { keep, open, saved } from "./practice.js";
import { STATES } from "./shapes.js";
import { mode, onChange } from "./store.js";

const buttons = new Map(); // button -> its practice

function show(button, { id, title }) {
  const state = saved(id)?.state;
  const words = state === undefined ? "Сохранить" : STATES[state];
  button.textContent = words;
  button.classList.toggle("m-saved", state !== undefined);
  button.setAttribute("aria-label", `${words}${state === undefined ? " в кабинет" : ""}: «${title}»`);
}

function all() {
  for (const [button, practice] of buttons) show(button, practice);
}

/** The button, which has a status beside it, says from now on what is kept of a practice: {id, title, report}, `report`
    being the address of the form. */
export function attach(button, practice) {
  buttons.set(button, practice);
  show(button, practice);
}

/** What a press does: save, once the person has said where; else show what is kept. */
export async function press(button) {
  const practice = buttons.get(button);
  const said = button.parentElement.querySelector("[role=status]");
  if (mode() !== "off" && !saved(practice.id) && keep(practice)) {
    all();
    said.textContent = `Сохранено ${where()}. Нажмите ещё раз, чтобы отметить или написать заметку.`;
    return;
  }
  said.textContent = "";
  await open(practice, all);
}

onChange(all);
