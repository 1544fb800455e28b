/* A chosen file, read on this device from its bytes to the answers of its records. Nothing is sent anywhere. */

import { byPath } from "./answers.js";
import { formOfExcel, readExcel } from "./excel-tables.js";
import { opened } from "./package.js";
import { Refused } from "./refused.js";
import { formOfWord, readWord } from "./word.js";

/** {entries: [{data, place}], beside: [{kind, data, place}], unread: [{place, what}], notes, isMarkdown} of a filled blank of `form` (voprosy.json);
    `blank` is blank.json. Throws Refused with what is told of any other file. */
export async function readBlank(file, form, blank) {
  const book = await opened(file, blank.safety);
  const asked = byPath(form);
  if (book.kind === "docx") {
    isOurs(await formOfWord(book, blank), blank, { book });
    return { ...(await readWord(book, blank, asked, form.longest)), isMarkdown: true };
  }
  const { form: name, sheets } = await formOfExcel(book, blank);
  isOurs(name, blank, { book, sheets });
  return { ...readExcel(sheets, blank, asked, form.longest), isMarkdown: false };
}

/* A file that is not ours may hold a table of the person's own: own.js looks into what is opened. */
function isOurs(name, blank, own) {
  if (name === blank.form) return;
  const [title, address] = blank.forms[name] ?? [];
  if (!title) {
    const message = "не похоже на бланк: в файле нет его ключа";
    throw Object.assign(new Refused(message, "скачайте бланк и перенесите ответы в него", ["Скачать бланк", "#blanki"]), { own });
  }
  if (address) throw new Refused(`это бланк «${title}», а открыта другая форма`, "выберите этот же файл на странице своей формы", [`Открыть форму «${title}»`, `../${address}/`]);
  throw new Refused(`это бланк «${title}»: формы для него на сайте нет`, "отправьте файл методисту, его прочитает metodoteka import", ["Как отправить файл", "../"]);
}
