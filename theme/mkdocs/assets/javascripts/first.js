/* Runs in the head, before the first paint: Material's helpers (which Material writes inline), the colour scheme, the
 * reader's settings of the version for low vision. Everything stays on the device, in localStorage. */
"use strict";
(() => {
  const { scope, auto } = document.currentScript.dataset;
  const root = document.documentElement;

  window.__md_scope = new URL(scope, location.href);
  window.__md_hash = (text) => [...text].reduce((sum, char) => ((sum << 5) - sum + char.charCodeAt(0)) | 0, 0);
  window.__md_get = (key, storage, its = window.__md_scope) => {
    try {
      return JSON.parse((storage || localStorage).getItem(`${its.pathname}.${key}`));
    } catch {
      return null; // storage switched off, or somebody else's text in it
    }
  };
  window.__md_set = (key, value, storage, its = window.__md_scope) => {
    try {
      (storage || localStorage).setItem(`${its.pathname}.${key}`, JSON.stringify(value));
    } catch {
      /* a private window: the settings last as long as the page */
    }
  };

  /* Settings of low vision: attributes of <html>, which vision.css reads. */
  const ALLOWED = {
    size: ["125", "150", "200"],
    colors: ["light", "dark", "sepia", "blue"],
    letters: ["wide", "wider"],
    lines: ["wide", "wider"],
    pictures: ["off"],
  };
  window.metodotekaVision = {
    read: () => window.__md_get("__vision") || {},
    apply(chosen) {
      for (const [name, values] of Object.entries(ALLOWED)) {
        if (values.includes(chosen[name])) root.setAttribute(`data-vision-${name}`, chosen[name]);
        else root.removeAttribute(`data-vision-${name}`);
      }
    },
  };
  const chosen = window.metodotekaVision.read();
  window.metodotekaVision.apply(chosen);
  root.classList.replace("no-js", "js");
  /* With a question in the address the page of the search keeps the place of the answer free (search.css). */
  if (/[?&]q=[^&]/.test(location.search)) root.classList.add("m-asked");

  /* The scheme stands on <body>, which is not there yet; an observer is called before anything is painted. */
  const paint = () => {
    const color = (window.__md_get("__palette") || {}).color;
    if (color && color.media !== "(prefers-color-scheme)") {
      for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
    } else if (auto !== undefined && matchMedia("(prefers-color-scheme: dark)").matches) {
      document.body.setAttribute("data-md-color-scheme", "slate");
    }
  };
  new MutationObserver((_, observer) => {
    if (document.body) {
      observer.disconnect();
      paint();
    }
  }).observe(root, { childList: true });

  /* What did not come is said: buttons and filters that a script makes would be missing without a word. Once a page. */
  const missed = () => {
    if (document.querySelector(".m-missed")) return;
    const told = document.createElement("p");
    told.className = "m-missed";
    told.setAttribute("role", "alert");
    document.querySelector(".md-header").append(told);
    told.textContent = "Страница загрузилась не целиком: часть кнопок и фильтров не работает. Проверьте связь и обновите страницу.";
  };
  document.addEventListener("error", (event) => event.target.matches("script[src]") && missed(), true);

  /* The panel itself comes on first use, or at once where pictures are off: their texts have to stand in their place. */
  const panel = async (button, show) => {
    const its = await import(new URL(button.dataset.vision, document.baseURI)).catch(missed);
    if (its) show(its);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-vision]");
    if (button) panel(button, (its) => its.toggle(button));
  });
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-vision]");
    if (button && chosen.pictures === "off") panel(button, (its) => its.pictures("off"));
    /* Material leaves all radio buttons of the palette unchecked: the keyboard would land on the first, not on the one. */
    const schemes = document.querySelectorAll("[data-md-component=palette] input");
    const current = schemes[(window.__md_get("__palette") || {}).index];
    if (current) current.checked = true;
    /* A label is no control: the keyboard reaches it, Enter is Material's, the space bar is ours. */
    const opener = document.querySelector(".md-header [for='__drawer']");
    opener?.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        event.currentTarget.click();
      }
    });
    /* The menu lies over its button and comes after the whole header: the focus goes into it, and with Esc back. */
    const drawer = document.getElementById("__drawer");
    drawer?.addEventListener("change", () => drawer.checked && document.querySelector(".m-nav a")?.focus());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && drawer?.checked && opener.offsetParent) {
        drawer.checked = false;
        opener.focus();
      }
    });
  });
})();
