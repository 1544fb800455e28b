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

Promise.all([import("../catalogue/choice.js"), load(place.dataset.selection).then((answer) => answer.json())])
  .then(([choice, data]) => start(choice, data))
  .catch((fault) => {
    console.warn("booklet", fault);
    say("Список практик не загрузился: похоже, нет связи. Проверьте её и попробуйте ещё раз, ваш отбор сохранён в адресе этой страницы.",
      button("Попробовать ещё раз", () => location.reload()));
  });

function start({ prepare, read, count, conditions, sorted, plural, readable, el }, data) {
  const catalogue = prepare(data);
  const chosen = read(catalogue, location.search);
  // What is printed is handed on without the banner of the page: invented practices stay out, where there are real ones.
  const found = sorted(catalogue, count(catalogue, { ...chosen, demo: !catalogue.hasDemo }).results, chosen);
  const most = Number(place.dataset.most);
  const taken = found.slice(0, most);
  if (!taken.length) {
    const again = Object.assign(document.createElement("a"), { href: back.href, textContent: "Вернуться к фильтрам" });
    say("По этим условиям практик нет, печатать нечего. Уберите одно из условий: страница с фильтрами подскажет какое.", again);
    return;
  }

  const asked = conditions(catalogue, chosen).map((condition) => condition.title);
  if (chosen.unknown) asked.push("вместе с теми, где об условии не сказано");
  if (catalogue.hasDemo && chosen.demo) asked.push("без демонстрационных записей: в буклет они не входят");
  const order = data.sorts.find((one) => one.k === chosen.sort);
  const slots = taken.map((i) => ({ id: data.ids[i], title: data.titles[i], demo: i >= data.real }));

  const title = el("section", { class: "s-sheet s-title" },
    el("p", { class: "s-head__site" }, `${place.dataset.site} · буклет практик`),
    el("h1", {}, "Буклет практик"),
    el("p", { class: "s-lead" }, plural(taken.length, data.word),
      ...(found.length > most ? [` из ${found.length}: в буклет входит не больше ${most}, здесь первые по выбранному порядку. Чтобы взять другие, добавьте условие.`] : [])),
    el("h2", {}, "Что отобрано"),
    ...(asked.length ? [el("ul", {}, ...asked.map((line) => el("li", {}, line[0].toUpperCase() + line.slice(1))))] : [el("p", {}, "Все практики, без условий.")]),
    el("p", {}, `Порядок: ${(order ? order.t : data.first).toLowerCase()}.`),
    el("p", { class: "s-address" }, `Этот же отбор на сайте: ${readable(location.href)}`));
  const apart = taken.length > SHORT_LIST || asked.join().length > 500;
  const contents = el("nav", { class: "s-contents", "aria-label": "Содержание" }, el("h2", {}, "Содержание"),
    el("ol", { class: "s-toc" }, ...slots.map(({ id, title: name, demo }, n) =>
      el("li", {}, el("a", { href: `#list-${id}` }, name.length > LINE ? `${name.slice(0, LINE).trimEnd()}…` : name), `${demo ? " (демонстрация)" : ""}, лист\u00a0${n + (apart ? 3 : 2)}`))));
  if (!apart) title.append(contents);
  for (const slot of slots) {
    slot.sheet = el("section", { class: "s-sheet s-card", id: `list-${slot.id}`, "aria-label": slot.title });
    empty(slot, "Карточка ещё загружается.");
  }

  const bar = el("progress", { max: slots.length, value: 0, "aria-label": "Загружено карточек" });
  const status = el("p", { role: "status" });
  const panel = el("div", { class: "s-panel" }, status, bar);
  place.className = "s-chosen";
  place.replaceChildren(panel, title, ...(apart ? [el("section", { class: "s-sheet" }, contents)] : []),
    ...slots.map((slot) => slot.sheet));
  document.title = `Буклет: ${plural(slots.length, data.word)} — ${place.dataset.site}`;
  fill(slots);

  /** The place of a card that is not there: printed as it is, it still says what belongs here and where to find it. */
  function empty({ id, title: name, sheet }, why) {
    const address = new URL(`${place.dataset.cards}${encodeURIComponent(id)}/`, location.href);
    sheet.replaceChildren(el("h2", {}, name), el("p", {}, why),
      el("p", { class: "s-address" }, "Практика на сайте: ", el("a", { href: address.href }, address.href)));
  }

  async function fill(missing) {
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
        plural(slots.length + (apart ? 2 : 1), ["лист", "листа", "листов"])} А4.`;
      return;
    }
    status.textContent = `Не загрузились ${failed.length} из ${slots.length}: связь прервалась. Остальные готовы; недостающие в буклете отмечены. `;
    status.append(button("Загрузить недостающие", () => fill(failed.sort((a, b) => slots.indexOf(a) - slots.indexOf(b)))));
  }

  /** The finished card of a practice, with headings one level lower and links that lead where they led. */
  async function card(slot) {
    const answer = await load(`${place.dataset.cards}${encodeURIComponent(slot.id)}/kartochka/`);
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main.s-card");
    if (!made) throw new Error("no card in the answer");
    for (const [from, to] of [["h2", "h3"], ["h1", "h2"]]) {
      made.querySelectorAll(from).forEach((heading) => heading.replaceWith(el(to, {}, ...heading.childNodes)));
    }
    made.querySelectorAll("a[href]").forEach((link) => { link.href = new URL(link.getAttribute("href"), answer.url).href; });
    slot.sheet.replaceChildren(...made.childNodes);
    slot.ready = true;
  }
}

async function load(address) {
  const answer = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** A sheet with one thing to say and one thing to do. */
function say(words, way) {
  const heading = Object.assign(document.createElement("h1"), { textContent: "Буклет практик" });
  const text = Object.assign(document.createElement("p"), { className: "s-lead", textContent: words });
  const action = document.createElement("p");
  text.setAttribute("role", "alert");
  action.className = "s-way";
  action.append(way);
  place.replaceChildren(heading, text, action);
}

function button(words, onClick) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.addEventListener("click", onClick);
  return made;
}
