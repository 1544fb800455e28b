/* A record and its pictures in one file, laid out as in the base: whoever keeps it unpacks the file there. */

import { render } from "./record-text.js";
import { strToU8, zipSync } from "./vendor/fflate.js";

/** {name, blob, pictures}: the file to hand over, and the pictures by themselves; `found` are pairs of name and blob. */
export async function parcel(form, data, id, found) {
  const parts = { [`data/${form.kind}/${id}.yml`]: strToU8(render(form.kind, data, form.shape)) };
  for (const [name, blob] of found) parts[`content/files/${form.kind}/${id}/${name}`] = new Uint8Array(await blob.arrayBuffer());
  // Pictures are small already; a fixed day, so that the same record is the same file.
  const packed = zipSync(parts, { level: 0, mtime: "2000-01-01" });
  return { name: `${id}.zip`, blob: new Blob([packed], { type: "application/zip" }), pictures: found };
}
