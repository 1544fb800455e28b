/* The end of filling in a form: the record gets its name and day, and the panel by which it leaves. */

import { newId, today } from "./record-name.js";
import { sending, thanks } from "./send.js";

/** Tell what keeps the form from being sent, else show how it leaves; its rules are there. */
export async function finish(form) {
  if (form.begun.length && !(await (await import("./newcomer.js")).allAdded(form))) return;
  form.complaints.all = true;
  await form.show();
  const hard = form.problems.filter((problem) => !problem.soft);
  if (hard.length) {
    // The quick way has no place for what the long one asks.
    if (hard.some(({ field }) => !form.complaints.placeOf(field, form.complaints.places()))) await form.views.go("vse");
    form.summary.hidden = false;
    form.complain();
    form.summary.scrollIntoView({ block: "start" });
    form.summary.focus({ preventScroll: true });
    return;
  }
  form.summary.hidden = true;
  form.sending.replaceChildren(...await finished(form));
  form.sending.hidden = false;
  form.sending.scrollIntoView({ block: "start" });
  form.sending.focus({ preventScroll: true });
}

/* What stands in the panel «Отправить» of a form without mistakes. */
async function finished(form) {
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
