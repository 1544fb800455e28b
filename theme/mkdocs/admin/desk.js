/* Opens the editor's desk: reads config.json (generator/channels/desk), loads Decap CMS, gives it our file format, our names of
   new files and our Russian, and starts it. */

import { finder } from "../assets/form/person-names.js";
import { newId, today } from "../assets/form/record-name.js";
import { guard } from "./addresses.js";
import { ID, format } from "./record-file.js";
import { complaints, missing, named, people } from "./remarks.js";
import { WORDS, laidOver } from "./words.js";

const desk = await read("config.json");
if (desk && (await isReachable(desk.config))) {
  window.CMS_MANUAL_INIT = true;
  const moving = guard(desk.kinds); // before Decap reads the address, which it does as soon as it is loaded
  await loadScript("vendor/decap-cms.js");
  start(window.CMS, desk, moving);
}

function start(CMS, { config, options, kinds, letters, mail, longest, names }, moving) {
  const find = finder(names);
  CMS.registerLocale("ru", laidOver(CMS.getLocale("ru"), WORDS));
  for (const [kind, spelling] of Object.entries(kinds)) {
    CMS.registerCustomFormat(kind, "yml", format(spelling));
    CMS.registerCustomFormat(`${kind}-md`, "md", format(spelling, { body: true }));
  }
  CMS.registerEventListener({
    name: "preSave",
    handler: ({ entry }) => {
      const kind = kinds[kindOf(entry)];
      const data = entry.get("data").toJS();
      const persons = named(data, find);
      stop([people(data, mail), persons.stop].filter(Boolean).join(" "));
      const lacks = missing(data, kind.needed);
      if (data.status === "published") stop(lacks && `Для состояния «опубликовано» не хватает: ${lacks}. Допишите или выберите «на проверке».`);
      const needs = lacks && `Чтобы опубликовать эту запись, понадобится ещё: ${lacks}.`;
      note([complaints(data, kind, { mail, longest }), persons.tell, needs].filter(Boolean).join(" "));
      const made = completed(entry, kinds, letters);
      moving.expects(made.get(ID) ?? "");
      return made;
    },
  });
  const lists = Object.fromEntries(
    Object.entries(options).map(([name, pairs]) => [name, pairs.map(([value, label]) => ({ value, label }))]),
  );
  for (const collection of config.collections) {
    giveOptions(collection.fields, lists);
  }
  CMS.init({ config: { ...config, load_config_file: false } });
}

/* What a new record gets before it is saved: the name of its file and the day of writing. */
function completed(entry, kinds, letters) {
  const data = entry.get("data");
  if (!entry.get("newRecord")) {
    return data;
  }
  const kind = kindOf(entry);
  return data
    .set(ID, newId(kind, data.toJS(), kinds[kind], letters))
    .set("updated", data.get("updated") || today());
}

/* The collection «practices-md» has records of the kind «practices». */
function kindOf(entry) {
  return entry.get("collection").replace(/-md$/, "");
}

/* Words that stay until the next saving: Decap's own go away after eight seconds. */
function note(words, role = "status") {
  document.querySelector(".d-note")?.remove();
  if (!words) {
    return;
  }
  const place = document.createElement("div");
  place.className = "d-note";
  place.setAttribute("role", role);
  const close = document.createElement("button");
  close.append("Понятно");
  close.onclick = () => place.remove();
  place.append(words, " ", close);
  document.body.append(place);
}

/* Nothing is saved while there is something that may not get into the history of the base. */
function stop(words) {
  if (words) {
    note(`Запись не сохранена. ${words}`, "alert");
    throw words;
  }
}

function giveOptions(fields, lists) {
  for (const field of fields) {
    if (field.options_from) {
      field.options = lists[field.options_from];
      delete field.options_from;
    }
    giveOptions(field.fields ?? [], lists);
  }
}

async function read(address) {
  try {
    const answer = await fetch(address, { cache: "no-cache" });
    if (answer.ok) {
      return await answer.json();
    }
  } catch {
    // told below
  }
  return tell("Не удалось загрузить настройку стола. Проверьте связь и обновите страницу.");
}

/* The desk on this computer needs its small server: say so instead of an error of the network. */
async function isReachable({ local_backend: local }) {
  if (!local) {
    return true;
  }
  try {
    const answer = await fetch(local.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ action: "info" }),
    });
    if (answer.ok) {
      return true;
    }
  } catch {
    // told below
  }
  return tell(
    `Не отвечает ${local.url}: там должен работать decap-server. Остановите просмотр сайта (Ctrl+C) и запустите make desk: ` +
      "эта команда включает и сайт, и сервер.",
  );
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(tell("Не удалось загрузить стол. Проверьте связь и обновите страницу."));
    document.head.append(script);
  });
}

/** Say it where the desk would stand; false, so that a caller can stop with it. */
function tell(words) {
  document.querySelector("[data-word]")?.replaceChildren(words);
  return false;
}
