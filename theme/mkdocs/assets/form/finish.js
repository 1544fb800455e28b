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
  const several = form.draft.beside.length ? await import("./send-several.js") : null;
  const beside = several?.used(form.draft.beside, data) ?? [];
  const parcel = await withPictures(form, data, id, beside);
  return beside.length ? several.sending(form.form, data, id, beside, parcel, done) : sending(form.form, data, id, parcel, done);
}

/* The record and those beside it with its pictures and documents as one file; null for a record without any. */
async function withPictures({ form, base }, data, id, beside) {
  const { files } = base.pictures;
  const names = new Set([...(data.pictures ?? []), ...(data.attachments ?? [])].map((one) => one.file).filter((name) => files.has(name)));
  if (!names.size) return null;
  const { parcel } = await import("./parcel.js");
  return parcel(form, data, id, [...names].map((name) => [name, files.get(name)]), beside);
}
