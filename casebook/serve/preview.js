// The preview's own part of a page: it goes where an edit belongs, and finds the edited words
// there. It is a plugin of livereload's script, which runs before it and hears from the server.
(function () {
  "use strict";
  var SIGN = "casebook:", KEPT = "casebook-words";

  function keep(words) {
    // A browser may refuse to store anything: the page is then shown from its top.
    try { sessionStorage.setItem(KEPT, words); } catch (refused) { return; }
  }

  function kept() {
    try {
      var words = sessionStorage.getItem(KEPT);
      sessionStorage.removeItem(KEPT);
      return words || "";
    } catch (refused) { return ""; }
  }

  // Runs of three words: one word stands in many places, three in few.
  function runs(text) {
    var words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
    if (words.length < 3) return words.length ? [words.join(" ")] : [];
    return words.slice(2).map(function (last, n) { return words[n] + " " + words[n + 1] + " " + last; });
  }

  // The block of text that has most of the words that were edited, the shortest of several.
  function find(words) {
    var wanted = runs(words), best = null, most = 0, least = 0;
    document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, td, th, blockquote, figcaption)")
      .forEach(function (block) {
        if (block.closest(".casebook-here")) return;
        var text = block.textContent, has = " " + runs(text).join(" | ") + " ";
        var count = wanted.filter(function (run) { return has.includes(" " + run + " "); }).length;
        if (count > most || (count && count === most && text.length < least)) {
          best = block; most = count; least = text.length;
        }
      });
    return best;
  }

  function lead(words) {
    var block = words && find(words);
    if (!block) return;
    for (var one = block; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    block.classList.add("casebook-found");
    block.scrollIntoView({ block: "center" });
  }

  // Lines may have moved while the page stayed as it is: only what tells of them is new.
  function renew() {
    fetch(location.pathname, { cache: "no-store" }).then(function (answer) { return answer.text(); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html");
        var old = document.querySelectorAll(".casebook-strip, .casebook-here");
        var now = fresh.querySelectorAll(".casebook-strip, .casebook-here");
        if (old.length !== now.length) { location.reload(); return; }
        old.forEach(function (each, n) {
          var open = each.querySelector("details");
          each.replaceChildren.apply(each, Array.from(document.importNode(now[n], true).childNodes));
          if (open && open.open && each.querySelector("details")) each.querySelector("details").open = true;
        });
      }, function () {});
  }

  function Preview() {}
  Preview.identifier = "casebook";
  Preview.version = "1";
  Preview.prototype.reload = function (path) {
    if (path.indexOf(SIGN) !== 0) return false;
    var word = JSON.parse(path.slice(SIGN.length));
    if (!word.go) { renew(); return true; }
    keep(word.words);
    if (word.go === location.pathname) location.reload();
    else location.assign(word.go);
    return true;
  };
  if (window.LiveReload) window.LiveReload.addPlugin(Preview);

  // After the page is laid out: what stands above the words may still move them.
  window.addEventListener("load", function () { lead(kept()); });
})();
