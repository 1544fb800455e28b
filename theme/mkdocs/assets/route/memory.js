/* Where the answers and the route are: nowhere until the person says so. */

import { button, h } from "../shared/ui.js";

const TOLD = {
  off: "Сейчас ничего не записано: закроете страницу — ответы и маршрут исчезнут. Чтобы этого не случилось, страницы базы открываются отсюда в новой вкладке.",
  kept: "Вы разрешили запись: ответы и маршрут хранятся на этом устройстве, в этом браузере, и больше нигде.",
  tab: "Ответы и маршрут помнит только эта вкладка: закроете её — они исчезнут. Другие вкладки, даже с этим же сайтом, их не видят.",
};

const REFUSED = "Этот браузер не разрешает сайту хранить что-то на устройстве, так бывает в приватном окне. Чтобы не потерять, сохраните файл Word из плана.";

/** A button that does what cannot be undone: pressed once it asks, pressed again it does. */
export function twice(words, question, act) {
  return button(words, ({ currentTarget: its }) => {
    if (its.dataset.sure) act();
    else {
      its.dataset.sure = "1";
      its.textContent = question;
    }
  });
}

/** The line about memory with its buttons. */
export function memory(page, store) {
  const box = h("div", { class: "m-route__memory" });
  const draw = (more = "") => {
    const now = store.mode();
    const keep = (wanted) => () => {
      const done = store.choose(wanted) && (page.save(), true);
      draw(done ? "" : " Записать не вышло: браузер не разрешает, так бывает в приватном окне. Чтобы не потерять, сохраните файл Word из плана.");
    };
    box.replaceChildren(h("p", {}, TOLD[now], now === "off" ? "" : [" Всё записанное — в ", h("a", { href: page.href("kabinet") }, "кабинете"), "."], now !== "off" || store.allows("kept") ? "" : ` ${REFUSED}`, more), h("div", { class: "m-form__acts" },
      now !== "off" ? null : [store.allows("kept") ? button("Записать на этом устройстве", keep("kept")) : null, store.allows("tab") ? button("Чужой компьютер: до закрытия вкладки", keep("tab")) : null],
      twice("Стереть ответы и маршрут", "Точно стереть? Вернуть не получится", erase)));
  };
  const erase = () => {
    for (const name of ["diagnosis", "route"]) store.forget(name);
    page.read();
    page.wantsEnd = false;
    page.show("questions");
    draw(" Ответы и маршрут стёрты.");
  };
  draw();
  return box;
}
