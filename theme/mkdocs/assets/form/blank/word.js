/* A filled Word blank as answers: the browser's side of document_in.py and document_body.py. A file is ours by its own
   key alone. Everything in it that is not read is told with its place; nothing is dropped in silence. */

import { number } from "../../shared/ui.js";
import { short } from "../words.js";
import { Refused } from "./refused.js";
import { trimmed } from "./names.js";
import { mainPart, relations } from "./package.js";
import { Lists, ofStyles } from "./word-lists.js";
import { Runs, isPlaceholder, linesOf, promptOf, textOf } from "./word-runs.js";
import { Styles } from "./word-styles.js";
import { WHAT, isRemarks, labelIn, left, numberedLines, saidIn, writtenInRemarks } from "./word-account.js";
import { Matcher, wholeCell } from "./word-tables.js";
import { markdown } from "./word-text.js";
import { Copies, withoutTables } from "./word-copies.js";
import { emphasized, folded, ticked } from "./word-ticks.js";
import { attribute, child, children, isOn, tag, value, words } from "./xml.js";

const THROUGH = ["w:sdt", "w:sdtContent", "w:customXml", "w:smartTag"];
const CHANGED = ["w:ins", "w:moveTo", "w:del", "w:moveFrom"];
const QUIET = ["w:sdtPr", "w:sdtEndPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sectPr"];
const MOST_COLUMNS = 63; // Word's own limit
const MOST_NESTED_COLUMNS = 12; // of a table inside an answer

/** The name of the form whose blank the file is, by its own key; empty where it has none. Throws Refused for a file about
    a record that is in the base already: a form sends new ones. */
export async function formOfWord(book, blank) {
  const part = await mainPart(book, "custom-properties", "customProperties");
  if (!part) return "";
  const properties = {};
  for (const one of (await book.part(part)).children) properties[one.getAttribute("name") ?? ""] = one.textContent.trim();
  if (properties[blank.word.id]) {
    throw new Refused("это запись, которая уже есть в базе, а форма присылает новые", "отправьте файл методисту: metodoteka import покажет, что изменилось");
  }
  return (properties[blank.word.property] ?? "").split(" ")[0];
}

/** {entries: [{data}], beside: [{kind, data, place}], unread, notes}: `beside` may come along, `unread` are {place, what} that this reader cannot read, `notes` sentences
    about what is not carried over. `asked` are the questions of the form by path, `longest` is an answer. Throws Refused. */
export async function readWord(book, blank, asked, longest) {
  const reader = await bodyReader(book, blank.word);
  const blocks = body(reader.root, reader);
  const all = blocks.filter((one) => one.rows && !one.pieces);
  const tables = all.filter((one) => !isRemarks(one, blank.word));
  const [matcher, sheet] = [new Matcher(blank.word), new Answers(blank, asked, longest)];
  const found = tables.map((table) => [table, matcher.match(table)]);
  for (const [table, match] of found) {
    if (match) sheet.take(withoutTables(match, matcher));
    else if (table.rows.some((row) => row.some((cell) => cell.text))) sheet.notes.push(`таблица под заголовком «${table.heading}» не из бланка, она не прочитана: «${saidIn(table)}»`);
  }
  for (const match of found.flatMap(([, match]) => match?.inner ?? [])) sheet.take(match);
  sheet.notes.push(...sheet.copies.notes(), ...all.filter((one) => !tables.includes(one)).flatMap(writtenInRemarks));
  for (const table of tables) sheet.tables(table);
  for (const one of blocks) if (!one.rows) sheet.loose(one);
  sheet.of(reader.told, "документ");
  for (const said of reader.running) sheet.notes.push(`колонтитул не переносится: «${said}»`);
  const own = Object.entries(sheet.data).filter(([name]) => !blank.new[name]);
  const beside = Object.entries(blank.new).flatMap(([name, [kind, heading]]) => (sheet.data[name] ?? [])
    .map((data) => ({ kind, data, place: `таблица «${heading}»` })));
  return { entries: own.length ? [{ data: Object.fromEntries(own) }] : [], beside, unread: sheet.unread, notes: sheet.notes };
}

/** All paragraphs and tables of a document of any kind, with its running titles. Throws Refused. */
export async function blocksOf(book, blank) {
  const reader = await bodyReader(book, blank.word);
  return { blocks: body(reader.root, reader), running: reader.running };
}

async function bodyReader(book, word) {
  const main = await mainPart(book, "officeDocument");
  const links = await relations(book, main);
  const by = (type) => Object.values(links).filter((one) => one.type === type && !one.external && book.has(one.target));
  const root = async (type) => (by(type).length ? book.part(by(type)[0].target) : null);
  const [styles, numbering, comments] = [await root("styles"), await root("numbering"), await root("comments")];
  const addresses = Object.fromEntries(Object.entries(links).filter(([, one]) => one.external).map(([id, one]) => [id, one.target]));
  const noted = Object.fromEntries(children(comments, "w:comment").filter((one) => attribute(one, "author") !== word.author)
    .map((one) => [attribute(one, "id"), words(one)]));
  const runs = new Runs(word, addresses, new Styles(styles), new Lists(numbering), ofStyles(styles), noted);
  const running = [];
  for (const one of [...by("header"), ...by("footer")]) {
    const said = words(await book.part(one.target)).trim();
    if (/\p{L}/u.test(said) && !running.includes(said)) running.push(said);
  }
  return { runs, word, told: [], running, root: child(await book.part(main), "w:body") };
}

/* Paragraphs and tables of the document in order; tables know the heading above them. */
function body(root, reader) {
  if (!root) throw new Refused("документ Word повреждён: в нём нет текста", "скачайте или сохраните файл заново");
  const out = [];
  let [heading, tables] = ["", 0];
  for (const element of blocksIn(root, reader, reader.told)) {
    if (tag(element) === "w:tbl" && (tables += 1) > reader.word.most[0]) throw tooLarge(`больше ${reader.word.most[0]} таблиц`);
    if (tag(element) === "w:tbl") out.push({ heading, ...tableOf(element, reader) });
    else {
      const one = reader.runs.paragraph(element);
      if (one.level && textOf(one)) heading = textOf(one);
      out.push(one);
    }
  }
  return out;
}

/* Paragraphs and tables (or elements of the one name) right inside, looking through wrappings. */
function blocksIn(parent, reader, told, wanted = "", out = []) {
  for (const one of parent.children) {
    const name = tag(one);
    if (name === "w:sdt" && isPlaceholder(one, reader.word.empty)) continue;
    const prompt = name === "w:sdt" ? promptOf(one, reader.runs.styles.names, reader.word.prompt) : "";
    if (prompt) told.push({ what: "prompt", words: prompt });
    else if (THROUGH.includes(name)) blocksIn(one, reader, told, wanted, out);
    else if (CHANGED.includes(name)) told.push({ what: "changes", words: words(one) });
    else if (name === wanted || (!wanted && (name === "w:p" || name === "w:tbl"))) out.push(one);
    else if (name === "w:altChunk") told.push({ what: "chunk", words: "" });
    else if (!QUIET.includes(name) && (name === "w:p" || name === "w:tbl" || words(one).trim())) told.push({ what: "unknown", words: words(one) });
  }
  return out;
}

function tableOf(element, reader) {
  const told = [];
  const rows = [];
  for (const row of blocksIn(element, reader, told, "w:tr")) {
    const properties = child(row, "w:trPr");
    if (child(properties, "w:del") || child(properties, "w:ins")) told.push({ what: "changes", words: words(row) });
    else if (isOn(child(properties, "w:hidden")) && words(row).trim()) told.push({ what: "hidden", words: words(row) });
    if (rows.length === reader.word.most[1]) throw tooLarge(`таблица, в которой больше ${number(rows.length)} строк`);
    rows.push(cellsOf(row, rows.length, reader));
  }
  return { rows, told };
}

function cellsOf(row, number, reader) {
  const out = [];
  let column = whole(value(child(row, "w:trPr"), "w:gridBefore"), 0);
  for (const cell of blocksIn(row, reader, [], "w:tc")) {
    const look = child(cell, "w:tcPr");
    const span = Math.max(1, whole(value(look, "w:gridSpan"), 1));
    const merge = child(look, "w:vMerge");
    const goesOn = Boolean(merge) && [null, "continue"].includes(attribute(merge, "val"));
    if (column + span > MOST_COLUMNS) throw new Refused("в таблице слишком много столбцов", "верните таблицу к виду бланка");
    const told = [];
    const paragraphs = [];
    for (const element of blocksIn(cell, reader, told)) {
      if (tag(element) === "w:p") paragraphs.push(reader.runs.paragraph(element));
      else paragraphs.push(...inner(element, reader, told));
    }
    told.push(...paragraphs.flatMap((one) => one.told));
    out.push({ row: number, column, span, goesOn, paragraphs, at: cell, told, text: paragraphs.map(textOf).filter(Boolean).join(" ") });
    column += span;
  }
  return out;
}

/* A table inside an answer as a paragraph with rows; what is merged downwards is said of every row beside it. */
function inner(element, reader, told) {
  const table = tableOf(element, reader);
  told.push(...table.told, ...table.rows.flatMap((row) => row.flatMap((cell) => cell.told)));
  const rows = table.rows.map((row) => row.flatMap((cell) => {
    const its = (cell.goesOn ? wholeCell(table, cell) : cell).paragraphs;
    return Array.from({ length: cell.span }, () => its);
  }));
  const lines = rows.map((row) => row.map((cell) => cell.map(textOf).filter(Boolean).join(" ")).join(" | ")).filter((line) => line.replace(/[ |]/g, ""));
  if (!lines.length) return [];
  const isWide = Math.max(...rows.map((row) => row.length)) > MOST_NESTED_COLUMNS;
  if (isWide || rows.some((row) => row.some((cell) => cell.some((one) => one.rows)))) told.push({ what: "nested", words: lines[0] });
  return [{ pieces: [{ text: lines.join("\n"), bold: false, italic: false, href: "", code: false }], style: "", listed: "", depth: 0, level: 0, mark: "", told: [], rows }];
}

function whole(raw, otherwise) {
  return /^\d{1,8}$/.test(raw) ? Math.min(+raw, MOST_COLUMNS + 1) : otherwise;
}

function tooLarge(what) {
  return new Refused(`в документе ${what}`, "разделите его на части или отправьте методисту");
}

/* The record that grows out of the tables. */
class Answers {
  constructor(blank, asked, longest) {
    Object.assign(this, { word: blank.word, blank, asked, longest, data: {}, unread: [], notes: [], places: new Map(), copies: new Copies() });
  }

  miss(place, what, said = "") {
    this.unread.push({ place, what: what + (said ? `: «${short(said)}»` : "") });
  }

  /* What a place has told: remarks of people on the margin are notes, as are pictures, which the form takes
     from the device; everything else is not read. */
  of(told, place) {
    for (const { what, words: said } of told) {
      if (what === "comment") this.notes.push(`примечание на полях не переносится: «${short(said)}»`);
      else if (what === "picture" && !said) this.notes.push(`${place}: картинка не переносится${this.asked.has("pictures.file") ? "; выберите её в форме, в разделе «Картинки»" : ""}`);
      else this.miss(place, WHAT[what], said);
    }
  }

  take(match) {
    const { block } = match;
    for (const { cell, line, from = [] } of match.answers) for (const one of [cell, ...from]) this.places.set(one, `вопрос «${line.label}»`);
    for (const { words: said, cell, isAtLabel, isMerged } of match.unknown) {
      const what = isMerged ? `клетка «${short(said)}» объединена на несколько строк, число взято только в первой` : isAtLabel ? `под подписью «${short(said)}»` : said ? `подпись «${short(said)}» не из бланка` : "столбец без подписи";
      this.notes.push(`раздел «${block.heading}»: ${what}, «${short(cell.text)}» не прочитано`);
    }
    if (block.shape === "answers") {
      for (const one of match.answers) this.answer(one, this.data, one.line.path.split("."));
      return;
    }
    const members = new Map();
    for (const one of match.answers) members.set(one.member ?? 0, [...(members.get(one.member ?? 0) ?? []), one]);
    const path = block.path.split(".");
    for (const member of [...members.keys()].sort((a, b) => a - b)) {
      const answers = members.get(member);
      // A row that names an indicator and says nothing of it is empty.
      if (!answers.some((one) => one.line.path !== "values.indicator" && this.says(one))) {
        for (const one of answers) this.given(one);
        continue;
      }
      const lines = block.shape === "rows" && answers[0].line === block.lines[0] ? numberedLines(answers[0].cell) : "";
      if (lines) this.miss(this.places.get(answers[0].cell), "в одной клетке несколько строк с номерами", lines);
      const group = {};
      for (const one of answers) this.answer(one, group, one.line.path.slice(block.path.length + 1).split("."));
      let here = this.data;
      for (const name of path.slice(0, -1)) here = (here[name] ??= {});
      const rows = (here[path[path.length - 1]] ??= []);
      const said = this.copies.said(match, group);
      if (said.note) this.notes.push(said.note);
      if (!said.isRepeated) rows.push(group);
    }
  }

  /* A cell of a row that says nothing more, in which stands something else than the blank offers. */
  given(one) {
    const { value: said } = one.line.path === "values.indicator" ? this.valueOf(one) : { value: "" };
    const given = this.blank.questions[one.line.path]?.given ?? [];
    if (said.length && !given.includes(String(said))) this.miss(this.places.get(one.cell), "в строке ничего не заполнено", String(said));
  }

  says(one) {
    const { value: said, doubts } = this.valueOf(one);
    return said.length > 0 || doubts.some((doubt) => doubt.serious);
  }

  answer(one, group, path) {
    const { value: said, told, doubts } = this.valueOf(one);
    if (said.length > this.longest) this.miss(this.places.get(one.cell), `ответ длиннее ${number(this.longest)} знаков`);
    const place = this.places.get(one.cell);
    this.of(told, place);
    for (const doubt of doubts) {
      if (doubt.serious) this.miss(place, doubt.message);
      else this.notes.push(`${place}: ${doubt.message}`);
    }
    if (!said.length) return;
    let here = group;
    for (const name of path.slice(0, -1)) here = (here[name] ??= {});
    const last = path[path.length - 1];
    if (last in here && JSON.stringify(here[last]) !== JSON.stringify(said)) this.miss(place, "два разных ответа в документе");
    else here[last] = said;
  }

  /* {value, told, doubts}: an answer as it was given, for several answers a list. */
  valueOf({ line, cell }) {
    const q = this.asked.get(line.path);
    const paragraphs = cell.paragraphs.filter((one) => textOf(one) && ![this.word.hint, this.word.remark].includes(one.style)
      && !this.word.empty.includes(textOf(one)));
    // What no field takes is not looked at closer: it would only take time.
    if (cell.text.length > this.longest) return { value: cell.text, told: [], doubts: [] };
    if (!q) return { value: paragraphs.length ? paragraphs.map(textOf).join(" ") : "", told: [], doubts: [] };
    if (q.w === "text") return { value: markdown(paragraphs, this.word), told: [], doubts: [] };
    let lines = paragraphs.flatMap(linesOf);
    const told = paragraphs.filter((one) => one.rows).map((one) => ({ what: "nested", words: textOf(one) }));
    const labels = this.blank.questions[line.path]?.ticked;
    if (labels) {
      const found = ticked(lines, labels);
      const marked = found.answers.length ? [] : emphasized(cell.at);
      if (marked.length) told.push({ what: "emphasis", words: marked.join(", ") });
      return { value: found.answers, told, doubts: found.doubts };
    }
    const pieces = paragraphs.flatMap((one) => one.pieces);
    if (q.n === "url") {
      const links = pieces.map((one) => one.href).filter(Boolean);
      if (links.length) lines = links;
    } else {
      told.push(...pieces.filter((one) => one.href && one.text.trim() && !one.text.includes(trimmed(one.href, "/", false)))
        .map((one) => ({ what: "link", words: `${one.text.trim()} — ${one.href}` })));
    }
    if (q.w === "choices" || q.w === "lines") return { value: lines, told, doubts: [] };
    if (paragraphs.filter((one) => one.listed === "number").length > 1) {
      lines = paragraphs.map((one) => [one.mark, ...linesOf(one)].filter(Boolean).join(" ")); // the numbers that are seen
    }
    return { value: lines.join(" "), told, doubts: [] };
  }

  /* What stands in a table beside the answers: in cells that answer nothing, between cells. */
  tables(table) {
    this.of(table.told, `таблица «${table.heading}»`);
    for (const row of table.rows) {
      for (const cell of row) this.of(cell.told, this.places.get(cell) ?? `таблица «${table.heading}», «${short(labelIn(row[0], this.word), 40)}»`);
    }
  }

  /* Text between the tables that the blank did not print. */
  loose(paragraph) {
    const said = textOf(paragraph);
    this.of(paragraph.told, "текст между таблицами");
    if (!said || paragraph.style === this.word.remark || this.word.printed.includes(folded(said))) return;
    const rest = left([paragraph], this.word.printed.filter((one) => one.split(" ").length > 2 && folded(said).includes(one)));
    if (rest) this.notes.push(`текст вне таблиц не переносится: «${short(rest)}»`);
  }
}
