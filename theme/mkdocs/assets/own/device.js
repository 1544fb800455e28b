/* «Что хранится на этом устройстве»: all of it in words, to take away in a file, to bring back, to erase at once. */

import { h, newName } from "../shared/ui.js";
import { ONLY_TAB, REFUSED, act, where } from "./look.js";
import { allows, choose, mode } from "./store.js";
import { eraseEverything, everything, found, takeIn } from "./traces.js";

const LARGEST = 4_000_000; // bytes of a file
const KINDS = {
  kept: "На этом устройстве, пока я не сотру",
  tab: "Чужой компьютер: в этой вкладке, до её закрытия; у каждой вкладки своё",
  off: "Не хранить: только пока открыта эта страница",
};
const WHY = {
  format: "это не файл кабинета; нужен тот, что сохранён кнопкой «Сохранить в файл»",
  newer: "он сделан более новой версией сайта; обновите страницу и попробуйте снова",
  full: "браузер не даёт места; всё осталось, как было",
  unknown: "кабинет такого не знает",
  shape: "записано не так, как пишет кабинет",
};
const CALLED = {
  me: "предмет, класс и район", saved: "сохранённые практики", seen: "день прошлого прихода",
  diagnosis: "самодиагностика", route: "маршрут", drafts: "черновики форм",
};

/** The part of the page: {el, see}. What `page.told` holds, [words, button …], is said here once. */
export function keeping(page) {
  const list = h("ul", { class: "m-list" });
  const see = async () => {
    const all = await found();
    list.replaceChildren(...(all.length ? all : [["Ничего: сайт здесь ничего не запомнил"]]).map(([words, count]) =>
      h("li", {}, words, count ? h("span", { class: "m-muted" }, ` — ${count}`) : null)));
  };
  const said = h("p", { class: "m-own__said", role: "status", tabindex: "-1" });
  const tell = (...words) => said.replaceChildren(...words);
  if (page.told) tell(...page.told);
  page.told = null;
  const el = h("section", { class: "m-own__part", "aria-labelledby": "khranitsia" },
    h("h2", { id: "khranitsia", tabindex: "-1" }, "Что хранится на этом устройстве"), list, choice(page, tell),
    h("p", { class: "m-own__acts" }, act("Сохранить в файл", () => tell(saved())), opener(page, tell), act("Стереть всё", () => erased(page))),
    said, h("p", { class: "m-muted" }, "Файл можно открыть в кабинете на другом устройстве. ",
      page.guide ? h("a", { href: page.guide }, "Что хранится, где и как стереть") : null));
  see();
  return { el, see, said };
}

/* The page anew, with words about what has happened and a way back. */
function again(page, ...words) {
  page.told = words;
  page.again();
  page.parts[page.parts.length - 1].said.focus();
}

/* Where to keep from now on; values go along. */
function choice(page, tell) {
  const name = newName();
  const now = mode();
  const inputs = Object.keys(KINDS).map((kind) => h("input", { type: "radio", name, value: kind, disabled: !allows(kind), onchange: () => {
    if (choose(kind)) again(page, kind === "off" ? "С этой минуты сайт ничего не хранит: закроете страницу, и написанное пропадёт." : `Теперь всё хранится ${where()}.`);
    else {
      check();
      tell("Браузер не даёт места; всё осталось, как было.");
    }
  } }));
  const check = () => { for (const input of inputs) input.checked = input.value === now; };
  check();
  return h("fieldset", { class: "m-own__states m-own__states--column" }, h("legend", {}, "Где хранить то, что в кабинете"),
    allows("kept") ? null : h("p", { class: "m-muted" }, allows("tab") ? ONLY_TAB : REFUSED),
    inputs.map((input) => h("label", {}, input, h("span", {}, KINDS[input.value]))));
}

/* --- a file out and in ---------------------------------------------------------------------------------------------- */

function saved() {
  const address = URL.createObjectURL(new Blob([JSON.stringify(everything(), null, 1)], { type: "application/json" }));
  h("a", { href: address, download: "moi-kabinet.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return "Проверьте загрузки: там должен быть файл moi-kabinet.json. Картинки из черновиков в него не входят.";
}

function opener(page, tell) {
  const input = h("input", { type: "file", accept: ".json,application/json", class: "m-visually-hidden", tabindex: "-1", "aria-label": "Файл кабинета" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    const answer = file ? await taken(file) : null;
    input.value = "";
    if (answer) opened(page, tell, file.name, answer);
  });
  return [act("Открыть из файла", () => input.click()), input];
}

async function taken(file) {
  const wrong = { taken: [], left: [{ name: "", why: "format" }] };
  try {
    const before = everything();
    const answer = file.size > LARGEST ? wrong : takeIn(JSON.parse(await file.text()));
    return { ...answer, before };
  } catch {
    return wrong; // no JSON, or no file any more
  }
}

function opened(page, tell, name, { taken: its, left, before }) {
  const refused = left.map((one) => (one.name ? `«${CALLED[one.name] ?? one.name}» — ${WHY[one.why]}` : WHY[one.why])).join("; ");
  if (!its.length) {
    tell(`Файл ${name} не открыт: ${refused || "в нём ничего нет"}.`);
    return;
  }
  const back = act("Вернуть, как было", async () => {
    const now = mode();
    await eraseEverything();
    choose(now);
    takeIn(before);
    again(page, "Всё, как было до файла.");
  });
  again(page, `Взято из файла: ${its.map((one) => CALLED[one]).join(", ")}. Хранится ${where()}.${refused ? ` Не взято: ${refused}.` : ""} `, back);
}

async function erased(page) {
  const [before, now] = [everything(), mode()];
  await eraseEverything();
  again(page, "Стёрто всё, что сайт хранил на этом устройстве, с черновиками форм и настройками вида. ", act("Вернуть", () => {
    choose(now);
    takeIn(before);
    again(page, "Кабинет и черновики форм возвращены.");
  }));
}
