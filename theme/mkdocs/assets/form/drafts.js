/* «Мои черновики»: all drafts of a form on this device, to go on with, to copy, to take to another device, to delete. */

import { button, h } from "../shared/ui.js";
import { filled } from "./record-text.js";

/** What stands in the fold of a form. */
export function drafts(form) {
  const found = form.draft.all();
  const said = h("p", { role: "status", class: "m-form__said" });
  const tell = (words) => { said.textContent = words; };
  const file = h("input", { type: "file", accept: ".yml,.yaml,.txt", class: "m-sr", tabindex: "-1", "aria-label": "Файл черновика" });
  file.addEventListener("change", () => {
    if (file.files[0]) opened(form, file.files[0], tell);
    file.value = "";
  });
  return [
    found.length ? h("ul", { class: "m-drafts" }, found.map((one) => row(form, one, tell))) : h("p", { class: "m-muted" }, "Пока ни одного: он появится, как только вы начнёте писать."),
    h("p", { class: "m-form__acts" }, found.some((one) => one.own) ? button("Начать новый", () => change(form)) : null,
      button("Открыть из файла", () => file.click()), file),
    said,
    h("p", { class: "m-muted" }, `Черновики хранятся только ${form.draft.where}. Чтобы продолжить на другом компьютере, сохраните черновик файлом и откройте его там.`),
  ];
}

/* What people call a draft: its title, or what a record without one is about. */
function titleOf(form, data) {
  const about = form.form.naming.slice(1).map((name) => {
    const its = name.replace("/", "");
    const question = form.form.sections.flatMap((section) => section.questions).find(({ n }) => n === its);
    return data[its] && question ? form.nameOf(question, data[its]) : "";
  });
  return data.title || about.filter(Boolean).join(", ") || data.summary || (data.problem ?? "").slice(0, 60) || "без названия";
}

/* Go on with another draft, without a key with an empty one. */
async function change(form, key) {
  form.draft.take(key);
  form.complaints.forget();
  form.summary.hidden = true;
  form.sending.hidden = true;
  form.warn("");
  await form.open();
  await form.views.show(form.views.knows(form.draft.view) ? form.draft.view : form.views.now, true);
  await form.offer();
  form.show();
}

/* «29.11.2026 в 09:05». */
function moment(at) {
  const [day, month, hours, minutes] = [at.getDate(), at.getMonth() + 1, at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${day}.${month}.${at.getFullYear()} в ${hours}:${minutes}`;
}

function row(form, { key, data, at, beside, own }, tell) {
  const title = titleOf(form, data);
  const when = at && moment(new Date(at));
  const act = (words, what) => button(words, what, { "aria-label": `${words}: «${title}»` });
  return h("li", { class: own ? "m-drafts__own" : null }, h("strong", {}, title), " ",
    h("span", { class: "m-muted" }, [own && "открыт сейчас", when && `изменён ${when}`].filter(Boolean).join(", ")),
    h("p", { class: "m-form__acts" },
      own ? null : act("Продолжить", () => change(form, key)),
      act("Сделать копию", () => {
        const copied = form.draft.add({ ...data, ...(data.title ? { title: `${data.title} (копия)` } : {}) }, beside);
        form.offer().then(() => tell(copied ? "" : "Копия не сделана: браузер не даёт места."));
      }),
      act("Сохранить файлом", async () => {
        const { saved } = await import("./draft-file.js");
        tell(`Проверьте загрузки: там должен быть файл ${await saved(form, data, beside)}. На другом компьютере откройте его здесь же: «Открыть из файла».`);
      }),
      act("Удалить", () => {
        if (filled(data) !== null && !confirm(`Удалить черновик «${title}»?`)) return;
        if (own) form.forget(true);
        else {
          form.draft.remove(key);
          forgotten(data, form.draft);
        }
        form.offer();
      })));
}

/* The pictures and documents of a draft that is gone. */
function forgotten(data, draft) {
  const names = [...(data.pictures ?? []), ...(data.attachments ?? [])].map((one) => one?.file).filter(Boolean);
  if (names.length) import("./kept-pictures.js").then(({ forget }) => forget(names, draft)).catch(() => {});
}

async function opened(form, file, tell) {
  try {
    const { read } = await import("./draft-file.js");
    const { data, beside, left } = await read(form, file);
    const key = form.draft.add(data, beside);
    if (key === null) throw new Error("браузер не даёт места для ещё одного черновика");
    await change(form, key);
    form.tell(`Черновик открыт из файла ${file.name}.${left.length ? ` В нём было и то, чего эта форма не спрашивает, оно не перенесено: ${left.join(", ")}.` : ""}`);
  } catch (fault) {
    tell(`Файл ${file.name} не открыт: ${fault.message}.`);
  }
}
