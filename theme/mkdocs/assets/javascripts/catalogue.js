/* Методотека: turns the plain listing of a page into one that can be filtered, sorted and shared by its address.
 *
 * The page says where: <div data-catalogue="katalog.json"> … the plain listing … <div data-catalogue-end>. What the file
 * holds is explained in generator/pages/catalogue.py. Without this script, or when the file does not come, the plain
 * listing stays as it is.
 *
 * 1 what is chosen <-> the address   2 counting   3 the panel   4 results
 */
(() => {
  "use strict";

  const root = document.querySelector("[data-catalogue]");
  if (!root) return;
  const PAGE = 24;
  const wide = window.matchMedia("(min-width: 60em)");

  fetch(root.dataset.catalogue, { cache: "no-cache" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
    .then(start)
    .catch((fault) => {
      console.warn("catalogue", fault);
      root.append(el("p", { class: "m-empty", role: "status" },
        "Фильтры не загрузились. Ниже — весь список; обновите страницу, чтобы попробовать снова."));
    });

  function start(data) {
    const total = data.ids.length;
    const hasDemo = data.real > 0 && data.real < total;
    const facets = data.facets.map((facet) => ({ ...facet, at: new Map(facet.v.map(([id], n) => [id, n])) }));
    const fit = data.fit && { ...data.fit, at: new Map(data.fit.v.map(([id], n) => [id, n])) };
    const numbers = [];
    if (data.size && data.size.some(Boolean)) {
      numbers.push({
        k: "size", t: "Сколько учеников в классе", step: 1, min: 1, max: 60, unit: "",
        label: (n) => `в классе ${plural(n, ["ученик", "ученика", "учеников"])}`,
        met: (i, n) => data.size[i] && (data.size[i][0] ?? 0) <= n && n <= (data.size[i][1] ?? Infinity),
        known: (i) => data.size[i] !== null,
      });
    }
    if (data.hours && data.hours.some((hours) => hours !== null)) {
      numbers.push({
        k: "hours", t: "Часов на подготовку, не больше", step: 0.5, min: 0, max: 200,
        label: (n) => `подготовка не дольше ${String(n).replace(".", ",")} ч`,
        met: (i, n) => data.hours[i] !== null && data.hours[i] <= n,
        known: (i) => data.hours[i] !== null,
      });
    }

    let chosen = read();
    let shown = PAGE;
    const cards = plainCards();
    const chunks = new Map();

    /* --- 1 what is chosen <-> the address ------------------------------------------------------------------------ */

    /** The choice that the address names; what the catalogue does not know is left out. */
    function read() {
      const asked = new URLSearchParams(location.search);
      const known = (at, key) => new Set((asked.get(key) || "").split(",").filter((id) => at.has(id)).map((id) => at.get(id)));
      const state = { facets: facets.map((facet) => known(facet.at, facet.k)), fit: fit ? known(fit.at, "fit") : new Set() };
      state.numbers = numbers.map(({ k, min, max }) => {
        const text = (asked.get(k) || "").replace(",", ".");
        const n = Number(text);
        return text && n >= min && n <= max ? n : null;
      });
      state.unknown = asked.get("unknown") === "1";
      state.demo = !hasDemo || asked.get("demo") === "1";
      state.sort = data.sorts.some((sort) => sort.k === asked.get("sort")) ? asked.get("sort") : "";
      return state;
    }

    /** The address of a choice; parameters of others are kept. */
    function address(state) {
      const own = new Set([...facets.map((facet) => facet.k), ...numbers.map((n) => n.k), "fit", "unknown", "demo", "sort"]);
      const parts = [];
      for (const [key, value] of new URLSearchParams(location.search)) {
        if (!own.has(key)) parts.push([key, encodeURIComponent(value)]);
      }
      const ids = (v, set) => [...set].sort((a, b) => a - b).map((n) => encodeURIComponent(v[n][0]).replace("%2F", "/")).join(",");
      facets.forEach((facet, f) => state.facets[f].size && parts.push([facet.k, ids(facet.v, state.facets[f])]));
      if (state.fit.size) parts.push(["fit", ids(fit.v, state.fit)]);
      numbers.forEach(({ k }, n) => state.numbers[n] !== null && parts.push([k, state.numbers[n]]));
      if (state.unknown) parts.push(["unknown", 1]);
      if (hasDemo && state.demo) parts.push(["demo", 1]);
      if (state.sort) parts.push(["sort", state.sort]);
      return location.pathname + (parts.length ? "?" + parts.map((pair) => pair.join("=")).join("&") : "") + location.hash;
    }

    /* --- 2 counting ---------------------------------------------------------------------------------------------- */

    /** The conditions in force, each with its test: several values of a facet mean "or", everything else "and". */
    function conditions(state) {
      const found = [];
      facets.forEach((facet, f) => {
        const set = state.facets[f];
        if (set.size) found.push({ facet: f, met: (i) => facet.r[i].some((n) => set.has(n)),
          title: `${facet.t}: ${[...set].sort((a, b) => a - b).map((n) => facet.v[n][1]).join(" или ")}`,
          without: (s) => s.facets[f].clear() });
      });
      state.fit.forEach((n) => found.push({ fit: n, title: fit.v[n][1],
        met: (i) => fit.r[i].includes(n) || (state.unknown && fit.u[i].includes(n)),
        without: (s) => s.fit.delete(n) }));
      numbers.forEach((number, at) => {
        const n = state.numbers[at];
        if (n !== null) found.push({ number: at, title: number.label(n),
          met: (i) => number.met(i, n) || (state.unknown && !number.known(i)),
          without: (s) => { s.numbers[at] = null; } });
      });
      return found;
    }

    /** Results, and what every value would give: the records that meet all conditions of *other* facets and have it. */
    function count(state) {
      const asked = conditions(state);
      const end = state.demo ? total : data.real;
      const results = [];
      const alone = asked.map(() => 0);
      const byFacet = facets.map((facet) => facet.v.map(() => 0));
      const byFit = fit ? fit.v.map(() => 0) : [];
      const place = new Map(asked.map((condition, n) => [condition.facet, n]));
      for (let i = 0; i < end; i++) {
        let failed = -1;
        let times = 0;
        for (let n = 0; n < asked.length && times < 2; n++) {
          if (!asked[n].met(i)) { failed = n; times++; }
        }
        if (times > 1) continue;
        if (times) alone[failed]++; else results.push(i);
        facets.forEach((facet, f) => {
          if (!times || (place.has(f) && place.get(f) === failed)) facet.r[i].forEach((n) => byFacet[f][n]++);
        });
        if (!times && fit) {
          fit.r[i].forEach((n) => byFit[n]++);
          if (state.unknown) fit.u[i].forEach((n) => byFit[n]++);
        }
      }
      return { asked, results, alone, byFacet, byFit, end };
    }

    function sorted(results, key) {
      const sort = data.sorts.find((one) => one.k === key);
      if (!sort) return results;
      return [...results].sort((a, b) => {
        const [x, y] = [sort.r[a], sort.r[b]];
        if (x === y) return a - b;
        if (x === null || y === null) return x === null ? 1 : -1; // nobody has said: at the end
        return (x < y ? -1 : 1) * sort.d;
      });
    }

    function changed(change) {
      const state = { ...chosen, facets: chosen.facets.map((set) => new Set(set)), fit: new Set(chosen.fit), numbers: [...chosen.numbers] };
      change(state);
      return state;
    }

    function choose(change) {
      chosen = changed(change);
      const next = address(chosen);
      if (next !== location.pathname + location.search + location.hash) history.pushState(null, "", next);
      shown = PAGE;
      update();
    }

    window.addEventListener("popstate", () => {
      chosen = read();
      shown = PAGE;
      update();
    });

    /* --- 3 the panel --------------------------------------------------------------------------------------------- */

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
      const first = facet.v.map((_, n) => facet.r.findIndex((own) => own.includes(n)));
      const lines = facet.v.map(([id, label, above], n) => {
        const made = checkbox(label, (on) => choose((s) => flip(s.facets[f], n, on)), { name: facet.k, value: id });
        if (above >= 0) made.line.classList.add("m-facet__value--under");
        boxes.push({ ...made, isOn: () => chosen.facets[f].has(n), count: (found) => found.byFacet[f][n], first: first[n] });
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
    const empty = el("div", { class: "m-empty", hidden: "" });
    const more = el("button", { type: "button", class: "m-action m-catalogue__more" });
    more.addEventListener("click", () => {
      const first = shown;
      shown += PAGE;
      update();
      list.children[first]?.querySelector("a")?.focus();
    });

    const done = el("button", { type: "button", class: "m-action m-filters__done" });
    done.addEventListener("click", () => {
      panel.open = false;
      status.focus();
      status.scrollIntoView({ block: "start" });
    });

    const plain = el("div", { hidden: "" });
    for (let next = root.nextElementSibling; next && !next.hasAttribute("data-catalogue-end"); next = root.nextElementSibling) {
      if (next.matches(".m-actions")) root.before(next); // what one can do with the listing stays in sight
      else plain.append(next);
    }
    root.after(plain);
    root.append(
      el("section", { class: "m-filters", "aria-label": "Фильтры" }, panel),
      el("section", { class: "m-catalogue__results", "aria-label": "Найденное" },
        el("div", { class: "m-catalogue__bar" }, status, el("label", { class: "m-catalogue__sort" }, el("span", {}, "Порядок"), sort)),
        chips, empty, list, more));
    const lists = document.querySelector(".m-by");
    if (lists) panel.append(lists); // with filters at hand the ready-made lists need not stand before the results
    panel.append(done);
    root.classList.add("m-catalogue--on");
    const fold = () => { panel.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();

    /* --- 4 results ----------------------------------------------------------------------------------------------- */

    function update() {
      const found = count(chosen);
      for (const { box, number, line, isOn, count: of, first = 0 } of boxes) {
        const n = of(found);
        box.checked = isOn();
        number.textContent = n;
        line.classList.toggle("m-facet__value--none", n === 0 && !box.checked);
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
      const visible = sorted(found.results, chosen.sort).slice(0, shown);
      list.replaceChildren(...visible.map(card));
      list.hidden = !n;
      const rest = n - visible.length;
      more.hidden = rest <= 0;
      more.textContent = `Показать ещё ${Math.min(rest, PAGE)} из ${rest}`;
      root.dispatchEvent(new CustomEvent("catalogue", { bubbles: true, detail: { ids: found.results.map((i) => data.ids[i]) } }));
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
        const n = count(changed(change)).results.length;
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

    function plainCards() {
      const made = new Map();
      for (let next = root.nextElementSibling; next && !next.hasAttribute("data-catalogue-end"); next = next.nextElementSibling) {
        next.querySelectorAll(".m-card").forEach((item) => {
          const link = item.querySelector("a[href]");
          if (link) made.set(decodeURIComponent(new URL(link.href).pathname.split("/").filter(Boolean).pop()), item);
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

    status.tabIndex = -1;
    update();
  }

  function button(text, label, onClick) {
    const made = el("button", { type: "button", ...(label ? { "aria-label": label } : {}) }, text);
    made.addEventListener("click", onClick);
    return made;
  }

  function plural(n, words) {
    const rest = n % 100;
    const last = n % 10;
    const form = !Number.isInteger(n) ? 1 : rest > 10 && rest < 15 ? 2 : last === 1 ? 0 : last > 1 && last < 5 ? 1 : 2;
    return `${String(n).replace(".", ",")}\u00a0${words[form]}`;
  }

  function el(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }
})();
