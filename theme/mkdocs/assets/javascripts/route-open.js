/* Makes «Мой маршрут»; where it cannot, the page says what to do on paper. */
(() => {
  "use strict";
  const place = document.querySelector("[data-route]");
  const failed = (error) => {
    console.error(error);
    document.querySelector("[data-form-plain]").classList.add("m-form-plain--shown");
    place.textContent = "Страница не загрузилась целиком. Проверьте связь и обновите её; ниже — как сделать то же самое на бумаге.";
  };
  import(new URL("../route/route.js", document.currentScript.src).href).then((route) => route.mount(place)).catch(failed);
})();
