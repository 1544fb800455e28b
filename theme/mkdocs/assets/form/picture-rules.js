/* Rules of pictures and materials (generator/records/pictures.py, materials.py): whose they are, where they are. */

import { filled } from "./record-text.js";
import { sentence, wrong } from "./words.js";

/** A rule of rules.js for what a record carries. */
export function pictures(data, known, say) {
  (data.attachments ?? []).forEach((one, n) => {
    if (filled(one) !== null && filled(one.url) === null) say(`attachments[${n + 1}].url`, wrong(sentence("material_nowhere"), "впишите адрес, где он лежит открыто"));
  });
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
