/* A record, its pictures and documents in one file, laid out as in the base: whoever keeps it unpacks the file there. */

import { render } from "./record-text.js";

/** {name, blob, pictures, hasDocuments}: the file to hand over, and the pictures by themselves: a document that is not freed of
    its author yet goes in no other way; `found` are pairs of name and blob,
    `beside` the new records {kind, id, text} that go along. */
export async function parcel(form, data, id, found, beside = []) {
  await import("./vendor/fflate.js"); // the small build of the package, which names itself
  const { strToU8, zipSync } = self.fflate;
  const parts = { [`data/${form.kind}/${id}.yml`]: strToU8(render(form.kind, data, form.shape)) };
  for (const { kind, id: its, text } of beside) parts[`data/${kind}/${its}.yml`] = strToU8(text);
  for (const [name, blob] of found) parts[`content/files/${form.kind}/${id}/${name}`] = new Uint8Array(await blob.arrayBuffer());
  // Pictures are small already; a fixed day, so that the same record is the same file.
  const packed = zipSync(parts, { level: 0, mtime: "2000-01-01" });
  const pictures = found.filter(([, blob]) => blob.type.startsWith("image/"));
  return { name: `${id}.zip`, blob: new Blob([packed], { type: "application/zip" }), pictures, hasDocuments: pictures.length < found.length };
}
