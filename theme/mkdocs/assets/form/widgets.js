/* One control for every kind of question. A control has `q` (the question), `el`, `input` (what takes the focus), read()
   and write(value); groups have `kids`, lists of groups `items`. */

import { clean } from "./characters.js";
import { button, changed, h, newName } from "../shared/ui.js";
import { combo, fold, NOT_LOADED } from "./combo.js";
import { file } from "./file-widget.js";
import { framed, labelled, need } from "./frames.js";
import { applies, filled } from "./record-text.js";

const FEW = 12;
const STARTED = ["steps", "criteria"]; // lists that begin with one member to fill in

/** `base` has lists(name): a promise of the options of a list of records; alike(written, options) promises those that may
    mean the same, and missing(question, take) is what stands under a list that may lack a record. */
export function control(question, base) {
  return (MAKE[question.t] ?? MAKE[question.w] ?? line)(question, base);
}

const MAKE = { line, number: line, date: line, text, lines, flag, choice, choices, group, groups, file, document: file };

function line(q) {
  const numeric = q.w === "number" ? { inputmode: q.t === "int" ? "numeric" : "decimal" } : {};
  const kind = q.t === "url" ? { type: "url" } : {};
  const input = h("input", { id: newName(), class: `m-input${q.w === "line" && (!q.t || q.t === "url") ? "" : " m-input--short"}`, autocomplete: "off", ...numeric, ...kind });
  const read = () => {
    const said = oneLine(input.value);
    // A comma in a number needs no question: everybody here writes it so.
    return q.w === "number" && /^-?\d+,\d+$/.test(said) ? said.replace(",", ".") : said;
  };
  return labelled(q, input, { read, write: (value) => { input.value = value ?? ""; } });
}

/** An answer on one line, without what nobody sees. */
export function oneLine(value) {
  return clean(value, " ").replaceAll("\t", " ").trim();
}

function text(q) {
  const input = h("textarea", { id: newName(), class: "m-input", rows: 4 });
  const mark = (change) => () => {
    const { selectionStart: from, selectionEnd: to, value } = input;
    const [start, end, said] = change(value, from, to);
    input.setRangeText(said, start, end, "select");
    input.focus();
    changed(input);
  };
  const bold = mark((value, from, to) => [from, to, `**${value.slice(from, to) || "важное"}**`]);
  const list = mark((value, from, to) => {
    const start = value.lastIndexOf("\n", from - 1) + 1;
    return [start, to, (value.slice(start, to) || "пункт").split("\n").map((row) => (row.startsWith("- ") ? row : `- ${row}`)).join("\n")];
  });
  const bar = h("div", { role: "group", class: "m-form__bar", "aria-label": `Оформление: ${q.l}` },
    button("Жирный", bold), button("Список", list), h("span", { class: "m-muted" }, "Новый абзац — пустая строка"));
  const told = h("p", { class: "m-muted m-form__said", role: "status" });
  input.addEventListener("paste", (event) => {
    const [words, html] = ["text/plain", "text/html"].map((type) => event.clipboardData?.getData(type) ?? "");
    if (!words) return;
    event.preventDefault();
    import("./pasted.js").then(({ pasted, lost }) => [pasted(words), lost(html)], () => [words, ""]).then(([said, left]) => {
      input.setRangeText(said, input.selectionStart, input.selectionEnd, "end");
      told.textContent = left && `Вставлен простой текст. Не перенеслось: ${left}. Проверьте, не изменился ли смысл.`;
      changed(input);
    });
  });
  // What came in another way (dropped, put in by the keyboard's own clipboard) and cannot have been typed.
  input.addEventListener("change", async () => {
    if (!/[\t\uf000-\uf0ff]/.test(input.value)) return;
    const { pasted } = await import("./pasted.js");
    input.value = pasted(input.value);
    changed(input);
  });
  const made = labelled(q, input, {
    // A tab would turn the text of the file into one line that nobody can read.
    read: () => clean(input.value).replaceAll("\t", input.value.includes("```") ? "    " : " ").trim(),
    write: (value) => { input.value = value ?? ""; },
  }, bar);
  made.el.append(told);
  return made;
}

function lines(q) {
  const input = h("textarea", { id: newName(), class: "m-input", rows: 2 });
  return labelled({ ...q, h: [q.h, "каждое — с новой строки"].filter(Boolean).join("; ") }, input, {
    read: () => clean(input.value).split("\n").map((row) => oneLine(row.replace(/^\s*(?:[-•·–*]\s+|[\uf000-\uf0ff]\s*)/, ""))).filter(Boolean),
    write: (value) => { input.value = (value ?? []).join("\n"); },
  });
}

function flag(q) {
  const input = h("input", { id: newName(), type: "checkbox" });
  return labelled(q, input, { read: () => (input.checked ? "true" : ""), write: (value) => { input.checked = value === "true"; } });
}

function choice(q, base) {
  if (q.f || q.o.length > FEW) {
    const load = async () => (q.f ? base.lists(q.f) : q.o);
    const box = combo(load, q.l, q.f === "organizations" ? (...said) => base.alike(...said) : null);
    const write = (value) => box.write(value ?? "");
    return labelled(q, box.input, { read: box.read, write }, q.f ? base.missing(q, write) : null, box.el);
  }
  const input = h("select", { id: newName(), class: "m-input m-input--short" }, h("option", { value: "" }, "не выбрано"),
    q.o.map(([value, label]) => h("option", { value }, label)));
  return labelled(q, input, {
    read: () => input.value,
    write(value) {
      // What is none of the choices (a word of a file, a term that is gone) is shown, for the rules to tell.
      if (value && ![...input.options].some((one) => one.value === value)) input.append(h("option", { value }, value));
      input.value = value ?? "";
    },
  });
}

function choices(q, base) {
  const name = newName();
  const boxes = new Map();
  const list = h("ul", { class: "m-form__boxes" });
  const chosen = h("span", { class: "m-muted" });
  const tell = () => {
    const words = [...boxes.values()].filter((box) => box.checked).map((box) => box.dataset.label);
    chosen.textContent = words.length ? `: ${words.join(", ")}` : ": ничего не отмечено";
  };
  const fill = (options) => {
    const checked = read();
    // What is none of the choices has a box too: it can be told and taken away.
    const others = checked.filter((value) => !options.some(([id]) => id === value)).map((value) => [value, value]);
    boxes.clear();
    list.replaceChildren(...[...others, ...options].map(([value, label]) => {
      const box = h("input", { type: "checkbox", value, "data-label": label });
      box.checked = checked.includes(value);
      boxes.set(value, box);
      return h("li", {}, h("label", {}, box, " ", label));
    }));
    tell();
  };
  const read = () => [...new Set([...waiting.filter((value) => !boxes.has(value)), ...[...boxes].filter(([, box]) => box.checked).map(([value]) => value)])];
  let waiting = [];
  let loading = null;
  const load = () => (loading ??= base.lists(q.f).then(fill, () => {
    loading = null;
    chosen.textContent = `: ${NOT_LOADED}`;
  }));
  list.addEventListener("change", tell);
  const long = q.f || q.o.length > FEW;
  const summary = h("summary", { id: `${name}-summary` }, "Отметить", chosen);
  const find = long ? finding(q, name, boxes, () => {
    tell();
    changed(list);
  }) : null;
  const fold_ = h("details", { class: "m-fold" }, summary, find, list);
  if (q.f) fold_.addEventListener("toggle", load);
  else fill(q.o);
  tell();
  const more = q.f ? base.missing(q, (value) => {
    waiting = [...read(), value];
    loading = null;
    fold_.open = true;
    return load();
  }) : null;
  const made = framed(q, {
    read,
    write(value) {
      waiting = value ?? [];
      for (const box of boxes.values()) box.checked = false;
      if (!q.f) fill(q.o);
      for (const [id, box] of boxes) box.checked = waiting.includes(id);
      if (q.f && waiting.length) load();
      tell();
    },
  }, [fold_, more].filter(Boolean));
  made.input = summary;
  return made;
}

/* A field that hides the boxes whose words are others («5-7»: of other classes), and a button that ticks those it leaves. */
function finding(q, name, boxes, ticked) {
  const filter = h("input", { id: name, class: "m-input", "aria-label": `Найти: ${q.l}`, placeholder: "найти в списке", autocomplete: "off" });
  const left = () => [...boxes.values()].filter((box) => !box.closest("li").hidden);
  const all = button("Отметить найденные", () => {
    for (const box of left()) box.checked = true;
    ticked();
  }, { hidden: true });
  filter.addEventListener("input", () => {
    const classes = /^(\d{1,2})\s*[–—-]\s*(\d{1,2})$/.exec(filter.value.trim());
    const fits = (label) => (classes
      ? [...label.matchAll(/\d+/g)].some(([n]) => +n >= +classes[1] && +n <= +classes[2])
      : fold(label).includes(fold(filter.value.trim())));
    for (const box of boxes.values()) box.closest("li").hidden = !fits(box.dataset.label);
    all.hidden = !filter.value.trim() || !left().length || left().length > FEW;
  });
  return h("div", { class: "m-form__find" }, filter, all);
}

function group(q, base) {
  const kids = q.q.map((inner) => control(inner, base));
  const body = kids.map((kid) => kid.el);
  if (q.r) return Object.assign(framed(q, reading(kids), body), { kids, input: kids[0].input });
  const summary = h("summary", {}, q.l, need(q) ?? h("span", { class: "m-muted" }, " — если есть что сказать"));
  const help = q.h ? [h("p", { class: "m-muted" }, q.h)] : [];
  const error = h("p", { class: "m-form__error", hidden: true });
  const el = h("details", { class: "m-fold m-form__group" }, summary, h("div", { role: "group", "aria-label": q.l }, help, error, body));
  return { q, el, kids, input: summary, error, ...reading(kids, (value) => { if (filled(value)) el.open = true; }) };
}

function groups(q, base) {
  const made = framed(q, {
    read: () => made.items.map((item) => item.read()),
    write(value) {
      for (const item of made.items.splice(0)) item.el.remove();
      const rows = value?.length ? value : STARTED.includes(q.n) ? [{}] : [];
      rows.forEach((one) => add().write(one));
    },
  }, []);
  made.items = [];
  const place = h("div", {});
  const more = button(`Добавить: ${q.one.toLowerCase()}`, () => {
    const item = add();
    changed(made.el);
    item.kids[0].input.focus();
  });
  made.el.append(place, more);
  made.input = more;
  const number = () => made.items.forEach((item, n) => {
    item.legend.textContent = `${q.one} ${n + 1}`;
    item.up.disabled = n === 0;
    item.down.disabled = n === made.items.length - 1;
    for (const [act, word] of [[item.up, "Выше"], [item.down, "Ниже"], [item.drop, "Убрать"]]) {
      act.setAttribute("aria-label", `${word}: ${q.one.toLowerCase()} ${n + 1}`);
    }
  });
  const move = (item, step) => {
    const from = made.items.indexOf(item);
    made.items.splice(from, 1);
    made.items.splice(from + step, 0, item);
    place.append(...made.items.map((one) => one.el));
    number();
    (step < 0 ? (item.up.disabled ? item.down : item.up) : (item.down.disabled ? item.up : item.down)).focus();
    changed(made.el);
  };
  const add = () => {
    const kids = q.q.map((inner) => control(inner, base));
    const item = { kids, ...reading(kids), legend: h("legend", {}) };
    item.up = button("↑", () => move(item, -1));
    item.down = button("↓", () => move(item, 1));
    item.drop = button("Убрать", () => {
      const at = made.items.indexOf(item);
      made.items.splice(at, 1);
      item.el.remove();
      number();
      (made.items[Math.min(at, made.items.length - 1)]?.drop ?? more).focus();
      changed(made.el);
    });
    item.el = h("fieldset", { class: "m-form__item" }, item.legend, kids.map((kid) => kid.el),
      h("p", { class: "m-form__acts" }, item.up, item.down, item.drop));
    made.items.push(item);
    place.append(item.el);
    number();
    return item;
  };
  return made;
}

/** read() and write() of a group of controls; questions that do not apply are hidden and not read. */
export function reading(kids, after = () => {}) {
  return {
    read() {
      const data = {};
      for (const kid of kids) {
        const shown = applies(kid.q, data);
        kid.el.hidden = !shown;
        if (shown) data[kid.q.n] = kid.read();
      }
      return data;
    },
    write(data) {
      for (const kid of kids) kid.write(data?.[kid.q.n]);
      after(data);
    },
  };
}
