/* Makes the page /bez-interneta/ work; without it the page says what is needed. */
(() => {
  "use strict";
  const root = new URL("../../", document.currentScript.src).href;
  import(new URL("assets/offline/offline.js", root).href).then((offline) => offline.mount(root)).catch((fault) => {
    console.error(fault);
    document.querySelector("[data-offline-plain]").textContent = "Страница не загрузилась целиком. Проверьте связь и обновите её.";
  });
})();
