/* Методотека: turns the plain listing of a page into one that can be filtered, sorted and shared by its address.
 *
 * The page says where: <div data-catalogue="katalog.json"> … the plain listing … <div data-catalogue-end>. What the file
 * holds is explained in generator/pages/catalogue.py; what is chosen and what answers to it is reckoned in
 * assets/catalogue/choice.js. Without this script, or when the file does not come, the plain listing stays as it is.
 *
 * 1 choosing   2 the panel   3 results   4 cards
 */
(() => {
  "use strict";

  const root = document.querySelector("[data-catalogue]");
  if (!root) return;
  const PAGE = 24;
  const wide = window.matchMedia("(min-width: 60em)");

  const load = (address) =>
    fetch(address, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
  Promise.all([import("../catalogue/choice.js"), load(root.dataset.catalogue)])
    .then(([choice, data]) => start(choice, data))
    .catch((fault) => {
      console.warn("catalogue", fault);
      root.append(Object.assign(document.createElement("p"), {
        className: "m-empty", role: "status",
        textContent: "Фильтры не загрузились. Ниже — весь список; обновите страницу, чтобы попробовать снова.",
      }));
    });

  function start({ prepare, read, copy, query, count, sorted, isBroad, plural, el }, data) {
    const catalogue = prepare(data);
    const { facets, fit, numbers, total, hasDemo } = catalogue;
    let chosen = read(catalogue, location.search);
    let shown = PAGE;
    const cards = plainCards();
    const chunks = new Map();

    /* --- 1 choosing ------------------------------------------------------------------------------------------------ */

    function changed(change) {
      const state = copy(chosen);
      change(state);
      return state;
    }

    function choose(change) {
      chosen = changed(change);
      const next = location.pathname + query(catalogue, chosen, location.search) + location.hash;
      if (next !== location.pathname + location.search + location.hash) history.pushState(null, "", next);
      shown = PAGE;
      update();
    }

    window.addEventListener("popstate", () => {
      chosen = read(catalogue, location.search);
      shown = PAGE;
      update();
    });

    /* --- 2 the panel --------------------------------------------------------------------------------------------- */

    const tally = el("span", { class: "m-filters__tally" });
    const panel = el("details", { class: "m-filters__panel" }, el("summary", {}, "Фильтры", tally));
    const form = el("form", { class: "m-filters__form" });
    form.addEventListener("submit", (event) => event.preventDefault());
    panel.append(form);
    const boxes = [];

    function checkbox(label, onChange, attributes = {}) {
      const box = el("input", { type: "checkbox", ...attributes });
      const number = el("span", { class: "m-facet__n" });
      box.addEventListener("change", () => onChange(box.checked));
      return { box, number, line: el("label", { class: "m-facet__value" }, box, el("span", {}, label), number) };
    }

    function group(title, open, ...children) {
      const inner = el("fieldset", {}, el("legend", { class: "m-visually-hidden" }, title), ...children);
      return el("details", { class: "m-facet", ...(open ? { open: "" } : {}) }, el("summary", {}, title), inner);
    }

    function flip(set, n, on) { if (on) set.add(n); else set.delete(n); }

    const groups = facets.map((facet, f) => {
      const first = facet.v.map((_, n) => facet.r.findIndex((own, i) => own.includes(n) || facet.s?.[i].includes(n)));
      const lines = facet.v.map(([id, label, above], n) => {
        const made = checkbox(label, (on) => choose((s) => flip(s.facets[f], n, on)), { name: facet.k, value: id });
        if (above >= 0) made.line.classList.add("m-facet__value--under");
        boxes.push({ ...made, isOn: () => chosen.facets[f].has(n), count: (found) => found.byFacet[f][n],
          broad: (found) => found.broad[f][n], first: first[n] });
        return made.line;
      });
      return group(facet.t, (wide.matches && f < 2) || chosen.facets[f].size, ...lines);
    });
    const fields = [];
    if (fit) {
      const lines = fit.v.map(([id, label], n) => {
        const made = checkbox(label, (on) => choose((s) => flip(s.fit, n, on)), { name: "fit", value: id });
        boxes.push({ ...made, isOn: () => chosen.fit.has(n), count: (found) => found.byFit[n] });
        return made.line;
      });
      numbers.forEach((number, at) => {
        const input = el("input", { type: "number", name: number.k, inputmode: "decimal", min: number.min, max: number.max, step: number.step });
        input.addEventListener("change", () => {
          const n = input.valueAsNumber;
          choose((s) => { s.numbers[at] = n >= number.min && n <= number.max ? n : null; });
        });
        fields.push(() => { if (document.activeElement !== input || chosen.numbers[at] === null) input.value = chosen.numbers[at] ?? ""; });
        lines.push(el("label", { class: "m-facet__number" }, el("span", {}, number.t), input));
      });
      const unsaid = checkbox("Показать и те, где об условии не сказано", (on) => choose((s) => { s.unknown = on; }), { name: "unknown" });
      unsaid.line.classList.add("m-facet__value--apart");
      boxes.push({ ...unsaid, isOn: () => chosen.unknown, count: () => "" });
      lines.push(unsaid.line);
      groups.splice(3, 0, group("Подойдёт ли мне?", true, ...lines));
    }
    form.append(...groups);
    if (hasDemo) {
      const demo = checkbox("Показать демонстрационные", (on) => choose((s) => { s.demo = on; }), { name: "demo" });
      boxes.push({ ...demo, isOn: () => chosen.demo, count: () => total - data.real });
      form.append(el("div", { class: "m-filters__demo" }, demo.line));
    }

    const status = el("p", { class: "m-catalogue__count", role: "status", "aria-live": "polite" });
    const sort = el("select", { name: "sort" },
      ...[{ k: "", t: data.first }, ...data.sorts].map(({ k, t }) => el("option", { value: k }, t)));
    sort.addEventListener("change", () => choose((s) => { s.sort = sort.value; }));
    const chips = el("ul", { class: "m-chips", "aria-label": "Выбранные фильтры" });
    const list = el("ul", { class: "m-cards" });
    const apart = el("li", { class: "m-cards__apart" }, "Подходят любому предмету");
    const empty = el("div", { class: "m-empty", hidden: "" });
    const more = el("button", { type: "button", class: "m-action m-catalogue__more" });
    more.addEventListener("click", () => {
      const first = shown;
      shown += PAGE;
      update();
      list.querySelectorAll(".m-card")[first]?.querySelector("a")?.focus();
    });

    const booklet = root.dataset.booklet && el("a", { class: "m-action" });
    const most = Number(root.dataset.bookletMost);

    const done = el("button", { type: "button", class: "m-action m-filters__done" });
    done.addEventListener("click", () => {
      panel.open = false;
      status.focus();
      status.scrollIntoView({ block: "start" });
    });

    const plain = el("div", { hidden: "" });
    for (let next = root.nextElementSibling; next && !next.hasAttribute("data-catalogue-end"); next = root.nextElementSibling) {
      plain.append(next);
    }
    const actions = plain.querySelector(".m-actions"); // what one can do with the listing stays in sight
    if (booklet) actions.prepend(booklet, " ");
    root.after(plain);
    root.append(
      el("section", { class: "m-filters", "aria-label": "Фильтры" }, panel),
      el("section", { class: "m-catalogue__results", "aria-label": "Найденное" },
        el("div", { class: "m-catalogue__bar" }, status, el("label", { class: "m-catalogue__sort" }, el("span", {}, "Порядок"), sort)),
        chips, ...(actions ? [actions] : []), empty, list, more));
    const lists = document.querySelector(".m-by");
    if (lists) panel.append(lists); // with filters at hand the ready-made lists need not stand before the results
    panel.append(done);
    root.classList.add("m-catalogue--on");
    const fold = () => { panel.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();

    /* --- 3 results ----------------------------------------------------------------------------------------------- */

    function update() {
      const found = count(catalogue, chosen);
      for (const { box, number, line, isOn, count: of, broad = () => 0, first = 0 } of boxes) {
        const n = of(found);
        const more = broad(found);
        box.checked = isOn();
        number.textContent = more ? `${n} + ${more}` : n;
        number.title = more ? `${n} и ${more}, которые подходят любому предмету` : "";
        line.classList.toggle("m-facet__value--none", n + more === 0 && !box.checked);
        line.hidden = first >= found.end && !box.checked; // only demonstration records have it, and they are put aside
      }
      groups.forEach((one) => { one.hidden = !one.querySelector("label:not([hidden])"); });
      fields.forEach((fill) => fill());
      sort.value = chosen.sort;
      tally.textContent = found.asked.length ? ` (${found.asked.length})` : "";
      const n = found.results.length;
      status.textContent = found.asked.length ? `Найдено: ${plural(n, data.word)} из ${found.end}` : plural(n, data.word);
      done.textContent = n ? `Показать: ${plural(n, data.word)}` : "Ничего не найдено: что делать?";
      showChips(found);
      showEmpty(found);
      if (booklet) showBooklet(hasDemo ? found.results.filter((i) => i < data.real).length : n, found.asked.length);
      const order = sorted(catalogue, found.results, chosen);
      const own = order.findIndex((i) => isBroad(catalogue, chosen, i));
      if (own >= 0) status.textContent += `, из них ${n - own} для любого предмета`;
      const visible = order.slice(0, shown);
      list.replaceChildren(...visible.map(card));
      if (own >= 0 && own < visible.length) list.children[own].before(apart);
      list.hidden = !n;
      const rest = n - visible.length;
      more.hidden = rest <= 0;
      more.textContent = `Показать ещё ${Math.min(rest, PAGE)} из ${rest}`;
      root.dispatchEvent(new CustomEvent("catalogue", { bubbles: true, detail: { ids: found.results.map((i) => data.ids[i]) } }));
    }

    /** The same choice on paper; a booklet has an end, so where the results are more, the link says it. */
    function showBooklet(n, asked) {
      booklet.hidden = !n;
      booklet.href = root.dataset.booklet + query(catalogue, chosen);
      const size = n > most ? `: первые ${most} из ${n}` : asked ? `: ${plural(n, data.word)}` : "";
      booklet.textContent = `${asked ? "Буклет из отобранного" : "Буклет из всех практик"}${size}`;
    }

    function showChips({ asked }) {
      const at = [...chips.querySelectorAll("button")].indexOf(document.activeElement);
      const items = [];
      const chip = (title, change) => items.push(el("li", {}, button(title, `Убрать фильтр: ${title}`, () => choose(change))));
      for (const condition of asked) {
        if (condition.facet === undefined) chip(condition.title, condition.without);
        else {
          const facet = facets[condition.facet];
          [...chosen.facets[condition.facet]].sort((a, b) => a - b).forEach((n) =>
            chip(facet.v[n][1], (s) => s.facets[condition.facet].delete(n)));
        }
      }
      if (items.length) {
        const reset = el("button", { type: "button", class: "m-chips__reset" }, "Сбросить всё");
        reset.addEventListener("click", clear);
        items.push(el("li", {}, reset));
      }
      chips.replaceChildren(...items);
      chips.hidden = !items.length;
      if (at >= 0) (chips.querySelectorAll("button")[Math.min(at, items.length - 1)] || sort).focus();
    }

    function clear() {
      choose((s) => {
        s.facets.forEach((set) => set.clear());
        s.fit.clear();
        s.numbers.fill(null);
        s.unknown = false;
      });
    }

    /** Says which one filter to take away and how many records that gives; all are computed, none is guessed. */
    function showEmpty(found) {
      empty.hidden = found.results.length > 0;
      if (empty.hidden) return;
      const ways = found.asked
        .map((condition, n) => ({ title: `Убрать «${condition.title}»`, n: found.alone[n], change: condition.without }));
      const other = (title, change) => {
        const n = count(catalogue, changed(change)).results.length;
        if (n) ways.push({ title, n, change });
      };
      if (fit && !chosen.unknown && (chosen.fit.size || chosen.numbers.some((number) => number !== null))) {
        other("Показать и те, где об условии не сказано", (s) => { s.unknown = true; });
      }
      if (hasDemo && !chosen.demo) other("Показать демонстрационные", (s) => { s.demo = true; });
      const useful = ways.filter((way) => way.n > 0).sort((a, b) => b.n - a.n);
      const lines = useful.map((way) => el("li", {}, button(way.title, "", () => { choose(way.change); status.focus(); }),
        ` — будет ${plural(way.n, data.word)}`));
      const reset = el("button", { type: "button", class: "m-action" }, "Сбросить все фильтры");
      reset.addEventListener("click", clear);
      empty.replaceChildren(el("p", {}, el("strong", {}, "По всем условиям сразу ничего нет.")),
        ...(lines.length ? [el("p", {}, "Что поможет:"), el("ul", {}, ...lines)]
          : [el("p", {}, found.asked.length ? "Если убрать любой один фильтр, тоже ничего не найдётся: условий слишком много." : "Записей пока нет.")]),
        ...(found.asked.length ? [el("p", {}, reset)] : []));
    }

    /* --- 4 cards ---------------------------------------------------------------------------------------------------- */

    function plainCards() {
      const made = new Map();
      for (let next = root.nextElementSibling; next && !next.hasAttribute("data-catalogue-end"); next = next.nextElementSibling) {
        next.querySelectorAll(".m-card").forEach((item) => {
          const link = item.querySelector("a[href]");
          if (link) made.set(new URL(link.href).pathname.split("/").filter(Boolean).pop(), item); // a name: Latin letters
        });
      }
      return made;
    }

    /** The card of a record: the one of the plain listing, or a new one that gets its text from a file of texts. */
    function card(i) {
      const id = data.ids[i];
      if (!cards.has(id)) {
        const link = el("a", { href: `${encodeURIComponent(id)}/` }, data.titles[i]);
        const item = el("li", { class: `m-card${i >= data.real ? " m-card--demo" : ""}` }, el("p", { class: "m-card__title" }, link));
        cards.set(id, item);
        texts(Math.floor(i / data.chunk) + 1).then((known) => {
          const [summary, foot] = known[id] || ["", ""];
          if (summary) item.append(el("p", { class: "m-card__text" }, summary));
          const meta = el("p", { class: "m-card__meta" });
          meta.innerHTML = foot; // made by the templates of the plain listing, where every text is escaped
          item.append(meta);
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

    function button(text, label, onClick) {
      const made = el("button", { type: "button", ...(label ? { "aria-label": label } : {}) }, text);
      made.addEventListener("click", onClick);
      return made;
    }

    status.tabIndex = -1;
    update();
  }
})();
