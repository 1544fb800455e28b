/* The field for a document: chosen from the device, looked into, kept with the draft. It goes with the record in one
   archive, to whoever keeps the base; who wrote it is taken out there (generator/files/media/handouts.py). */

import { button, changed, h, number } from "../shared/ui.js";
import { NotTaken, looked } from "./document-file.js";
import { keep, kept } from "./kept-pictures.js";

const TAKEN = "Файл останется на этом устройстве, пока вы не отправите запись. Он уйдёт с ней одним архивом методисту, в открытое хранилище не попадёт; "
  + "имя автора и сведения о файле уберёт программа приёма. Имена внутри текста уберите сами.";
const NOT_KEPT = "В черновике файл не сохранится: браузер не даёт места или это чужой компьютер. Не закрывайте страницу, пока не отправите запись.";
const GONE = "Файл из черновика не нашёлся на этом устройстве. Выберите его ещё раз.";

/** Make the field `made` (widgets.js) work: `made.name` is the file's name, `files` holds all files by their names. */
export function field(made, { files, letters }, { fetched, form }) {
  const show = (name, words) => {
    made.name = name;
    const blob = files.get(name);
    made.shown.replaceChildren(...(blob ? [h("p", {}, `${name}, ${number(Math.ceil(blob.size / 1024))} КБ `, button("Убрать файл", () => {
      made.input.value = "";
      show("", "Файл убран.");
      changed(made.input);
      made.input.focus();
    }))] : []));
    made.told.textContent = words;
  };
  made.input.addEventListener("change", async () => {
    const [file] = made.input.files;
    if (!file) return;
    made.told.textContent = "Смотрим, нет ли в файле лишнего…";
    try {
      const [rules, blank] = await Promise.all([fetched("../dokumenty.json"), fetched("blank.json")]);
      const { name, blob } = await looked(file, rules, blank.safety, { letters, mail: form.mail });
      files.set(name, blob);
      show(name, (await keep(name, blob)) ? TAKEN : NOT_KEPT);
    } catch (fault) {
      if (!(fault instanceof NotTaken)) console.error(fault);
      show("", fault instanceof NotTaken ? fault.message : "Файл не удалось прочитать. Проверьте связь и выберите его ещё раз.");
    }
    changed(made.input);
  });
  return async (name) => {
    const blob = files.get(name) ?? (await kept(name));
    if (made.name !== name) return; // something else was written meanwhile
    if (blob) files.set(name, blob);
    show(blob ? name : "", blob ? "" : GONE);
    if (!blob) changed(made.input);
  };
}
