/* From «попробовал(а)» to a report for everybody: what goes along is asked here, and handed to the form in the memory of
   this tab. Nothing of it stands in an address. */

import { h, newName } from "../shared/ui.js";
import { HANDED, hand } from "./handed.js";
import { act, shown } from "./look.js";
import { read } from "./store.js";

/** Asks what of a saved practice goes into the report, then opens the form at `address`. */
export async function ask({ id, title, note, since }, address) {
  const me = read("me") ?? {};
  const names = await named(me);
  const place = h("input", { type: "checkbox", checked: true });
  const text = newName();
  const words = h("textarea", { id: text, class: "m-own__input", rows: "6", "aria-describedby": `${text}-help` });
  words.value = [[names.class, names.subject].filter(Boolean).join(", "), note].filter(Boolean).join("\n\n");
  const go = () => {
    const territory = names.district && place.checked ? `districts/${me.district}` : undefined;
    hand({ practice: id, territory, date: since.slice(0, 7), note: words.value.trim() || undefined });
    location.assign(new URL(HANDED, address));
  };
  await shown("Рассказ о применении", h("p", {}, `Форма откроется с практикой «${title}». Проверьте, что взять с собой: пока вы не отправите форму, этого никто не увидит.`),
    names.district && h("label", { class: "m-own__tick" }, place, h("span", {}, names.district)),
    h("label", { class: "m-own__label", for: text }, "Что перенести в рассказ"), words,
    h("p", { id: `${text}-help`, class: "m-muted" }, "Это ваши класс, предмет и заметка. Сотрите лишнее: имена учеников, всё личное. Можно не оставлять ничего."),
    h("p", { class: "m-own__acts" }, act("Открыть форму", go, { class: "m-action m-action--main" }), act("Не сейчас", (event) => event.target.closest("dialog").close())));
}

/* What class, subject and district are called; nothing where the lists do not come. */
async function named(me) {
  try {
    return await (await import("./lists.js")).names(me);
  } catch {
    return {};
  }
}
