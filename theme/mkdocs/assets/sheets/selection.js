/* The booklet of a filtered list: the address says what was chosen (as in the catalogue of practices), the cards come
 * ready-made from practices/<id>/kartochka/, one sheet each. Nothing is rendered here a second time: the same reckoning
 * as the filters (assets/catalogue/choice.js), the same cards as on their own pages.
 *
 * The page says where: <main data-selection="katalog.json" data-cards="practices/" data-most="60">. What stands in it at
 * first is for browsers without scripts.
 */

const place = document.querySelector("[data-selection]");
const print = document.querySelector("[data-print-chosen]");
const back = document.querySelector("[data-back]");
const AT_ONCE = 4; // cards asked for at the same time: a weak connection is not helped by more
const PATIENCE = 30_000; // milliseconds for a card
const LINE = 76; // letters of a title in the contents: two lines with the number of its sheet
const SHORT_LIST = 20; // titles of which the contents still have room under the filters, on the first sheet

back.href += location.search;
print.addEventListener("click", () => window.print());

let h, plural; // of assets/shared/ui.js, which may fail to come like everything else
Promise.all([import("../catalogue/choice.js"), load(place.dataset.selection).then((answer) => answer.json()), import("../shared/ui.js")])
  .then(([choice, data, ui]) => {
    ({ h, plural } = ui);
    start(choice, data);
  })
  .catch((fault) => {
    console.warn("booklet", fault);
    say("Список практик не загрузился: похоже, нет связи. Проверьте её и попробуйте ещё раз, ваш отбор сохранён в адресе этой страницы.",
      act("Попробовать ещё раз", () => location.reload()));
  });

function start(choice, data) {
  const catalogue = choice.prepare(data);
  const chosen = choice.read(catalogue, location.search);
  // What is printed is handed on without the banner of the page: invented practices stay out, where there are real ones.
  const found = choice.sorted(catalogue, choice.count(catalogue, { ...chosen, demo: !catalogue.hasDemo }).results, chosen);
  const taken = found.slice(0, Number(place.dataset.most));
  if (!taken.length) {
    say("По этим условиям практик нет, печатать нечего. Уберите одно из условий: страница с фильтрами подскажет какое.",
      h("a", { href: back.href }, "Вернуться к фильтрам"));
    return;
  }
  const asked = choice.conditions(catalogue, chosen).map((condition) => condition.title);
  if (chosen.unknown) asked.push("вместе с теми, где об условии не сказано");
  if (catalogue.hasDemo && chosen.demo) asked.push("без демонстрационных записей: в буклет они не входят");
  const slots = taken.map((i) => slotOf(data, i));
  const apart = taken.length > SHORT_LIST || asked.join().length > 500;
  const title = titleSheet(data, chosen, asked, { taken: taken.length, found: found.length, address: choice.readable(location.href) });
  const contents = contentsOf(slots, apart ? 3 : 2);
  if (!apart) title.append(contents);

  const bar = h("progress", { max: slots.length, value: 0, "aria-label": "Загружено карточек" });
  const status = h("p", { role: "status" });
  place.className = "s-chosen";
  place.replaceChildren(h("div", { class: "s-panel" }, status, bar), title, ...(apart ? [h("section", { class: "s-sheet" }, contents)] : []),
    ...slots.map((slot) => slot.sheet));
  document.title = `Буклет: ${plural(slots.length, data.word)} — ${place.dataset.site}`;
  fill(slots, { slots, bar, status, sheets: slots.length + (apart ? 2 : 1) });
}

/* The place of one practice: its sheet waits for the card. */
function slotOf(data, i) {
  const slot = { id: data.ids[i], title: data.titles[i], demo: i >= data.real };
  slot.sheet = h("section", { class: "s-sheet s-card", id: `list-${slot.id}`, "aria-label": slot.title });
  empty(slot, "Карточка ещё загружается.");
  return slot;
}

function titleSheet(data, chosen, asked, { taken, found, address }) {
  const order = data.sorts.find((one) => one.k === chosen.sort);
  return h("section", { class: "s-sheet s-title" },
    h("p", { class: "s-head__site" }, `${place.dataset.site} · буклет практик`),
    h("h1", {}, "Буклет практик"),
    h("p", { class: "s-lead" }, plural(taken, data.word),
      found > taken ? ` из ${found}: в буклет входит не больше ${taken}, здесь первые по выбранному порядку. Чтобы взять другие, добавьте условие.` : null),
    h("h2", {}, "Что отобрано"),
    asked.length ? h("ul", {}, asked.map((line) => h("li", {}, line[0].toUpperCase() + line.slice(1)))) : h("p", {}, "Все практики, без условий."),
    h("p", {}, `Порядок: ${(order ? order.t : data.first).toLowerCase()}.`),
    h("p", { class: "s-address" }, `Этот же отбор на сайте: ${address}`));
}

/* The titles with the numbers of their sheets, of which the first card has `from`. */
function contentsOf(slots, from) {
  return h("nav", { class: "s-contents", "aria-label": "Содержание" }, h("h2", {}, "Содержание"),
    h("ol", { class: "s-toc" }, slots.map(({ id, title, demo }, n) =>
      h("li", {}, h("a", { href: `#list-${id}` }, title.length > LINE ? `${title.slice(0, LINE).trimEnd()}…` : title),
        `${demo ? " (демонстрация)" : ""}, лист\u00a0${n + from}`))));
}

/* The place of a card that is not there: printed as it is, it still says what belongs here and where to find it. */
function empty({ id, title, sheet }, why) {
  const address = new URL(`${place.dataset.cards}${encodeURIComponent(id)}/`, location.href);
  sheet.replaceChildren(h("h2", {}, title), h("p", {}, why),
    h("p", { class: "s-address" }, "Практика на сайте: ", h("a", { href: address.href }, address.href)));
}

/* Fetches the cards of `missing`, AT_ONCE at a time, and says how far it is. */
async function fill(missing, made) {
  const { slots, bar, status, sheets } = made;
  const queue = [...missing];
  const failed = [];
  print.hidden = true;
  bar.hidden = false;
  const tell = () => {
    bar.value = slots.filter((slot) => slot.ready).length;
    status.textContent = `Загружаем карточки: ${bar.value} из ${slots.length}.`;
  };
  tell();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let slot = queue.shift(); slot; slot = queue.shift()) {
      try {
        await card(slot);
      } catch (fault) {
        console.warn("card", slot.id, fault);
        empty(slot, "Карточка не загрузилась.");
        failed.push(slot);
      }
      tell();
    }
  }));
  bar.hidden = true;
  print.hidden = bar.value === 0;
  if (!failed.length) {
    status.textContent = `Буклет готов: ${plural(slots.length, ["карточка", "карточки", "карточек"])}, ${
      plural(sheets, ["лист", "листа", "листов"])} А4.`;
    return;
  }
  status.textContent = `Не загрузились ${failed.length} из ${slots.length}: связь прервалась. Остальные готовы; недостающие в буклете отмечены. `;
  status.append(act("Загрузить недостающие", () => fill(failed.sort((a, b) => slots.indexOf(a) - slots.indexOf(b)), made)));
}

/* The finished card of a practice, with headings one level lower and links that lead where they led. */
async function card(slot) {
  const answer = await load(`${place.dataset.cards}${encodeURIComponent(slot.id)}/kartochka/`);
  const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main.s-card");
  if (!made) throw new Error("no card in the answer");
  for (const [from, to] of [["h2", "h3"], ["h1", "h2"]]) {
    made.querySelectorAll(from).forEach((heading) => heading.replaceWith(h(to, {}, ...heading.childNodes)));
  }
  made.querySelectorAll("a[href]").forEach((link) => { link.href = new URL(link.getAttribute("href"), answer.url).href; });
  slot.sheet.replaceChildren(...made.childNodes);
  slot.ready = true;
}

async function load(address) {
  const answer = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/* A sheet with one thing to say and one thing to do; said also where no other script has come. */
function say(words, way) {
  const heading = Object.assign(document.createElement("h1"), { textContent: "Буклет практик" });
  const text = Object.assign(document.createElement("p"), { className: "s-lead", textContent: words });
  const action = Object.assign(document.createElement("p"), { className: "s-way" });
  text.setAttribute("role", "alert");
  action.append(way);
  place.replaceChildren(heading, text, action);
}

function act(words, onClick) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.addEventListener("click", onClick);
  return made;
}
