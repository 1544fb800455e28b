/* The picture of the search: field, kinds, results, in a dialog or on the page /poisk/. Nothing is put into the page as
   HTML: titles and excerpts come from records, so they go in as text. */

const STEP = 5;
const KINDS = 6; // so many before «ещё»
const RULES = new Intl.PluralRules("ru");
const NUMBER = new Intl.NumberFormat("ru");
const plural = (n, one, few, many) => `${NUMBER.format(n)}\u00a0${{ one, few, many }[RULES.select(n)] ?? few}`;

/** An element: `el("a", {href}, "text", child…)`. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
}

/** Entities back to letters. In a textarea nothing but text is read, and the document is a dead one. */
const plainText = (html) => new DOMParser().parseFromString(`<textarea>${html}`, "text/html").querySelector("textarea").value;

/** Pagefind marks the words it found with <mark>; everything else in an excerpt is text. */
function excerpt(html) {
  const parts = html.split(/(<mark>.*?<\/mark>)/s);
  return parts.map((part) => (part.startsWith("<mark>") ? el("mark", {}, plainText(part.slice(6, -7))) : plainText(part)));
}

function styles(root) {
  const href = new URL("assets/search/search.css", root).href;
  if (!document.querySelector(`link[href="${href}"]`)) document.head.append(el("link", { rel: "stylesheet", href }));
}

/**
 * Build the search. `find(text)` answers {hits, note}. With `inDialog` returns {dialog, input}; with `place` it fills
 * that element and keeps the question in the address.
 */
export function mount(root, find, { inDialog = false, place = null }) {
  styles(root);
  const state = { text: "", kind: "", hits: [], shown: STEP, asked: 0 };
  const name = inDialog ? "m-search-dialog" : "m-search-page";

  const input = el("input", {
    type: "search", name: "q", id: `${name}-q`, autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    enterkeyhint: "search", maxlength: "200", placeholder: "наставник, ИОМ, чтение…", "aria-controls": `${name}-list`,
  });
  const label = el("label", { for: input.id, class: inDialog ? "m-search__hidden" : "m-search__label" }, "Что найти");
  const status = el("p", { class: "m-search__status", role: "status" });
  const note = el("p", { class: "m-search__note", hidden: true });
  // What was asked instead is heard as well as the number: the frame is there before the words are.
  const noted = el("div", { role: "status" }, note);
  const kinds = el("div", { class: "m-search__kinds", role: "group", "aria-label": "Показать только", hidden: true });
  const list = el("ol", { class: "m-search__list", id: `${name}-list`, "aria-label": "Найденное" });
  const more = el("button", { type: "button", class: "m-search__more", hidden: true }, "Показать ещё");
  const whole = inDialog ? el("a", { class: "m-search__whole", href: new URL("poisk/", root).href }, "Открыть на отдельной странице") : null;
  const keys = inDialog
    ? el("p", { class: "m-search__keys", "aria-hidden": "true" }, el("kbd", {}, "↑"), el("kbd", {}, "↓"), " выбрать ", el("kbd", {}, "Enter"), " открыть ", el("kbd", {}, "Esc"), " закрыть")
    : null;
  const close = inDialog ? el("button", { type: "button", class: "m-search__close" }, "Закрыть") : null;
  const form = el("form", { role: "search", action: new URL("poisk/", root).href, method: "get", class: "m-search__form" },
    label, input, inDialog ? null : el("button", { type: "submit", class: "m-search__go" }, "Найти"), close);
  const results = el("div", { class: "m-search__results" }, status, noted, kinds, list, more);
  const box = el("div", { class: "m-search" }, form, results, inDialog ? el("div", { class: "m-search__foot" }, whole, keys) : null);

  const address = (text, kind) => {
    const url = new URL("poisk/", root);
    if (text) url.searchParams.set("q", text);
    if (kind) url.searchParams.set("kind", kind);
    return url.href;
  };

  function remember(method) {
    if (inDialog) whole.href = address(state.text, state.kind);
    else history[method](null, "", address(state.text, state.kind));
    document.title = inDialog ? document.title : title(state.text);
  }
  const ownTitle = document.title;
  const title = (text) => (text ? `${text} — ${ownTitle}` : ownTitle);

  async function run(text) {
    const mine = (state.asked += 1);
    state.text = text.trim();
    state.shown = STEP;
    if (!state.text) {
      state.hits = [];
      return draw(null);
    }
    status.textContent = "Ищем…";
    let answer;
    try {
      answer = await find(state.text);
    } catch {
      if (mine === state.asked) unavailable();
      return undefined;
    }
    if (mine !== state.asked) return undefined; // a newer question is on its way
    state.hits = answer.hits;
    return draw(answer.note);
  }

  function unavailable() {
    clear();
    status.textContent = "Поиск сейчас недоступен: нет связи, или указатель для поиска ещё не построен (его делает сборка сайта).";
    note.hidden = false;
    note.append("Всё то же самое есть ", el("a", { href: new URL("poisk/", root).href }, "в списках по разделам"), ".");
  }

  function clear() {
    status.textContent = "";
    note.replaceChildren();
    note.hidden = true;
    kinds.hidden = true;
    list.replaceChildren();
    more.hidden = true;
  }

  const again = (query) => {
    const button = el("button", { type: "button", class: "m-search__again" }, `«${query}»`);
    button.addEventListener("click", () => {
      input.value = query;
      input.focus();
      state.kind = "";
      run(query).then(() => remember("pushState"));
    });
    return button;
  };

  const notes = {
    layout: (query) => ["Похоже, включена латинская раскладка. Показано по запросу ", again(query), "."],
    typo: (query) => [`По запросу «${state.text}» ничего нет. Возможно, вы имели в виду `, again(query), ": показано по нему."],
    maybe: (query) => ["Возможно, вы имели в виду ", again(query), "?"],
    without: (missing) => [`Этого на сайте нет: «${missing}». Показано по остальным словам.`],
    some: () => ["Страниц, где есть все эти слова, нет. Показаны те, где есть хотя бы часть из них."],
  };

  function draw(why) {
    clear();
    delete box.dataset.answered; // set again when the answer to this question stands on the screen
    remember("replaceState");
    if (!state.text) return;
    if (why?.why === "short") {
      status.textContent = "Введите слово из трёх букв или длиннее: союзы и предлоги поиск пропускает.";
      box.dataset.answered = state.text;
      return;
    }
    if (!state.hits.length) {
      status.textContent = `По запросу «${state.text}» ничего не нашлось.`;
      if (why) note.append(...notes[why.why](why.query), " ");
      note.append("Попробуйте другое слово или меньше слов, либо посмотрите ", el("a", { href: new URL("poisk/", root).href }, "списки по разделам"), ".");
      note.hidden = false;
      box.dataset.answered = state.text;
      return;
    }
    if (why) {
      note.append(...notes[why.why](why.query));
      note.hidden = false;
    }
    drawKinds();
    drawList();
  }

  function drawKinds() {
    const counts = new Map();
    for (const hit of state.hits) counts.set(hit.kind, (counts.get(hit.kind) ?? 0) + 1);
    if (state.kind && !counts.has(state.kind)) counts.set(state.kind, 0);
    const ordered = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "ru"));
    kinds.replaceChildren();
    for (const [kind, count] of [["", state.hits.length], ...ordered]) {
      const chip = el("button", { type: "button", "aria-pressed": String(kind === state.kind) }, kind || "Всё", el("span", { class: "m-search__count" }, NUMBER.format(count)));
      chip.addEventListener("click", () => {
        state.kind = kind;
        state.shown = STEP;
        for (const other of kinds.children) other.setAttribute("aria-pressed", String(other === chip));
        remember("pushState");
        drawList();
      });
      kinds.append(chip);
    }
    const rest = [...kinds.children].slice(KINDS + 1).filter((chip) => chip.getAttribute("aria-pressed") !== "true");
    if (rest.length > 1) {
      const others = el("button", { type: "button", class: "m-search__others" }, `ещё ${plural(rest.length, "раздел", "раздела", "разделов")}`);
      for (const chip of rest) chip.hidden = true;
      others.addEventListener("click", () => {
        for (const chip of rest) chip.hidden = false;
        others.remove();
        rest[0].focus();
      });
      kinds.append(others);
    }
    kinds.hidden = ordered.length < 2 && !state.kind;
  }

  async function drawList() {
    const mine = state.asked;
    const { kind, shown } = state;
    const fitting = state.hits.filter((hit) => !kind || hit.kind === kind);
    const from = list.dataset.kind === kind && shown > STEP ? list.children.length : 0;
    const data = await Promise.all(fitting.slice(from, shown).map((hit) => hit.data().then((found) => ({ ...found, hit }))));
    if (mine !== state.asked || kind !== state.kind) return;
    if (!from) list.replaceChildren();
    list.dataset.kind = kind;
    list.append(...data.map(item));
    const real = fitting.filter((hit) => !hit.demo).length;
    const demo = fitting.length - real;
    const verb = RULES.select(fitting.length) === "one" ? "Найдена" : "Найдено";
    status.textContent = `${verb} ${plural(fitting.length, "страница", "страницы", "страниц")}${demo ? `, из них демонстрационных: ${NUMBER.format(demo)}` : ""}.`;
    if (!fitting.length) status.textContent = "В этом разделе ничего не нашлось.";
    more.hidden = fitting.length <= list.children.length;
    box.dataset.answered = state.text;
  }

  function item({ url, meta, excerpt: text, hit }) {
    const marks = [el("span", { class: "m-search__kind" }, hit.kind)];
    if (hit.demo) marks.push(el("span", { class: "m-badge m-badge--demo" }, "демо"));
    return el("li", {},
      el("p", { class: "m-search__title" }, el("a", { href: url }, plainText(meta.title ?? url))),
      el("p", { class: "m-search__meta" }, ...marks),
      el("p", { class: "m-search__text" }, ...excerpt(text)));
  }

  more.addEventListener("click", async () => {
    const first = list.children.length;
    state.shown += STEP * 2;
    await drawList();
    list.children[first]?.querySelector("a")?.focus();
  });

  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    state.kind = "";
    timer = setTimeout(run, 250, input.value);
  });
  form.addEventListener("submit", (event) => {
    if (inDialog) return; // the question goes to /poisk/ as an address
    event.preventDefault();
    clearTimeout(timer);
    remember("pushState");
    run(input.value);
  });

  // Arrows walk from the field through the results; Enter on a link is the browser's own.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });

  if (inDialog) {
    const dialog = el("dialog", { class: "m-search-dialog md-typeset", "aria-label": "Поиск по сайту" }, box);
    close.addEventListener("click", () => dialog.close());
    // In a search field Chromium takes the first Esc to empty it; here it closes, as everywhere in the dialog.
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    return { dialog, input };
  }

  function restore() {
    const asked = new URL(location.href).searchParams;
    input.value = asked.get("q") ?? "";
    state.kind = asked.get("kind") ?? "";
    run(input.value);
  }
  place.append(box);
  addEventListener("popstate", restore);
  restore();
  return { input };
}
