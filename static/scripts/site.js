// On every page: search opens by its link and by the / key. All else is loaded at its first use.
(() => {
  "use strict";
  const link = document.querySelector("a.find");
  if (!link || !document.getElementById("search-box") || !window.HTMLDialogElement) return;
  let asked = false;

  function add(name, values) {
    document.head.append(Object.assign(document.createElement(name), values));
  }

  function open() {
    if (window.casebookSearch) return window.casebookSearch.open();
    if (asked) return;
    asked = true;
    let missing = 2;
    // Both, so that nothing is seen before it has its shape.
    const onload = () => {
      missing -= 1;
      if (!missing) window.casebookSearch.open();
    };
    // What cannot be had leaves the page that works without it.
    const onerror = () => location.assign(link.href);
    const top = `${link.dataset.up}static/`;
    add("link", { rel: "stylesheet", href: `${top}css/search.css`, onload, onerror });
    add("script", { src: `${top}scripts/search.js`, onload, onerror });
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
