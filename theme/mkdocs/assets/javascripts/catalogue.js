/* Методотека: turns the plain listing of a page into one that can be filtered, sorted and shared by its address.
 *
 * The page says where: <div data-catalogue="katalog.json"> … the plain listing … <div data-catalogue-end>. What the file
 * holds is explained in generator/pages/catalogue.py; what is chosen and what answers to it is reckoned in
 * assets/catalogue/choice.js, the panel of filters is assets/catalogue/panel.js. Without this script, or when the file
 * does not come, the plain listing stays as it is.
 *
 * 1 choosing   2 the frame   3 results   4 cards   5 coming back
 */
(() => {
  "use strict";

  const root = document.querySelector("[data-catalogue]");
  if (!root) return;
  const PAGE = 24;
  const wide = window.matchMedia("(min-width: 60em)");

  const load = (address) =>
    fetch(address, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
  Promise.all([import("../catalogue/choice.js"), import("../catalogue/panel.js"), import("../shared/ui.js"), load(root.dataset.catalogue)])
    .then((loaded) => start(...loaded))
    .catch((fault) => {
      console.warn("catalogue", fault);
      root.append(Object.assign(document.createElement("p"), {
        className: "m-empty", role: "status",
        textContent: "Фильтры не загрузились. Ниже — весь список; обновите страницу, чтобы попробовать снова.",
      }));
    });

  let choice, h, plural; // the modules
  let data, catalogue, chosen, cards;
  let shown = PAGE;
  const chunks = new Map();
  let panel, fill; // the panel
  let status, sort, chips, apart, empty, list, more, booklet, file; // the results

  function start(reckoning, filters, ui, loaded) {
    choice = reckoning;
    ({ h, plural } = ui);
    data = loaded;
    catalogue = choice.prepare(data);
    chosen = choice.read(catalogue, location.search);
    cards = plainCards();
    panel = filters.makePanel(catalogue, { now: () => chosen, choose, leave: toResults, wide });
    fill = filters.fill;
    makeResults();
    place();
    window.addEventListener("popstate", () => {
      chosen = choice.read(catalogue, location.search);
      comeBack();
    });
    comeBack();
    let pause = 0;
    addEventListener("scroll", () => { clearTimeout(pause); pause = setTimeout(note, 200); }, { passive: true });
    list.addEventListener("click", note, true);
  }

  /* --- 1 choosing -------------------------------------------------------------------------------------------------- */

  function choose(change) {
    chosen = choice.afterChange(chosen, change);
    const next = location.pathname + choice.query(catalogue, chosen, location.search) + location.hash;
    if (next !== location.pathname + location.search + location.hash) history.pushState(null, "", next);
    shown = PAGE;
    update();
  }

  const clear = () => choose(choice.clear);

  function toResults() {
    status.focus();
    status.scrollIntoView({ block: "start" });
  }

  /* --- 2 the frame ------------------------------------------------------------------------------------------------- */

  function makeResults() {
    status = h("p", { class: "m-catalogue__count", role: "status", "aria-live": "polite" });
    status.tabIndex = -1;
    sort = h("select", { name: "sort", onchange: () => choose((s) => { s.sort = sort.value; }) },
      [{ k: "", t: data.first }, ...data.sorts].map(({ k, t }) => h("option", { value: k }, t)));
    chips = h("ul", { class: "m-chips", "aria-label": "Выбранные фильтры" });
    list = h("ul", { class: "m-cards", tabindex: "-1" });
    apart = h("li", { class: "m-cards__apart" }, "Подходят любому предмету");
    empty = h("div", { class: "m-empty", hidden: true });
    more = h("button", { type: "button", class: "m-action m-catalogue__more", onclick: () => {
      const first = shown;
      shown += PAGE;
      update();
      note();
      list.querySelectorAll(".m-card")[first]?.querySelector("a")?.focus();
    } });
    booklet = root.dataset.booklet && h("a", { class: "m-action" });
    file = h("button", { type: "button", class: "m-action", onclick: take }, "Скачать для Excel");
  }

  /** What is found now, as a file; a browser that gets no script for it can still take the whole list. */
  function take() {
    const { asked, results } = choice.count(catalogue, chosen);
    const name = `${root.dataset.file}-otbor-${new Date().toLocaleDateString("sv")}`; // the day as 2026-11-29
    import("../catalogue/taking.js")
      .then((taking) => taking.take(catalogue, choice.sorted(catalogue, results, chosen), asked, name))
      .catch(() => { file.textContent = "Файл не сделан: обновите страницу и попробуйте снова"; });
  }

  /** Everything into the page, the plain listing out of sight. */
  function place() {
    const plain = h("div", { hidden: true });
    plain.append(...plainListing());
    const actions = plain.querySelector(".m-actions") || h("p", { class: "m-actions" }); // what one can do with the listing stays in sight
    actions.append(" ", file);
    if (booklet) actions.prepend(booklet, " ");
    root.after(plain);
    const skip = h("a", { class: "m-filters__skip", href: "#", onclick: (event) => {
      event.preventDefault();
      list.focus();
      list.scrollIntoView({ block: "start" });
    } }, "К списку");
    root.append(
      h("section", { class: "m-filters", "aria-label": "Фильтры" }, skip, panel),
      h("section", { class: "m-catalogue__results", "aria-label": "Найденное" },
        h("div", { class: "m-catalogue__bar" }, status, h("label", { class: "m-catalogue__sort" }, h("span", {}, "Порядок"), sort)),
        chips, actions, empty, list, more));
    root.classList.add("m-catalogue--on");
    const fold = () => { panel.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
  }

  /* --- 3 results --------------------------------------------------------------------------------------------------- */

  function update() {
    const found = choice.count(catalogue, chosen);
    const n = found.results.length;
    fill(found, n ? `Показать: ${plural(n, data.word)}` : "Ничего не найдено: что делать?");
    sort.value = chosen.sort;
    status.textContent = found.asked.length ? `Найдено: ${plural(n, data.word)} из ${found.end}` : plural(n, data.word);
    showChips(found);
    showEmpty(found);
    file.hidden = !n;
    if (booklet) showBooklet(catalogue.hasDemo ? found.results.filter((i) => i < data.real).length : n, found.asked.length);
    showCards(choice.sorted(catalogue, found.results, chosen));
    root.dispatchEvent(new CustomEvent("catalogue", { bubbles: true, detail: { ids: found.results.map((i) => data.ids[i]) } }));
  }

  function showCards(order) {
    const n = order.length;
    const own = order.findIndex((i) => choice.isBroad(catalogue, chosen, i));
    if (own >= 0) status.textContent += `, из них ${n - own} для любого предмета`;
    if (choice.isWider(catalogue, location.search)) status.textContent += ". Чего-то из ссылки в базе нет: показано без этого условия";
    const visible = order.slice(0, shown);
    list.replaceChildren(...visible.map(card));
    visible.forEach(showSubjects);
    if (root.dataset.saving !== undefined) import("../own/cards.js").then((own) => own.offer(list, data), () => {}); // no button without it
    if (own >= 0 && own < visible.length) list.children[own].before(apart);
    list.hidden = !n;
    const rest = n - visible.length;
    more.hidden = rest <= 0;
    more.textContent = `Показать ещё ${Math.min(rest, PAGE)} из ${rest}`;
    more.dataset.onPaper = `На бумаге первые ${visible.length} из ${n}. Остальные — кнопкой «Показать ещё» перед печатью.`;
  }

  /** The same choice on paper; a booklet has an end, so where the results are more, the link says it. */
  function showBooklet(n, asked) {
    const most = Number(root.dataset.bookletMost);
    booklet.hidden = !n;
    booklet.href = root.dataset.booklet + choice.query(catalogue, chosen);
    const size = n > most ? `: первые ${most} из ${n}` : asked ? `: ${plural(n, data.word)}` : "";
    booklet.textContent = `${asked ? "Буклет из отобранного" : "Буклет из всех практик"}${size}`;
  }

  function showChips({ asked }) {
    const at = [...chips.querySelectorAll("button")].indexOf(document.activeElement);
    const items = [];
    const chip = (title, change) => items.push(h("li", {},
      h("button", { type: "button", "aria-label": `Убрать фильтр: ${title}`, onclick: () => choose(change) }, title)));
    for (const condition of asked) {
      if (condition.facet === undefined) chip(condition.title, condition.without);
      else {
        const facet = catalogue.facets[condition.facet];
        [...chosen.facets[condition.facet]].sort((a, b) => a - b).forEach((n) =>
          chip(facet.v[n][1], (s) => s.facets[condition.facet].delete(n)));
      }
    }
    if (items.length) items.push(h("li", {}, h("button", { type: "button", class: "m-chips__reset", onclick: clear }, "Сбросить всё")));
    chips.replaceChildren(...items);
    chips.hidden = !items.length;
    if (at >= 0) (chips.querySelectorAll("button")[Math.min(at, items.length - 1)] || sort).focus();
  }

  /** Says which one filter to take away and how many records that gives. */
  function showEmpty(found) {
    empty.hidden = found.results.length > 0;
    if (empty.hidden) return;
    const lines = choice.ways(catalogue, chosen, found).map((way) => h("li", {},
      h("button", { type: "button", onclick: () => { choose(way.change); status.focus(); } }, way.title),
      ` — будет ${plural(way.n, data.word)}`));
    const none = found.asked.length ? "Если убрать любой один фильтр, тоже ничего не найдётся: условий слишком много." : "Записей пока нет.";
    const reset = h("button", { type: "button", class: "m-action", onclick: clear }, "Сбросить все фильтры");
    empty.replaceChildren(h("p", {}, h("strong", {}, "По всем условиям сразу ничего нет.")),
      ...(lines.length ? [h("p", {}, "Что поможет:"), h("ul", {}, lines)] : [h("p", {}, none)]),
      ...(found.asked.length ? [h("p", {}, reset)] : []));
  }

  /* --- 4 cards ----------------------------------------------------------------------------------------------------- */

  function plainListing() {
    const found = [];
    for (let next = root.nextElementSibling; next && !next.hasAttribute("data-catalogue-end"); next = next.nextElementSibling) {
      found.push(next);
    }
    return found;
  }

  function plainCards() {
    const made = new Map();
    for (const item of plainListing().flatMap((part) => [...part.querySelectorAll(".m-card")])) {
      const link = item.querySelector("a[href]");
      if (link) made.set(new URL(link.href).pathname.split("/").filter(Boolean).pop(), item); // a name: Latin letters
    }
    return made;
  }

  /** The card of a record: the one of the plain listing, or a new one that gets its text from a file of texts. */
  function card(i) {
    const id = data.ids[i];
    if (!cards.has(id)) {
      const link = h("a", { href: `${encodeURIComponent(id)}/` }, data.titles[i]);
      const item = h("li", { class: `m-card${i >= data.real ? " m-card--demo" : ""}` }, h("p", { class: "m-card__title" }, link));
      cards.set(id, item);
      texts(Math.floor(i / data.chunk) + 1).then((known) => {
        const [summary, foot] = known[id] || ["", ""];
        if (summary) item.append(h("p", { class: "m-card__text" }, summary));
        const meta = h("p", { class: "m-card__meta" });
        meta.innerHTML = foot; // made by the templates of the plain listing, where every text is escaped
        item.append(meta);
        showSubjects(i);
      });
    }
    return cards.get(id);
  }

  function texts(number) {
    if (!chunks.has(number)) {
      const url = root.dataset.catalogue.replace(/\.json$/, `-${number}.json`);
      chunks.set(number, fetch(url, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({})));
    }
    return chunks.get(number);
  }

  /** A card names three subjects; where one was asked for, that one stands first. */
  function showSubjects(i) {
    const line = cards.get(data.ids[i])?.querySelector("[data-subjects]");
    if (!line) return;
    line.dataset.subjects ||= line.textContent;
    const asked = choice.subjects(catalogue, chosen, i);
    const more = asked.length > 3 ? ` и ещё ${asked.length - 3}` : "";
    line.textContent = asked.length ? asked.slice(0, 3).join(", ") + more : line.dataset.subjects;
  }

  /* --- 5 coming back ----------------------------------------------------------------------------------------------- */

  /** What Back needs to find the place again: how many cards, and where the first of them in sight stood. */
  function note() {
    const seen = [...list.children].find((item) => item.getBoundingClientRect().bottom > 0 && item.querySelector("a"));
    const id = seen && [...cards].find(([, item]) => item === seen)?.[0];
    history.replaceState({ shown, id, top: seen && seen.getBoundingClientRect().top }, "");
  }

  /** As many cards as there were, at the same place; once more when the cards have grown by their texts. */
  function comeBack() {
    const kept = history.state || {};
    shown = kept.shown || PAGE;
    update();
    const item = kept.id && cards.get(kept.id);
    if (!item) return;
    history.scrollRestoration = "manual"; // the browser knows the height of the plain listing
    let moved = false;
    for (const name of ["wheel", "touchstart", "keydown"]) {
      addEventListener(name, () => { moved = true; }, { once: true, passive: true });
    }
    const settle = () => {
      if (!moved && item.isConnected) scrollBy(0, item.getBoundingClientRect().top - kept.top);
    };
    settle();
    Promise.all(chunks.values()).then(settle);
  }
})();
