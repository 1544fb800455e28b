/* The end of filling in a form: the record gets its name and day, and the panel by which it leaves. */

import { newId, today } from "./record-name.js";
import { sending, thanks } from "./send.js";

/** What stands in the panel «Отправить» of a form without mistakes. */
export async function finished(form) {
  const data = { ...form.read(), updated: today() };
  let taken = [];
  try {
    taken = await form.fetched("imena.json");
  } catch {
    /* without the names that are taken the check of the change will tell of one */
  }
  const id = newId(form.form.kind, data, { ...form.form, taken }, form.form.letters);
  const done = (way) => {
    if (form.sending.querySelector(".m-form__thanks")) return;
    form.lost = false;
    form.sending.append(thanks(way, () => form.forget(true)));
  };
  if (form.draft.beside.length) {
    const several = await import("./send-several.js");
    const beside = several.used(form.draft.beside, data);
    if (beside.length) return several.sending(form.form, data, id, beside, done);
  }
  return sending(form.form, data, id, done);
}
