/* Notes stand at the line of their mark where there is a margin, and open below that line where
   there is none. A term is explained where it stands. Without this script notes stand beside
   their paragraph or open below it, and a term leads to the glossary. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  /* Notes */

  const wide = matchMedia("(min-width: 1100px)");
  const GAP = 14; // between two notes
  const REACH = 110; // how far notes may hang down beside the next paragraph: about four lines
  const notes = [...document.querySelectorAll(".note")].map((note) => {
    const name = note.id.slice("note-".length);
    const place = document.createComment("");
    note.before(place); // where it goes back to
    note.tabIndex = -1;
    return { note, place, mark: byId(`mark-${name}`), words: byId(`anchor-${name}`) };
  }).filter((one) => one.mark);
  const opened = [];

  const shut = (one) => {
    one.place.after(one.note);
    one.note.classList.remove("open");
    one.mark.setAttribute("aria-expanded", "false");
    opened.splice(opened.indexOf(one), 1);
  };
  const open = (one) => {
    if (opened.includes(one)) return;
    opened.push(one);
    // A float that finds no room in the line of its mark stands below that line. A heading or
    // a cell of a table has no room for it.
    if (!one.mark.closest("table, h2, h3, h4, h5, h6")) one.mark.after(one.note);
    one.note.classList.add("open");
    one.mark.setAttribute("aria-expanded", "true");
  };

  /* Notes as near to their marks as they can stand without overlapping: the least sum of
     squared distances, found by pooling neighbours that are in each other's way. */
  const settle = (items, first) => {
    const pools = [];
    let above = 0;
    for (const item of items) {
      item.above = above;
      above += item.height + GAP;
      pools.push({ sum: item.wanted - item.above, of: [item] });
      for (let n = pools.length - 1; n > 0; n -= 1) {
        const [upper, lower] = [pools[n - 1], pools[n]];
        if (upper.sum / upper.of.length <= lower.sum / lower.of.length) break;
        upper.sum += lower.sum;
        upper.of.push(...lower.of);
        pools.pop();
      }
    }
    for (const pool of pools) {
      const start = Math.max(first, pool.sum / pool.of.length);
      for (const item of pool.of) item.top = start + item.above;
    }
  };

  const place = (excerpt) => {
    const passages = [...excerpt.querySelectorAll(".passage")];
    excerpt.classList.toggle("placed", wide.matches);
    excerpt.style.paddingBottom = "";
    for (const passage of passages) passage.style.marginTop = "";
    for (const { note } of notes) note.style.transform = "";
    if (!wide.matches) return;
    const top = excerpt.getBoundingClientRect().top;
    const items = [];
    let bottom = 0; // of the notes so far, stacked
    let added = 0; // space put between paragraphs so far
    let first = null;
    for (const passage of passages) {
      const own = notes.filter((one) => passage.contains(one.note));
      if (!own.length) continue;
      const start = passage.getBoundingClientRect().top - top;
      first ??= start;
      const over = Math.max(0, bottom - start - added - REACH);
      added += over;
      bottom = Math.max(bottom, start + added);
      for (const one of own) {
        const height = one.note.offsetHeight;
        const now = one.note.getBoundingClientRect().top - top + added;
        const wanted = one.mark.getClientRects()[0].top - top + added - 3;
        items.push({ ...one, height, now, wanted, passage, over: one === own[0] ? over : 0 });
        bottom += height + GAP;
      }
    }
    settle(items, first);
    for (const item of items) {
      if (item.over) item.passage.style.marginTop = `${item.over}px`;
      // A transform moves nothing else, and counts as no shift of the page.
      item.note.style.transform = `translateY(${item.top - item.now}px)`;
    }
    const last = items[items.length - 1];
    const beyond = last ? last.top + last.height - excerpt.getBoundingClientRect().height : 0;
    if (beyond > 0) excerpt.style.paddingBottom = `${beyond}px`;
  };

  const excerpts = [...document.querySelectorAll(".excerpt")];
  const arrange = () => {
    for (const one of [...opened]) shut(one);
    for (const { mark } of notes) {
      if (wide.matches) mark.removeAttribute("aria-expanded");
      else mark.setAttribute("aria-expanded", "false");
    }
    excerpts.forEach(place);
  };

  /* Whoever comes by the address of a note finds it open. */
  const arrive = () => {
    const one = notes.find(({ note }) => `#${note.id}` === location.hash);
    if (one && !wide.matches) open(one);
    if (one) one.note.scrollIntoView({ block: "center" });
  };

  if (notes.length) {
    for (const one of notes) {
      const all = [one.mark, one.words, one.note].filter(Boolean);
      const light = (on) => () => all.forEach((part) => part.classList.toggle("lit", on));
      for (const part of all) {
        part.addEventListener("pointerenter", light(true));
        part.addEventListener("pointerleave", light(false));
        part.addEventListener("focusin", light(true));
        part.addEventListener("focusout", light(false));
      }
      one.mark.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        if (wide.matches) one.note.focus();
        else if (opened.includes(one)) shut(one);
        else open(one);
      });
      one.note.querySelector(".note-back").addEventListener("click", (event) => {
        event.preventDefault();
        if (opened.includes(one)) shut(one);
        one.mark.focus();
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || document.querySelector(":popover-open")) return;
      const at = document.activeElement;
      const inside = notes.find(({ note }) => note.contains(at));
      const one = opened.find(({ note, mark }) => note.contains(at) || mark === at);
      const last = one || inside || opened[opened.length - 1];
      if (!last) return;
      if (opened.includes(last)) shut(last);
      last.mark.focus();
    });
    let width = innerWidth;
    let waiting = 0;
    addEventListener("resize", () => {
      // A phone changes its height as its bars come and go: nothing closes for that.
      if (innerWidth === width) return;
      width = innerWidth;
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(arrange);
    });
    addEventListener("beforeprint", () => [...opened].forEach(shut));
    addEventListener("hashchange", arrive);
    arrange();
    arrive();
    // Lines break anew when the fonts have come.
    if (document.fonts) document.fonts.ready.then(() => wide.matches && arrange());
  }

  /* Terms */

  const pattern = byId("meaning");
  if (pattern && "popover" in HTMLElement.prototype) {
    const box = pattern.content.firstElementChild.cloneNode(true);
    const [says, more] = [box.querySelector("p"), box.querySelector("a")];
    let of = null; // the term that it explains
    let pressed = null; // the term whose meaning the press has just shut

    const stand = () => {
      const line = of.getClientRects()[0];
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
      } else if (pressed === link) {
        pressed = null;
        return;
      }
      of = link;
      says.replaceChildren(text.content.cloneNode(true));
      more.href = link.href;
      box.setAttribute("aria-label", says.querySelector("b").textContent);
      link.after(box); // so that reading and the Tab key come to it next
      box.showPopover();
      stand();
      box.focus({ preventScroll: true });
    });
  }
})();
