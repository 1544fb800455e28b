/* How a record leaves this page: a new file or an issue on the forge, a downloaded file, or a letter. Only on the person's
   click. */

import { button, h } from "../shared/ui.js";
import { byIssue, LONGEST_ADDRESS } from "./issue.js";
import { filled, render } from "./record-text.js";

const LONGEST_LETTER = 1800;
const FORGE = { github: "GitHub", gitea: "хранилище базы" };

const PRESSED = {
  github: ["Внизу или справа вверху нажмите зелёную кнопку «Commit changes…» («Propose changes»)", "На следующей странице нажмите зелёную кнопку «Create pull request»"],
  gitea: ["Внизу выберите «Создать новую ветку и предложить изменения» и нажмите зелёную кнопку", "На следующей странице нажмите «Создать запрос на слияние»"],
};

const COPIED = " Текст скопирован.";
const SELECTED = " Браузер не дал скопировать текст сам: он выделен ниже, нажмите Ctrl+C (на телефоне — «Копировать»).";

/** Addresses of the ways to send: `prefilled` (null when too long) and `empty` of the forge, `mail`. */
export function addresses(submit, path, text, title, parcel = null) {
  const empty = submit.new && `${submit.new}?filename=${encodeURIComponent(path)}`;
  const prefilled = empty && `${empty}&value=${encodeURIComponent(text)}`;
  const letter = (body) => `mailto:${submit.mail}?subject=${encodeURIComponent(`Методотека: ${title}`)}&body=${encodeURIComponent(body)}`;
  const whole = submit.mail && letter(`Здравствуйте! Предлагаю запись для базы.\n\nФайл: ${path}\n\n${text}`);
  const fits = whole && whole.length <= LONGEST_LETTER && !parcel;
  const file = parcel?.name ?? path.split("/").pop();
  return {
    empty,
    prefilled: prefilled && prefilled.length <= LONGEST_ADDRESS ? prefilled : null,
    letter: submit.mail && (fits ? whole : letter(`Здравствуйте! Предлагаю запись для базы. Она в приложенном файле ${file}.`)),
    letterIsWhole: Boolean(fits),
  };
}

/** What stands under a form that is right: the record `data` as the file `id`, with its files in `parcel` (parcel.js,
    null without any); `done(way)` is called when it has gone. */
export function sending(form, data, id, parcel, done) {
  const missing = (form.needed ?? []).filter(([name]) => filled(data[name]) === null).map(([, label]) => `«${label}»`);
  return [h("h2", { id: "m-form-sending" }, "Ошибок нет. Осталось отправить"),
    missing.length ? h("p", { class: "m-muted" }, `Отправить можно и так, но для публикации ещё понадобится: ${missing.join(", ")}.`) : null,
    panel({ submit: form.submit, path: `data/${form.kind}/${id}.yml`, text: render(form.kind, data, form.shape), title: data.title || form.title, parcel, done }),
  ].filter(Boolean);
}

/** What the person has still to do after sending in a `way`; `anew` empties the form. */
export function thanks(way, anew) {
  const next = way === "download" ? "Проверьте, что файл есть в загрузках, и передайте его методисту: без этого запись не попадёт в базу."
    : way === "letter" ? "Когда письмо уйдёт, методист ответит на него."
    : way === "issue" ? "Нажмите «Создать» (Create) на открывшейся странице. Пока этого не сделано, запись видна только вам."
      : "Доведите дело до конца на открывшейся странице: нажмите там зелёные кнопки. Пока этого не сделано, запись видна только вам.";
  return h("div", { class: "m-form__thanks", role: "status" }, h("p", {}, h("strong", {}, "Спасибо! "), next),
    h("p", {}, "Черновик остался на этом устройстве. Если запись отправлена, его можно удалить."),
    h("p", { class: "m-form__acts" }, button("Удалить черновик и начать новую запись", anew)));
}

/** `submit` as a record with this parcel may leave: a document whose author is not taken out yet goes into no open place. */
export function closed(submit, parcel) {
  return parcel?.hasDocuments ? { ...submit, way: submit.mail ? "letter" : "download", new: "", isClosed: submit.way !== "letter" && submit.way !== "download" } : submit;
}

/** The panel «Отправить»; `done` is called when the person has sent or saved the record. */
export function panel({ submit: open, path, text, title, parcel, done }) {
  const submit = closed(open, parcel);
  const file = parcel?.name ?? path.split("/").pop();
  const { empty, prefilled, letter, letterIsWhole } = addresses(submit, path, text, title, parcel);
  const heard = h("span", {});
  const said = h("p", { role: "status", class: "m-form__said" }, heard);
  const copied = async () => { heard.textContent = (await copy(text, plain)) ? COPIED : SELECTED; };
  const plain = h("textarea", { class: "m-input m-form__file", readonly: true, rows: 8, "aria-label": `Текст файла ${file}` });
  plain.value = text;
  // A browser does not tell whether the file has got there; those inside messengers drop it without a word.
  const saved = () => {
    download(file, parcel?.blob ?? new Blob([text], { type: "application/yaml" }));
    said.replaceChildren(`Проверьте загрузки: там должен быть файл ${file}. Если его нет (так бывает, когда страница открыта внутри `
      + "мессенджера или другого приложения), отправьте запись текстом, она не пропала: ", ...byText(), heard);
  };
  const byText = () => [button("Скопировать текст", copied), navigator.share && !parcel?.hasDocuments
    ? button("Поделиться", () => share(path.split("/").pop(), text, title, parcel), { "aria-label": "Поделиться записью через другое приложение" }) : null].filter(Boolean);
  const save = (words, first) => button(words, () => { saved(); if (first) done("download"); }, first ? { class: "m-button m-button--main" } : {});
  const away = (words, href, way, copies) => h("a", {
    class: "m-action m-button--main", href, target: way === "letter" ? null : "_blank", rel: "noopener",
    onclick: () => {
      if (way === "letter" && !letterIsWhole) saved();
      if (copies || (way === "letter" && !letterIsWhole)) copied();
      done(way);
    },
  }, words);
  const { lead, main, steps } = course({ submit, path, file, parcel, prefilled, empty, letter, letterIsWhole, text, title, away, save });
  const others = [submit.way !== "download" ? save("Скачать файл", false) : null,
    ...byText(),
    letter && submit.way !== "letter" ? away("Отправить письмом", letter, "letter") : null];
  return h("div", {}, h("p", {}, lead), h("ol", {}, [main.textContent, ...steps].map((step, n) =>
    h("li", {}, n ? step : [`Нажмите «${step}»`]))), h("p", { class: "m-form__acts" }, main), said,
  h("details", { class: "m-fold" }, h("summary", {}, "Отправить иначе или посмотреть файл"),
    h("p", { class: "m-form__acts" }, others), h("p", { class: "m-muted" }, `Имя файла: ${path}`), plain));
}

/* Where the record goes: what is said first, the button, and what the person does then. */
function course({ submit, path, file, parcel, prefilled, empty, letter, letterIsWhole, text, title, away, save }) {
  const forge = FORGE[submit.way];
  const press = PRESSED[submit.way] ?? PRESSED.gitea;
  const enter = `Если попросят, войдите или зарегистрируйтесь: нужна бесплатная учётная запись`;
  const after = "Методист проверит запись и ответит там же; ничего на сайте до этого не изменится";
  let lead, steps, main;
  if (forge && prefilled) {
    lead = `Откроется ${forge === "GitHub" ? "страница GitHub" : "страница хранилища"} с готовым файлом ${file}.`;
    main = away(`Открыть ${forge}`, prefilled, submit.way, true);
    steps = [enter, "Если текста на странице нет, щёлкните в большое поле и вставьте его (Ctrl+V): он уже скопирован", ...press, after];
  } else if (forge) {
    lead = "Запись длинная и не помещается в адрес страницы. Так бывает с подробными практиками: текст скопируется, вставьте его сами.";
    main = away(`Скопировать текст и открыть ${forge}`, empty, "long", true);
    steps = [enter, `Щёлкните в большое пустое поле и вставьте текст: Ctrl+V, на телефоне — долгое нажатие и «Вставить»`, ...press, after];
  } else if (submit.way === "issue") {
    ({ lead, main, steps } = byIssue(submit.issue, { text, title, away, enter, after }));
  } else if (submit.way === "letter") {
    lead = letterIsWhole ? "Откроется письмо с готовым текстом."
      : `${parcel ? "В письмо файлы не поместить" : "Запись длинная для письма"}: браузер сохранит файл ${file}, приложите его.`;
    main = away("Открыть письмо", letter, "letter");
    steps = [...(letterIsWhole ? [] : [`Приложите к письму файл ${file} из загрузок; если его там нет, вставьте в письмо текст: он уже скопирован`]), "Отправьте письмо", "Методист проверит запись и ответит; ничего на сайте до этого не изменится"];
  } else {
    lead = `Браузер сохранит ${parcel ? "запись и файлы к ней одним архивом" : "запись файлом"} ${file}.`;
    main = save("Скачать файл", true);
    steps = ["Передайте файл методисту или тому, кто ведёт базу: почтой, в мессенджере, на флешке",
      parcel ? "Тот, кто ведёт базу, внесёт его в базу, посмотрит картинки и файлы, проверит и опубликует"
        : `Тот, кто ведёт базу, положит его в папку ${path.slice(0, path.lastIndexOf("/"))}, проверит и опубликует`];
  }
  if (submit.isClosed) lead = `Запись с файлами посылают закрытым путём: в открытом хранилище их увидели бы все, ещё не очищенными от имён. ${lead}`;
  if (parcel && (forge || submit.way === "issue")) steps.push(`Картинки передайте методисту отдельно, архивом ${file} («Скачать файл» ниже): в открытом хранилище их увидели бы все, ещё не проверенными`);
  return { lead, main, steps };
}

/** A field with the text, which is copied at once where the browser allows it. */
export function copying(text) {
  const said = h("span", { role: "status" });
  const plain = h("textarea", { class: "m-input m-form__file", readonly: true, rows: 4, "aria-label": "Текст записи" });
  plain.value = text;
  copy(text, plain).then((right) => said.append(right ? COPIED : SELECTED));
  return h("div", {}, said, plain);
}

/** What is written in a form that keeps no draft, to be copied from the words that say so. */
export function copied(form) {
  form.alert.querySelector("textarea")?.parentElement.remove();
  form.alert.append(copying(render(form.form.kind, form.read(), form.form.shape)));
}

async function copy(text, plain) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const fold = plain.closest("details");
    if (fold) fold.open = true;
    plain.select();
    return false;
  }
}

/* The file where the device can hand files on, else its text; whoever closes the window of the device has decided so. */
function share(name, text, title, parcel) {
  const files = [new File([text], name, { type: "text/plain" }),
    ...(parcel?.pictures ?? []).map(([picture, blob]) => new File([blob], picture, { type: blob.type }))];
  navigator.share(navigator.canShare?.({ files }) ? { files, title } : { text, title }).catch(() => {});
}

/** Give the person a file. */
export function download(name, blob) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
