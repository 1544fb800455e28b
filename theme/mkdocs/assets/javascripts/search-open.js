/* The way into the search, on every page. The search itself is loaded on first use; without this script the button is a
   link to /poisk/, which says where the listings are. */
(() => {
  "use strict";
  const here = document.currentScript.src;
  const root = new URL("../../", here).href;
  const opener = document.querySelector("[data-m-search-open]");
  const place = document.querySelector("[data-m-search-page]");
  const load = () => import(new URL("../search/search.js", here).href);

  function open() {
    load().then(
      (search) => (place ? search.focusPage() : search.openDialog(root, opener)),
      () => location.assign(new URL("poisk/", root)),
    );
  }

  if (opener) {
    opener.setAttribute("role", "button");
    if (!place) opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open();
    });
    // What looks like a button to a screen reader answers to the space bar too.
    opener.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        open();
      }
    });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    // By the place of the key: with the Russian layout "/" is "." and "k" is "л".
    const slash = !typing && !event.ctrlKey && !event.metaKey && !event.altKey
      && (event.key === "/" || (event.code === "Slash" && !event.shiftKey));
    const ctrlK = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === "KeyK";
    if ((slash || ctrlK) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      open();
    }
  });

  // Who steps into the field of the home page is about to ask: what every question needs comes while he types. Not at once:
  // who pastes a question and goes on would wait for what he has begun to fetch.
  document.getElementById("m-ask")?.addEventListener("focus", () => setTimeout(() => load().then((search) => search.warm(), () => {}), 400), { once: true });

  if (place) {
    load().then((search) => search.mountPage(root, place)).catch((fault) => {
      console.error(fault);
      document.documentElement.classList.remove("m-asked"); // the listings below the empty window
      place.textContent = "Поиск не загрузился. Проверьте связь и обновите страницу; ниже — списки по разделам.";
    });
  }
})();
