/* What one can do with a record: send it on, copy its address, give the lesson step by step. Without this script the
   buttons stay hidden and #urok shows all steps large (use.css). */
(() => {
  "use strict";
  const here = document.currentScript.src;

  /* --- the lesson ---------------------------------------------------------------------------------------------------- */

  const steps = document.getElementById("urok");
  const load = async () => {
    const lesson = await import(new URL("../lesson/lesson.js", here).href);
    await lesson.ready;
    return lesson;
  };
  let taught = null; // the module, once the lesson was entered

  async function follow(event) {
    const on = location.hash === "#urok";
    if (on && !taught) {
      taught = await load().catch(() => null); // no connection: the steps are there, large, one below the other
      if (location.hash !== "#urok") return;
    }
    if (taught) (on ? taught.enter : taught.leave)(steps, Boolean(event));
  }

  if (steps) {
    addEventListener("hashchange", follow);
    follow();
    // A room may have no connection: who has begun to read has the module before it is needed.
    addEventListener("scroll", () => load().catch(() => null), { once: true, passive: true });
  }

  /* --- «Мой кабинет» ------------------------------------------------------------------------------------------------- */

  // What is kept is read here only as far as the name of the button says it: nothing is asked for before a press, so the
  // server sees no difference. assets/own/store.js keeps and checks.
  const START = `metodoteka.own.${new URL("../../", here).pathname}#`;
  const HOUR = 3_600_000;

  function isSaved(id) {
    try {
      const lately = Date.now() - sessionStorage.getItem(`${START}looked`) < HOUR;
      if (lately) sessionStorage.setItem(`${START}looked`, Date.now());
      const text = (lately && sessionStorage.getItem(`${START}saved`)) || localStorage.getItem(`${START}saved`);
      return Object.keys(JSON.parse(text).value).includes(id);
    } catch {
      return false; // nothing, or nothing of ours
    }
  }

  // A folder on a memory stick has no modules and no storage that it could call its own.
  const report = location.protocol !== "file:" && document.querySelector("a[href*='?practice=']");
  const place = report && document.querySelector(".m-glance ~ .m-actions");
  if (place) {
    const { pathname, search } = report;
    const id = new URLSearchParams(search).get("practice");
    const save = Object.assign(document.createElement("button"), { type: "button", className: "m-action", textContent: isSaved(id) ? "В кабинете" : "Сохранить" });
    save.dataset.save = id;
    save.classList.toggle("m-saved", isSaved(id));
    save.addEventListener("click", async () => {
      const own = await import(new URL("../own/button.js", here).href).catch(() => null);
      said.textContent = own ? "" : "Не сохранено: нет связи";
      if (!own) return;
      const title = document.querySelector("h1").firstChild.textContent.trim();
      own.attach(save, { id, title, report: new URL(pathname, location).href });
      own.press(save);
    });
    place.querySelector("[data-share]").before(save, " ");
  }

  /* --- sending on ---------------------------------------------------------------------------------------------------- */

  const said = document.querySelector("[data-sent]");
  const canonical = document.querySelector("link[rel=canonical]");
  const address = canonical ? canonical.href : location.origin + location.pathname;

  /** Whether it is copied. */
  async function copy(what) {
    try {
      await navigator.clipboard.writeText(what);
    } catch {
      // A page without https may not write there: its address stands on the page, selected.
      said.textContent = what;
      getSelection().selectAllChildren(said);
      if (!document.execCommand("copy")) return false;
      getSelection().removeAllRanges();
    }
    said.textContent = "Ссылка скопирована";
    return true;
  }

  async function share() {
    const told = (name) => document.querySelector(`meta[property="og:${name}"]`).content;
    try {
      await navigator.share({ title: told("title"), text: told("description"), url: address });
    } catch (fault) {
      if (fault.name !== "AbortError") await copy(address); // closed without a choice is an answer too
    }
  }

  function offer(name, action) {
    const button = document.querySelector(`[data-${name}]`);
    button.hidden = false;
    button.addEventListener("click", action);
  }

  if (said) {
    if (navigator.share) offer("share", share);
    offer("copy", () => copy(address));
    for (const button of document.querySelectorAll("[data-copy-of]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        if (await copy(new URL(button.dataset.copyOf, address).href)) button.textContent = "Адрес скопирован";
      });
    }
  }
})();
