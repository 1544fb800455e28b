/* Taking the route away: a file of Word, a calendar, paper, a link. All of it is made on the device. */

import { button, h, newName, plural } from "../shared/ui.js";
import { calendar, dated } from "./calendar.js";
import { strongLines, wishLines } from "./found.js";
import { encode } from "./fragment.js";
import { byPhase } from "./items.js";
import { tables } from "./tables.js";
import { hasAnswers, told } from "./told.js";
import { filled } from "./word.js";

const BLANK = "marshrut-blank.docx";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const THINGS = ["дело", "дела", "дел"];

/** The part «Забрать с собой» of the plan. */
export function taking(page) {
  const link = h("div", { class: "m-route__link" });
  const send = button("Ссылка на маршрут", () => link.replaceChildren(...linked(page)), { class: page.isLink ? "m-button m-button--main" : "m-button" });
  if (page.isLink) return h("section", { class: "m-route__taking" }, h("h3", {}, "Послать"), send, link);
  const withFound = h("input", { type: "checkbox", onchange: ({ target }) => { page.tellsFound = target.checked; } });
  withFound.checked = Boolean(page.tellsFound);
  const hasFound = hasAnswers(page.sheets, page.diagnosis.first.answers);
  return h("section", { class: "m-route__taking" }, h("h3", {}, "Забрать с собой"),
    h("p", {}, "Имя и школу впишите в файл сами: страница их не знает."),
    hasFound ? h("label", { class: "m-route__done" }, withFound, " Вписать в файл и на бумагу, что показала самодиагностика: словами, без баллов") : null,
    h("div", { class: "m-form__acts" }, button("Файл Word", () => word(page), { class: "m-button m-button--main" }),
      button("Календарь", () => ics(page)), button("Напечатать", () => print()), send), link);
}

/** What the self-diagnosis has said, where the person wants it in the file; null otherwise. */
function saidOf(page) {
  if (!page.tellsFound) return null;
  const seen = told(page.sheets, page.diagnosis.first.answers);
  return { strong: strongLines(page, seen, Infinity), wish: wishLines(page, seen, Infinity) };
}

async function word(page) {
  try {
    if (!self.fflate) await import("../form/vendor/fflate.js"); // the small build of the package, which names itself
    const answer = await fetch(new URL(BLANK, document.baseURI.split("#")[0]));
    if (!answer.ok) throw new Error(String(answer.status));
    const bytes = filled(new Uint8Array(await answer.arrayBuffer()), tables(page, saidOf(page)), self.fflate);
    download("marshrut.docx", new Blob([bytes], { type: WORD }));
    page.say("Файл Word готов: marshrut.docx.");
  } catch (fault) {
    console.error(fault);
    page.say("Файл Word не собрался: нужна связь, чтобы взять бланк. Попробуйте ещё раз или напечатайте маршрут.");
  }
}

function ics(page) {
  const items = page.route.items.map((item) => ({ ...item, href: page.offers.get(item.key)?.kind === "shag" || !page.offers.has(item.key) ? "" : page.href(item.key) }));
  const said = { items, checks: page.route.checks };
  if (!dated(said)) {
    page.say("Ни у одного дела нет месяца: поставьте хотя бы один, и он попадёт в календарь.");
    return;
  }
  const text = calendar({ ...said, host: location.hostname, now: new Date(), site: page.data.site });
  download("marshrut.ics", new Blob([text], { type: "text/calendar;charset=utf-8" }));
  page.say(`Календарь готов: marshrut.ics, ${plural(dated(said), THINGS)}. Дело на месяц занимает в нём весь месяц, время остаётся свободным. Календарь телефона часто копируется в облако.`);
}

function download(name, blob) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/* The link, and what it does not carry. */
function linked(page) {
  const { hash, left } = encode(page.route);
  const address = location.origin + location.pathname + hash;
  const id = newName();
  const field = h("textarea", { id, class: "m-input", readonly: true, rows: 3, onfocus: ({ target }) => target.select() }, address);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      page.say("Ссылка скопирована.");
    } catch {
      field.focus(); // selected; a page without https may not copy
      page.say("Ссылка выделена: скопируйте её.");
    }
  };
  return [h("label", { class: "m-form__label", for: id }, "Ссылка"), h("p", { class: "m-muted" }, "В ней только дела и месяцы. ",
    left ? `Своими словами записано ${plural(left, THINGS)}: в ссылку они не вошли, там может оказаться чьё-то имя.` : ""), field, button("Скопировать", copy)];
}

/** The route on paper; it is filled in when the page is printed. */
export function paper(page) {
  const place = h("div", { class: "m-route__paper" });
  page.onPrint = () => place.replaceChildren(...sheet(page));
  return place;
}

function sheet(page) {
  const { words, headings } = page.data;
  const { words: said, lines, rows } = tables(page, saidOf(page));
  const table = (columns, its) => h("table", { class: "m-table" }, h("thead", {}, h("tr", {}, columns.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, (its.length ? its : [columns.map(() => "")]).map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell.words ?? cell))))));
  const listed = (heading, its) => (its.length ? [h("p", {}, heading), h("ul", {}, its.map((one) => h("li", {}, one)))] : null);
  return [h("h1", {}, headings.title),
    h("p", {}, "Педагог: ______________________________ Организация: ______________________________"),
    h("p", {}, [said.subject && `Предмет, классы: ${said.subject}. `, said.term && `Срок: ${said.term}.`].filter(Boolean).join("")),
    listed(headings.strong, lines.strong), listed(headings.wish, lines.wish), rows.aims.length ? table(words.aims, rows.aims) : null,
    byPhase(page.data, page.route.items).map(({ id, title }) => [h("h2", {}, title), table(words.plan, rows[id])]),
    h("h2", {}, headings.checks), table(words.checks, rows.checks), h("h2", {}, headings.end), table(words.end, rows.end),
    h("p", {}, "Педагог (подпись, дата): ______________________________")].flat(2).filter(Boolean);
}
