// On every page: search opens by its link and by the / key. All else is loaded at its first use.
(() => {
  "use strict";
  const link = document.querySelector("a.find");
  if (!link) return;
  const top = `${link.dataset.up}static/`;

  function add(name, values) {
    document.head.append(Object.assign(document.createElement(name), values));
  }

  // The buttons of citations come when somebody is about to open them, or has.
  const citing = document.querySelector(".citing");
  let called = false;
  const cite = () => {
    if (called) return;
    called = true;
    add("script", { src: `${top}scripts/cite.js` });
  };
  if (citing) {
    for (const name of ["pointerenter", "focusin", "toggle"]) citing.addEventListener(name, cite);
    if (citing.open) cite();
  }

  if (!document.getElementById("search-box") || !window.HTMLDialogElement) return;
  let asked = false;

  function open() {
    if (window.casebookSearch) return window.casebookSearch.open();
    if (asked) return;
    asked = true;
    let missing = 3;
    // All, so that nothing is seen before it has its shape.
    const onload = () => {
      missing -= 1;
      if (!missing) window.casebookSearch.open();
    };
    // What cannot be had leaves the page that works without it.
    const onerror = () => location.assign(link.href);
    add("link", { rel: "stylesheet", href: `${top}css/search.css`, onload, onerror });
    for (const name of ["fold", "search"]) {
      add("script", { src: `${top}scripts/${name}.js`, onload, onerror });
    }
  }

  function turnedOff() {
    try {
      return localStorage.getItem("casebook-slash") === "off";
    } catch {
      return false; // where nothing may be kept
    }
  }

  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.defaultPrevented || event.isComposing || turnedOff()) return;
    if (event.target.closest?.("input, textarea, select, dialog, [contenteditable]")) return;
    event.preventDefault();
    open();
  });
})();
