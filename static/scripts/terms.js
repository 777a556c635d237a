/* A term is explained where it stands. Without this script, or in a browser that knows no
   popovers, it leads to the glossary. */
(() => {
  "use strict";
  const pattern = document.getElementById("meaning");
  if (!pattern || !("popover" in HTMLElement.prototype)) return;
  const box = pattern.content.firstElementChild.cloneNode(true);
  const [says, more] = [box.querySelector("p"), box.querySelector("a")];
  let of = null; // the term that it explains
  let pressed = null; // the term whose meaning the press has just shut

  const stand = () => {
    const line = of.getBoundingClientRect();
    const [across, down] = [document.documentElement.clientWidth, innerHeight];
    const below = line.bottom + 6;
    const above = line.top - box.offsetHeight - 6;
    const fits = below + box.offsetHeight < down || above < 0;
    const left = Math.min(line.left, across - box.offsetWidth - 12);
    box.style.left = `${Math.max(12, left) + scrollX}px`;
    box.style.top = `${(fits ? below : above) + scrollY}px`;
  };
  for (const link of document.querySelectorAll("a[data-term]")) {
    link.setAttribute("aria-haspopup", "dialog");
  }
  document.addEventListener("pointerdown", () => {
    pressed = box.matches(":popover-open") ? of : null;
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-term]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const text = document.querySelector(`template[data-of="${link.dataset.term}"]`);
    if (!text) return;
    event.preventDefault();
    if (box.matches(":popover-open")) {
      box.hidePopover();
      if (of === link) return;
    } else if (event.detail && pressed === link) return; // a key has no press before it
    of = link;
    says.replaceChildren(text.content.cloneNode(true));
    more.href = link.href;
    box.setAttribute("aria-label", says.querySelector("b").textContent);
    link.after(box); // so that reading and the Tab key come to it next
    box.showPopover();
    stand();
    box.focus({ preventScroll: true });
  });
})();
