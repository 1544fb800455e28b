/* «Версия для слабовидящих»: the panel with the reader's settings. first.js applies them, vision.css shows them. */

import { h } from "../shared/ui.js";

const GROUPS = [
  ["size", "Размер текста", [["", "100 %"], ["125", "125 %"], ["150", "150 %"], ["200", "200 %"]]],
  ["colors", "Цвета", [["", "как на сайте"], ["light", "чёрным по белому"], ["dark", "белым по чёрному"],
    ["sepia", "коричневым по бежевому"], ["blue", "синим по голубому"]]],
  ["letters", "Расстояние между буквами", [["", "обычное"], ["wide", "больше"], ["wider", "большое"]]],
  ["lines", "Расстояние между строками", [["", "обычное"], ["wide", "больше"], ["wider", "большое"]]],
  ["pictures", "Рисунки", [["", "показывать"], ["off", "заменить словами"]]],
];
const { read, apply } = window.metodotekaVision;

let panel;

function choice(name, value, label, chosen) {
  const input = h("input", { type: "radio", name: `vision-${name}`, value });
  input.checked = (chosen[name] || "") === value;
  return h("label", { class: `m-vision__choice m-vision__choice--${name}-${value || "usual"}` }, input, h("span", {}, label));
}

function build(button) {
  const chosen = read();
  const heading = h("h2", { id: "m-vision-title", tabindex: "-1" }, "Версия для слабовидящих");
  const said = h("p", { class: "m-visually-hidden", "aria-live": "polite" });
  const form = h("form", { class: "m-vision__form" },
    GROUPS.map(([name, legend, values]) => h("fieldset", {}, h("legend", {}, legend),
      values.map(([value, label]) => choice(name, value, label, chosen)))),
    h("p", { class: "m-vision__buttons" }, h("button", { type: "reset" }, "Вернуть обычный вид"),
      h("button", { type: "button", onclick: () => close(button) }, "Закрыть")));
  form.addEventListener("change", (event) => {
    save(form);
    const group = GROUPS.find(([name]) => `vision-${name}` === event.target.name);
    said.textContent = `${group[1]}: ${event.target.nextElementSibling.textContent}`;
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const input of form.querySelectorAll("input")) input.checked = input.value === "";
    save(form);
    said.textContent = "Обычный вид";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return h("section", {
    id: "m-vision", class: "m-vision", "aria-labelledby": heading.id,
    onkeydown: (event) => event.key === "Escape" && close(button),
  }, heading, h("p", {}, "Настройки хранятся только на этом устройстве."), form, said);
}

/** What is chosen goes to the page and to the device; nothing is kept when everything is as usual. */
function save(form) {
  const chosen = Object.fromEntries([...new FormData(form)]
    .map(([name, value]) => [name.slice("vision-".length), value]).filter(([, value]) => value));
  apply(chosen);
  pictures(chosen.pictures);
  window.__md_set("__vision", chosen);
  dispatchEvent(new Event("resize")); // Material measures its header again
  place();
}

/** The panel hangs from the header, whose height depends on the size of the letters. */
function place() {
  const header = document.querySelector(".md-header");
  panel.style.setProperty("--m-vision-top", `${header.getBoundingClientRect().bottom}px`);
}

function close(button) {
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

/** Open or close the panel; `button` is the one in the header. */
export function toggle(button) {
  if (!panel) {
    panel = build(button);
    panel.hidden = true;
    button.closest("header").after(panel);
    button.setAttribute("aria-controls", panel.id);
  }
  if (!panel.hidden) {
    close(button);
    return;
  }
  panel.hidden = false;
  place();
  button.setAttribute("aria-expanded", "true");
  panel.querySelector("h2").focus();
}

/** With "off" the words of every picture of the article stand in its place (vision.css hides the pictures). */
export function pictures(state) {
  for (const old of document.querySelectorAll(".m-instead")) old.remove();
  if (state !== "off") return;
  for (const picture of document.querySelectorAll("article :is(img, svg[role='img'])")) {
    const titles = [...picture.querySelectorAll(":scope > :is(title, desc)")].map((part) => part.textContent.trim());
    const words = picture.alt || picture.getAttribute("aria-label") || titles.join(". ");
    if (words) picture.before(h("span", { class: "m-instead" }, `Рисунок: ${words}`));
  }
}
