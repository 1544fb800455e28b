/* The field for a picture: chosen from the device or taken with its camera, shown small, kept with the draft. */

import { button, changed, h, number } from "../shared/ui.js";
import { keep, kept } from "./kept-pictures.js";
import { NotTaken, madeReady, thumbnail } from "./picture-file.js";

const NOT_KEPT = "В черновике картинка не сохранится: браузер не даёт места или это чужой компьютер. Не закрывайте страницу, пока не отправите запись.";
const GONE = "Картинка из черновика не нашлась на этом устройстве. Выберите её ещё раз.";

/** Make the field `made` (widgets.js) work: `made.name` is the file's name, `files` holds the pictures by their names. */
export function field(made, { files, limits, letters }) {
  const show = async (name, words) => {
    made.name = name;
    const blob = files.get(name);
    made.shown.replaceChildren(...(blob ? [await thumbnail(blob), h("p", {}, `${name}, ${number(Math.ceil(blob.size / 1024))} КБ `,
      button("Убрать картинку", () => {
        made.input.value = "";
        clear("Картинка убрана.");
        changed(made.input);
        made.input.focus();
      }))] : []));
    made.told.textContent = words;
  };
  const clear = (words) => show("", words);
  made.input.addEventListener("change", async () => {
    const [file] = made.input.files;
    if (!file) return;
    made.told.textContent = "Готовим картинку…";
    try {
      const { name, blob } = await madeReady(file, limits, letters);
      files.set(name, blob);
      await show(name, (await keep(name, blob)) ? "Картинка уменьшена, место и время съёмки убраны. Она остаётся на этом устройстве." : NOT_KEPT);
    } catch (fault) {
      await clear(fault instanceof NotTaken ? fault.message : "Картинку не удалось прочитать. Выберите другую.");
    }
    changed(made.input);
  });
  return async (name) => {
    const blob = files.get(name) ?? (await kept(name));
    if (made.name !== name) return; // something else was written meanwhile
    if (blob) files.set(name, blob);
    await (blob ? show(name, "") : clear(GONE));
    if (!blob) changed(made.input);
  };
}
