/* Makes the form of this page; where it cannot, the questions stay readable and the page says what else one can do. */
(() => {
  "use strict";
  const place = document.querySelector("[data-form]");
  const failed = (error) => {
    console.error(error);
    document.querySelector("[data-form-plain]").classList.add("m-form-plain--shown");
    place.textContent = "Форма не загрузилась. Проверьте связь и обновите страницу; ниже — вопросы и другие способы прислать запись.";
  };
  import(new URL("../form/form.js", document.currentScript.src).href).then((form) => form.mount(place)).catch(failed);
})();
