/* The drafts on this device: as many of a form as the person begins, each until it is deleted. A tab that finds another
   one at work on its draft goes on with one of its own. Nothing of it is sent anywhere. Who has said that this is a
   stranger's computer («Мой кабинет») has drafts in the memory of the tab. */

import { mode } from "../own/store.js";

const PREFIX = "metodoteka.predlozhit.";
/* What is kept beside the answers, under names that no field of a record has: who wrote last and when, what of the form
   one looked at, the records that go with this one. */
const [BY, AT, VIEW, BESIDE] = ["#by", "#at", "#view", "#beside"];
const MOST = 50; // drafts of one form
const MINE = "#"; // before the name under which a tab remembers which draft is its own

export class Draft {
  /** The draft of this tab, of a `form`; `given` is what came with its address. `apart` is true once another tab had
      written into the draft, and this one goes on under a name of its own; `view` and `beside` are kept with the answers. */
  constructor(form, given = "") {
    this.prefix = PREFIX + form;
    this.first = given ? `${this.prefix} ${given}` : this.prefix;
    const kept = recall(this.first);
    this.key = this.isOurs(kept) ? kept : this.first; // after a reload the tab goes on with its own
    this.seen = null;
    this.own = `${Date.now()}-${Math.random()}`;
    this.count = 0;
    this.apart = false;
    this.view = "";
    this.beside = [];
  }

  /** Where drafts are kept, in words. */
  get where() {
    return mode() === "tab" ? "в этой вкладке, пока она открыта" : "на этом устройстве";
  }

  read() {
    const found = stored(this.key);
    this.seen = found?.[BY] ?? null;
    this.view = found?.[VIEW] ?? "";
    this.beside = found?.[BESIDE] ?? [];
    return found && answers(found);
  }

  /** True where the browser let us. */
  write(data) {
    const by = stored(this.key)?.[BY] ?? null;
    // Not what we read or wrote ourselves: another tab is at work there, its text stays.
    if (by !== null && by !== this.seen) {
      this.key = this.free();
      this.apart = true;
    }
    this.count += 1;
    this.seen = `${this.own}-${this.count}`;
    const said = put(this.key, { ...data, [BY]: this.seen, [AT]: now(), [VIEW]: this.view, [BESIDE]: this.beside });
    tried(() => sessionStorage.setItem(MINE + this.first, this.key));
    return said;
  }

  /** Remember where in the form one is, of a draft that is there. */
  look(view) {
    this.view = view;
    const found = stored(this.key);
    if (found) put(this.key, { ...found, [VIEW]: view });
  }

  remove(key = this.key) {
    tried(() => area().removeItem(key));
    if (key !== this.key) return;
    this.seen = null;
    this.beside = [];
  }

  /** [{key, data, at, beside, own}] of this form, the last changed first; `own` is the draft of this tab. */
  all() {
    const keys = tried(() => Object.keys(area())) ?? [];
    return keys.filter((key) => this.isOurs(key)).map((key) => [key, stored(key)]).filter(([, found]) => found)
      .map(([key, found]) => ({ key, data: answers(found), at: found[AT] ?? "", beside: found[BESIDE] ?? [], own: key === this.key }))
      .sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  /** Make another draft, or an empty one, the draft of this tab. */
  take(key = this.free()) {
    this.key = key;
    this.apart = false;
    tried(() => sessionStorage.setItem(MINE + this.first, key));
  }

  /** Keep answers as another draft: its key, null where the browser gives no room. */
  add(data, beside = []) {
    const key = this.free();
    return put(key, { ...data, [BY]: `${this.own}-0`, [AT]: now(), [BESIDE]: beside }) ? key : null;
  }

  /** Calls back when another tab writes into the draft of this one, with true when it has deleted it. */
  watch(back) {
    addEventListener("storage", (event) => {
      if (event.key !== this.key) return;
      const by = parsed(event.newValue)?.[BY];
      if (by ? by !== this.seen : event.newValue === null && this.seen) back(!by);
    });
  }

  free() {
    const names = [this.first, ...Array.from({ length: MOST - 1 }, (_, n) => `${this.first}~${n + 2}`)];
    return names.find((name) => stored(name) === null) ?? `${this.first}~${Date.now()}`;
  }

  isOurs(key) {
    return (key ?? "").startsWith(this.prefix) && [undefined, " ", "~"].includes(key[this.prefix.length]);
  }
}

function answers(found) {
  return Object.fromEntries(Object.entries(found).filter(([name]) => !name.startsWith("#")));
}

function now() {
  return new Date().toISOString();
}

function stored(key) {
  return parsed(tried(() => area().getItem(key)));
}

function put(key, data) {
  return tried(() => area().setItem(key, JSON.stringify(data)) ?? true) === true;
}

function recall(first) {
  return tried(() => sessionStorage.getItem(MINE + first));
}

function parsed(text) {
  const found = tried(() => JSON.parse(text)); // somebody else's text may stand there
  return found && typeof found === "object" && !Array.isArray(found) ? found : null;
}

function area() {
  return mode() === "tab" ? sessionStorage : localStorage;
}

/* Null where storage is switched off or full. */
function tried(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
