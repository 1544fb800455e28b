/* «Все строки»: the rows of somebody's own table as one file, handed to the keeper of the base by letter or by hand. Into a
   public place such a file never goes: plans are full of names. */

import { button, h, plural } from "../../shared/ui.js";
import { download } from "../send.js";
import { slug } from "../record-name.js";
import { sheetsFor, workbook } from "./own-file.js";
import { cellAt, wholeAt } from "./own-tables.js";

const SPOKEN = ["when", "when_end", "responsible", "section"];
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The button and what is said after it; `ready` are the rows that are clear. */
export function handedOver({ form }, { file, rules }, ready, { period, titles }) {
  if (!ready.length) return h("p", {}, "Понятных строк нет, собирать нечего.");
  const { kind } = ready[0].part;
  const said = h("div", { role: "status", class: "m-form__said" });
  const name = `${kind === "plan" ? "plan" : "praktiki"}-${slug(file.name.replace(/\.[^.]*$/, ""), form.letters).slice(0, 40) || "tablica"}.xlsx`;
  const act = button("Все строки одним файлом", async () => {
    const title = titleOf(kind, rules, period, titles);
    const bytes = await workbook(sheetsFor(ready, { title, rules, cellOf }));
    download(name, new Blob([bytes], { type: TYPE }));
    const letter = form.submit.mail && `mailto:${form.submit.mail}?subject=${encodeURIComponent(`Методотека: ${title}`)}&body=${
      encodeURIComponent(`Здравствуйте! Посылаю таблицу для базы: ${plural(ready.length, ["строка", "строки", "строк"])}. Она в приложенном файле ${name}.`)}`;
    said.replaceChildren(h("p", {}, `Проверьте загрузки: там должен быть файл ${name}. Передайте его методисту: ${letter ? "письмом, " : ""}в мессенджере, на флешке. `
      + "Программа прочитает все строки разом: сроки, серии, ответственных; имена людей в записи не попадут."),
    ...(letter ? [h("p", { class: "m-form__acts" }, h("a", { class: "m-action", href: letter }, "Открыть письмо"))] : []));
  });
  return h("div", {}, h("p", { class: "m-form__acts" }, act), h("p", { class: "m-muted" },
    `${plural(ready.length, ["понятная строка", "понятные строки", "понятных строк"])} — новой таблицей Excel, без остального, что есть в вашем файле. Сам файл никуда не отправляется.`), said);
}

/* By these words the import knows what the rows are and for which year. */
function titleOf(kind, rules, period, titles) {
  const year = period.includes("/") ? ` на ${period.slice(0, 4)}-${+period.slice(0, 4) + 1} учебный год` : period ? ` на ${period} год` : "";
  const isRoadmap = kind === "plan" && new RegExp(rules.roadmap, "iu").test(titles.join(" "));
  return rules.titles[isRoadmap ? "roadmap" : kind] + year;
}

/* What a cell of the file says: of a merged one each row beside it, but for rows that only go on with the one above. */
function cellOf({ table, kind, columns, context }, raw, column) {
  const isSpoken = SPOKEN.includes(columns[column]) || column in context || kind === "bank";
  const number = Object.keys(columns).find((at) => columns[at] === "number");
  const goesOn = number !== undefined && cellAt(raw, +number)?.goesOn;
  const cell = isSpoken && !goesOn ? wholeAt(table, raw, column) : cellAt(raw, column);
  return (cell?.lines ?? []).join("\n");
}
