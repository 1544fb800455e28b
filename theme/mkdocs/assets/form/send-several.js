/* A record leaves this page together with the new ones that it names: as one text, or one after another into the forge. */

import { button, h } from "../shared/ui.js";
import { filled, render } from "./record-text.js";
import { addresses, closed, copying, download, panel } from "./send.js";
import { joined } from "./several.js";

/** Those records of `beside` that the data, or one of them, names. */
export function used(beside, data) {
  const said = [JSON.stringify(data)];
  const names = ({ kind, id }) => said.some((text) => text.includes(`"${id}"`) || text.includes(`${kind}/${id}`) || text.includes(`: ${id}\n`));
  const found = [];
  for (let more = true; more;) {
    const next = beside.filter((one) => !found.includes(one) && names(one));
    found.push(...next);
    said.push(...next.map(({ text }) => text));
    more = next.length > 0;
  }
  return beside.filter((one) => found.includes(one));
}

/** What stands under a form that is right: as `sending` of send.js. */
export function sending({ submit: open, ...rest }, data, id, beside, parcel, done) {
  const form = { ...rest, submit: closed(open, parcel) };
  const own = { kind: form.kind, id, title: data.title || form.title, text: render(form.kind, data, form.shape) };
  const records = [...beside, own];
  const text = joined(records);
  const file = parcel?.name ?? `${id}.txt`;
  const whole = () => download(file, parcel?.blob ?? new Blob([text], { type: "text/plain" }));
  const missing = (form.needed ?? []).filter(([name]) => filled(data[name]) === null).map(([, label]) => `«${label}»`);
  const said = h("p", { role: "status", class: "m-form__said" });
  const save = (main) => button("Скачать одним файлом", () => {
    whole();
    said.textContent = `Проверьте загрузки: там должен быть файл ${file}.`;
    done("download");
  }, main ? { class: "m-button m-button--main" } : {});
  const plain = button("Скопировать текст", () => said.replaceChildren(copying(text)));
  const { letter, letterIsWhole } = addresses(form.submit, `data/${own.kind}/${file}`, text, own.title, parcel);
  const write = letter ? h("a", { class: `m-action${form.submit.way === "letter" ? " m-button--main" : ""}`, href: letter, onclick: () => {
    if (!letterIsWhole) {
      whole();
      said.replaceChildren(`Приложите к письму файл ${file} из загрузок. Если его там нет, вставьте в письмо текст: `, copying(text));
    }
    done("letter");
  } }, letterIsWhole ? "Открыть письмо" : "Сохранить файл и открыть письмо") : null;
  const ways = form.submit.way === "issue" ? [panel({ submit: form.submit, path: `data/${own.kind}/${id}.txt`, text, title: own.title, parcel, done })] : [
    form.submit.new ? intoForge(form, records, done) : h("p", {}, `Всё вместе — один ${parcel ? "архив" : "текст"}. Передайте его методисту файлом или письмом: программа сама разберёт его на записи.`),
    h("p", { class: "m-form__acts" }, write, save(!form.submit.new && form.submit.way !== "letter"), plain), said];
  return [h("h2", { id: "m-form-sending" }, "Ошибок нет. Осталось отправить"),
    missing.length ? h("p", { class: "m-muted" }, `Отправить можно и так, но для публикации ещё понадобится: ${missing.join(", ")}.`) : null,
    h("p", {}, "Вместе с вашей записью уйдут новые: ", records.slice(0, -1).map(({ title, id: its }) => `«${title ?? its}»`).join(", "), ". Их проверят и добавят сначала."),
    ...ways].filter(Boolean);
}

/* A forge takes one new file at a time; a record that names another one has to come after it. */
function intoForge(form, records, done) {
  const forge = form.submit.way === "github" ? "GitHub" : "хранилище базы";
  return h("div", {}, h("p", {}, `Откройте ${forge} по очереди, на каждой странице нажмите зелёные кнопки до конца. Порядок важен: запись не пройдёт проверку, пока нет той, которую она называет. Или пришлите всё одним файлом.`),
    h("ol", {}, records.map(({ kind, id, title, text }, n) => {
      const { prefilled, empty } = addresses(form.submit, `data/${kind}/${id}.yml`, text, title ?? id);
      const said = h("span", {});
      return h("li", {}, h("a", { class: "m-action", href: prefilled ?? empty, target: "_blank", rel: "noopener", onclick: () => {
        if (!prefilled) said.replaceChildren(copying(text));
        if (n === records.length - 1) done(form.submit.way);
      } }, `${prefilled ? "Открыть" : "Скопировать текст и открыть"}: «${title ?? id}»`), said);
    })));
}
