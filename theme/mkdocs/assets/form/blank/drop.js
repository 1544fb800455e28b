/* The place above a form where a filled blank is chosen or dropped. What reads it is fetched then, and not before. */

import { button, h } from "../../shared/ui.js";

const KINDS = ".docx,.xlsx,.doc,.xls,.odt,.ods,.rtf,.pdf,.csv"; // those that are not read are told what to do
const ASKED = {
  any: "Заполнили бланк в Word или Excel? Выберите или перетащите его сюда: ответы встанут в форму.",
  events: "Заполнили бланк или ведёте свой план в Word или Excel? Выберите файл или перетащите сюда: ответы или строка плана встанут в форму.",
  practices: "Заполнили бланк или ведёте свой список практик в Word или Excel? Выберите файл или перетащите сюда: ответы встанут в форму.",
};

/** The element; `made` is the form that the answers go into. */
export function blankPlace(made) {
  const input = h("input", { type: "file", accept: KINDS, hidden: true });
  const said = h("p", { class: "m-blank__said", role: "status", tabindex: "-1" });
  const [shown, records] = [h("div", {}), h("div", {})];
  let turn = 0; // a file that was chosen later wins
  const take = async (files) => {
    const [file] = files;
    if (!file) return;
    turn += 1;
    const own = turn;
    said.textContent = `Читаем файл «${file.name}»…`;
    shown.replaceChildren();
    try {
      const { filledFrom } = await import("./fill.js");
      await filledFrom(made, file, { said, shown, records, others: files.length - 1, isNow: () => own === turn });
    } catch (fault) {
      console.error(fault);
      said.textContent = "Файл не прочитан: часть страницы не загрузилась. Проверьте связь и выберите файл ещё раз.";
    }
  };
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = ""; // the same file may be chosen again
  });
  const el = h("section", { class: "m-blank", "aria-label": "Заполнить из файла" },
    h("p", { class: "m-form__acts" }, button("Заполнить из файла", () => input.click()), input,
      h("span", { class: "m-muted" }, `${ASKED[made.form.kind] ?? ASKED.any} Файл читается на вашем устройстве и никуда не отправляется.`)),
    said, shown, records);
  dropped(el, take);
  return el;
}

/* A file that is dropped anywhere on the page comes here: otherwise the browser would leave the form and open it. */
function dropped(el, take) {
  const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    el.classList.toggle("m-blank--over", event.type === "dragover");
    if (event.type !== "drop") return;
    el.scrollIntoView({ block: "nearest" });
    take([...event.dataTransfer.files]);
  };
  for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, over);
}
