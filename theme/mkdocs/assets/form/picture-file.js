/* A picture that a person has chosen, made ready on the device as a record carries it: upright, small, encoded anew with
   nothing else in it (generator/files/media: reencode.py, pictures.py). Nothing of it leaves the device from here. */

import { fileName } from "./file-name.js";

const NAMED = "kartinka";
const HEADS = [[0x89, 0x50, 0x4e, 0x47], [0x47, 0x49, 0x46, 0x38]]; // PNG and GIF: drawn, not taken by a camera
const PNG_KEPT = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs"];

/** Why a picture was not taken, in words for the person. */
export class NotTaken extends Error {}

/** {name, blob} of the picture in `file`; `limits` are `side`, `most` bytes, `qualities` and `upto` bytes of the file
    (voprosy.json), `letters` those for names. Fails with NotTaken. */
export async function madeReady(file, limits, letters) {
  if (file.size > limits.upto) throw new NotTaken(`Файл больше ${Math.round(limits.upto / 2 ** 20)} МБ. Выберите картинку поменьше.`);
  const [bitmap, start] = await Promise.all([
    createImageBitmap(file).catch(() => { throw new NotTaken("Это не картинка PNG, JPEG, WebP или GIF, или она повреждена. Снимок айфона (HEIC) сохраните как JPEG."); }),
    file.slice(0, 4).arrayBuffer(),
  ]);
  const head = new Uint8Array(start);
  const canvas = drawn(bitmap, Math.min(1, limits.side / Math.max(bitmap.width, bitmap.height)));
  bitmap.close();
  const isDrawn = HEADS.some((signs) => signs.every((sign, n) => head[n] === sign));
  let bytes = isDrawn ? await encoded(canvas, "image/png") : null;
  let suffix = ".png";
  if (!bytes || bytes.length > limits.most) {
    suffix = ".jpg";
    bytes = await small(canvas, limits);
  }
  return { name: fileName(file.name, bytes, suffix, letters, NAMED), blob: new Blob([bytes], { type: suffix === ".png" ? "image/png" : "image/jpeg" }) };
}

/** A small drawing of a picture that is ready; no address of an image, which the policy of the site would refuse. */
export async function thumbnail(blob, side = 240) {
  const bitmap = await createImageBitmap(blob);
  const canvas = drawn(bitmap, Math.min(1, side / Math.max(bitmap.width, bitmap.height)));
  bitmap.close();
  return canvas;
}

async function small(canvas, limits) {
  for (let now = canvas; ; now = drawn(now, 0.75)) {
    for (const quality of limits.qualities) {
      const bytes = await encoded(now, "image/jpeg", quality);
      if (bytes.length <= limits.most) return bytes;
    }
  }
}

/* On white paper: what is transparent would come out black. */
function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = "high";
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encoded(canvas, type, quality) {
  const blob = await new Promise((done) => { canvas.toBlob(done, type, quality); });
  if (!blob) throw new NotTaken("Браузеру не хватило места для этой картинки. Выберите картинку поменьше.");
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return type === "image/png" ? barePng(bytes) : bareJpeg(bytes);
}

/* Some browsers write their own notes into what they encode: those parts go, as the check of the base wants it. */
function bareJpeg(bytes) {
  const view = new DataView(bytes.buffer);
  const parts = [bytes.slice(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const [marker, end] = [bytes[at + 1], at + 2 + view.getUint16(at + 2)];
    const says = (words) => String.fromCharCode(...bytes.slice(at + 4, at + 4 + words.length)) === words;
    const isKept = marker === 0xe0 ? says("JFIF\0") : marker === 0xe2 ? says("ICC_PROFILE\0") : marker === 0xee ? says("Adobe")
      : !(marker >= 0xe0 && marker <= 0xef) && marker !== 0xfe;
    if (isKept) parts.push(bytes.slice(at, end));
    at = end;
  }
  return joined([...parts, bytes.slice(at)]);
}

function barePng(bytes) {
  const view = new DataView(bytes.buffer);
  const parts = [bytes.slice(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (PNG_KEPT.includes(String.fromCharCode(...bytes.slice(at + 4, at + 8)))) parts.push(bytes.slice(at, end));
    at = end;
  }
  return joined(parts);
}

function joined(parts) {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
