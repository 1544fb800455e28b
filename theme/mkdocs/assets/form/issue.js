/* A record leaves this page as an issue of the forge: its text, never a file. Who may not write to the repository can
   open one; the program answers there (.github/workflows/intake.yml and those of the other forges). */

/* Browsers and forges cut longer addresses; GitHub answers 414 from about 8 KB. */
export const LONGEST_ADDRESS = 7500;
const NAMES = { github: "GitHub", gitea: "хранилище базы", gitlab: "GitLab" };
/* The heading by which the jobs of the forge know such an issue: generator/channels/intake_text.py. */
const HEADING = "### Текст записи";

/** Addresses of a new issue: `prefilled` (null when too long) and `empty`, the form to paste the text into. */
export function issueAddresses(issue, text, title) {
  const { at, form, names } = issue;
  const body = issue.forge === "github" ? text : `${HEADING}\n\n\`\`\`yaml\n${text}\`\`\`\n`;
  const given = [[names[0], `Запись: ${title}`], [names[1], body]];
  const query = (pairs) => pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  // Only GitHub fills in the fields of its form from an address; elsewhere the whole text is given.
  const prefilled = `${at}?${query(issue.forge === "github" ? [form, ...given] : given)}`;
  return { prefilled: prefilled.length <= LONGEST_ADDRESS ? prefilled : null, empty: `${at}?${query([form])}` };
}

/** What stands in the panel «Отправить»; `away` makes the link, `enter` and `after` are steps of every forge. */
export function byIssue(issue, { text, title, away, enter, after }) {
  const { prefilled, empty } = issueAddresses(issue, text, title);
  const forge = NAMES[issue.forge];
  const seen = "Как только вы нажмёте там «Создать» (Create), его увидят все: название и текст записи и имя вашей учётной записи. "
    + "Прежний текст остаётся в истории правок. Файлы туда не прикладывайте.";
  const paste = issue.forge === "gitlab" ? "Вставьте текст вместо слова «сюда» (Ctrl+V): он уже скопирован"
    : "Вставьте текст в поле «Текст записи» (Ctrl+V, на телефоне — долгое нажатие): он уже скопирован";
  return {
    lead: prefilled ? `Откроется обращение (${forge}) с готовым текстом. ${seen}`
      : `Запись длинная и не помещается в адрес: текст скопируется, откроется форма обращения (${forge}), вставьте его сами. ${seen}`,
    main: away(prefilled ? `Отправить через ${forge} (обращение)` : `Скопировать текст и открыть обращение`, prefilled ?? empty, "issue", true),
    steps: [enter, ...(prefilled ? [] : [paste]), "Прочитайте ещё раз, нет ли в тексте имён, и нажмите «Создать» (Create)",
      "Программа ответит там же, что исправить: правьте текст в самом обращении", after],
  };
}
