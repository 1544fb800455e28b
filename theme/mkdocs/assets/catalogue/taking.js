/* What a reader has found in a catalogue, to take away as a file of Excel: the same records in the same order, with what
   the filters know of them. It is made here: nobody is asked what was chosen. */

import { h } from "../shared/ui.js";
import { workbook } from "./workbook.js";

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const BETWEEN = "; ";
const FILE = location.protocol === "file:" ? "index.html" : ""; // a folder has no index of its own

/** Offer the file: `order` are the numbers of the records, `asked` the conditions in words. */
export async function take(catalogue, order, asked, name) {
  await import("../form/vendor/fflate.js"); // the small build of the package, which names itself
  const bytes = workbook([found(catalogue, order), told(asked, order.length)], self.fflate);
  const address = URL.createObjectURL(new Blob([bytes], { type: TYPE }));
  const link = h("a", { href: address, download: `${name}.xlsx`, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** The sheet of the records: titles of columns, then a row for each. */
export function found({ data, facets, fit }, order) {
  const columns = [["Название", 50, (i) => data.titles[i]]];
  for (const { t, v, r } of facets) columns.push([t, 28, (i) => r[i].map((n) => v[n][1]).join(BETWEEN)]);
  if (fit) columns.push(["Условия", 40, (i) => fit.r[i].map((n) => fit.v[n][1]).join(BETWEEN)]);
  if (data.hours) columns.push(["Часов на подготовку", 14, (i) => data.hours[i]]);
  if (order.some((i) => i >= data.real)) columns.push(["Демонстрационная запись", 14, (i) => (i >= data.real ? "да" : "нет")]);
  columns.push(["Адрес", 60, (i) => new URL(`${encodeURIComponent(data.ids[i])}/${FILE}`, location.href.split(/[?#]/)[0]).href]);
  const rows = order.map((i) => columns.map(([, , of]) => of(i)));
  return { name: "Отобранное", widths: columns.map(([, width]) => width), rows: [columns.map(([title]) => title), ...rows] };
}

/* What was asked for, and where the same choice can be seen again. */
function told(asked, count) {
  const rows = [["Об отборе", ""], ["Записей", count], ...asked.map(({ title }) => ["Условие", title]), ["Адрес", location.href]];
  return { name: "Об отборе", widths: [16, 80], rows };
}
