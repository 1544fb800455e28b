/* Makes «Мой кабинет»; where it cannot, the page says what else one can do. */
(() => {
  "use strict";
  const place = document.querySelector("[data-own]");
  import(new URL("../own/cabinet.js", document.currentScript.src).href).then((own) => own.mount(place)).catch((fault) => {
    console.error(fault);
    place.textContent = "Кабинет не открылся. Проверьте связь и обновите страницу: сохранённое на этом устройстве не пропало.";
  });
})();
