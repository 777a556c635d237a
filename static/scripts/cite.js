/* Buttons for the citation at a page's foot: copy a text, or save it as a file. */
(function () {
  "use strict";
  var box = document.querySelector("details.citing");
  if (!box) return;
  var words = box.dataset;
  var said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "said";

  function button(label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  /* Said in the row of the button that was pressed, and emptied first: the same words twice would
     be read out once. */
  function say(what, row) {
    said.textContent = "";
    row.append(said);
    setTimeout(function () { said.textContent = what; }, 50);
  }

  function choose(text) {
    var chosen = getSelection();
    chosen.removeAllRanges();
    var range = document.createRange();
    range.selectNodeContents(text);
    chosen.addRange(range);
  }

  /* A page opened from a folder may have no clipboard to write to: then the text is chosen. */
  function byHand(text, row) {
    choose(text);
    var done = false;
    try { done = document.execCommand("copy"); } catch (refused) { done = false; }
    say(done ? words.copied : words.chosen, row);
  }

  function copy(text, row) {
    if (!navigator.clipboard || !navigator.clipboard.writeText) return byHand(text, row);
    navigator.clipboard.writeText(text.textContent).then(
      function () { say(words.copied, row); },
      function () { byHand(text, row); }
    );
  }

  function save(text) {
    var address = URL.createObjectURL(new Blob([text.textContent + "\n"], { type: "text/plain" }));
    var link = document.createElement("a");
    link.href = address;
    link.download = text.dataset.file;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(address); }, 10000);
  }

  box.querySelectorAll("[data-text]").forEach(function (text) {
    var row = document.createElement("p");
    row.className = "buttons";
    row.append(button(words.copy, function () { copy(text, row); }));
    if (text.dataset.file) row.append(button(words.save, function () { save(text); }));
    text.insertAdjacentElement("afterend", row);
  });
})();
