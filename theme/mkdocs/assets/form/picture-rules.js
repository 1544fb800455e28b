/* Rules of pictures and materials (generator/records/pictures.py, materials.py): whose they are, where they are. */

import { filled } from "./record-text.js";
import { sentence, wrong } from "./words.js";

/** A rule of rules.js for what a record carries. */
export function pictures(data, known, say) {
  (data.attachments ?? []).forEach((one, n) => filled(one) !== null && material(one, `attachments[${n + 1}]`, say));
  (data.pictures ?? []).forEach((one, n) => {
    if (filled(one) === null) return;
    const at = `pictures[${n + 1}]`;
    const said = (name) => filled(one[name]) !== null;
    if (one.rights === "unknown") {
      if (said("file")) say(`${at}.file`, wrong(sentence("picture_rights_unknown"), "уберите картинку и оставьте ссылку в «Откуда»"));
      if (!said("source")) say(`${at}.source`, wrong(sentence("picture_no_link"), "впишите адрес страницы, где она опубликована"));
      return;
    }
    if (!said("file")) say(`${at}.file`, wrong(sentence("picture_no_file"), "выберите картинку или уберите эту часть"));
    if (one.rights === "employer" && !said("permission")) {
      say(`${at}.permission`, wrong(sentence("picture_no_permission"), "впишите номер и место хранения разрешения"));
    }
    if (one.rights === "licensed") {
      if (!said("license")) say(`${at}.license`, wrong(sentence("picture_no_license"), "впишите лицензию, например CC BY 4.0; не знаете её — выберите «права неизвестны»"));
      if (!said("source")) say(`${at}.source`, wrong(sentence("picture_no_source"), "впишите адрес страницы, где она опубликована"));
    }
    for (const name of ["alt", "rights", "people"]) {
      if (!said(name)) say(`${at}.${name}`, { ...wrong("без этого картинку не покажут", "ответьте сейчас или позже, методисту"), soft: true });
    }
  });
}

/* Where a material is, and whose its file is (material_faults). */
function material(one, at, say) {
  const said = (name) => filled(one[name]) !== null;
  if (!said("file")) {
    if (!said("url")) say(`${at}.url`, wrong(sentence("material_nowhere"), "впишите адрес, где он лежит открыто, или выберите файл"));
    return;
  }
  if (one.rights === "unknown") say(`${at}.file`, wrong(sentence("material_rights_unknown"), "уберите файл и оставьте адрес, где он лежит открыто"));
  if (one.rights === "employer" && !said("permission")) say(`${at}.permission`, wrong(sentence("picture_no_permission"), "впишите номер и место хранения разрешения"));
  if (one.rights === "licensed") {
    if (!said("license")) say(`${at}.license`, wrong(sentence("material_no_license"), "впишите лицензию, например CC BY 4.0"));
    if (!said("url")) say(`${at}.url`, wrong(sentence("material_no_source"), "впишите адрес страницы, где он опубликован"));
  }
  if (!said("rights")) say(`${at}.rights`, { ...wrong("без этого материал не покажут", "ответьте сейчас или позже, методисту"), soft: true });
}
