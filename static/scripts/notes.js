/* Notes stand at the line of their mark, or open below that line where there is no margin. */
(() => {
  "use strict";
  const wide = matchMedia("(min-width: 68.75em)");
  const GAP = 14;
  const REACH = 130; // how far notes may hang down beside the next paragraph
  const excerpts = [...document.querySelectorAll(".excerpt")];
  const notes = [...document.querySelectorAll(".note")].map((note) => {
    const [mark, words] = ["mark", "anchor"].map((kind) =>
      document.getElementById(note.id.replace("note", kind)));
    const home = document.createComment("");
    note.before(home);
    note.tabIndex = -1;
    return { note, mark, words, home, open: false };
  });

  const toggle = (one, open = !one.open) => {
    one.open = open;
    one.note.classList.toggle("open", open);
    one.mark.ariaExpanded = wide.matches ? null : String(open);
    // A float without room in the line of its mark stands below that line.
    const there = open && !one.mark.closest("table, h2, h3, h4, h5, h6");
    (there ? one.mark : one.home).after(one.note);
  };

  // The least sum of squared distances: neighbours in each other's way are pooled.
  const settle = (items, first) => {
    const pools = [];
    let above = 0;
    for (const item of items) {
      let pool = { sum: item.wanted - above, of: [[item, above]] };
      above += item.height + GAP;
      for (;;) {
        const upper = pools.at(-1);
        if (!upper || upper.sum / upper.of.length <= pool.sum / pool.of.length) break;
        pools.pop();
        pool = { sum: upper.sum + pool.sum, of: [...upper.of, ...pool.of] };
      }
      pools.push(pool);
    }
    for (const { sum, of } of pools) {
      for (const [item, down] of of) item.top = Math.max(first, sum / of.length) + down;
    }
  };

  const place = (excerpt) => {
    const passages = [...excerpt.querySelectorAll(".passage")];
    excerpt.classList.toggle("placed", wide.matches);
    excerpt.style.paddingBottom = "";
    for (const { style } of passages) style.paddingTop = "";
    for (const { note } of notes) note.style.transform = "";
    if (!wide.matches) return;
    const page = excerpt.getBoundingClientRect();
    const items = [];
    let bottom = 0;
    let added = 0;
    let first;
    for (const passage of passages) {
      const own = notes.filter(({ note }) => passage.contains(note));
      if (!own.length) continue;
      const start = passage.getBoundingClientRect().top - page.top;
      first ??= start;
      const room = Math.max(0, bottom - start - added - REACH);
      added += room;
      bottom = Math.max(bottom, start + added);
      own.forEach(({ note, mark }, n) => {
        const offset = added - page.top;
        const now = note.getBoundingClientRect().top + offset;
        const wanted = mark.getClientRects()[0].top + offset - 3;
        const height = note.offsetHeight;
        items.push({ note, passage, room: n ? 0 : room, now, wanted, height });
        bottom += height + GAP;
      });
    }
    settle(items, first);
    for (const { note, passage, room, top, now } of items) {
      if (room) passage.style.paddingTop = `${room}px`;
      note.style.transform = `translateY(${top - now}px)`;
    }
    const last = items.at(-1);
    const beyond = last ? last.top + last.height - page.height - added : 0;
    if (beyond > 0) excerpt.style.paddingBottom = `${beyond}px`;
  };

  const arrange = () => {
    for (const one of notes) toggle(one, false);
    excerpts.forEach(place);
  };

  const arrive = () => {
    const one = notes.find(({ note }) => `#${note.id}` === location.hash);
    if (!one) return;
    if (!wide.matches) toggle(one, true);
    one.note.scrollIntoView({ block: "center" });
  };

  for (const one of notes) {
    const parts = [one.mark, one.words, one.note];
    const light = (kinds, on) => kinds.forEach((kind) => parts.forEach((part) =>
      part.addEventListener(kind, () => parts.forEach((p) => p.classList.toggle("lit", on)))));
    light(["pointerenter", "focusin"], true);
    light(["pointerleave", "focusout"], false);
  }
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest(".note-mark, .note-back");
    const one = notes.find(({ note, mark }) => mark === link || note.contains(link));
    if (!link || !one) return;
    event.preventDefault();
    if (link !== one.mark) back(one);
    else if (wide.matches) one.note.focus();
    else toggle(one);
  });
  const back = (one) => {
    if (one.open) toggle(one);
    one.mark.focus();
  };
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape" || target.closest(".meaning")) return;
    const one = notes.find(({ note }) => note.contains(target))
      || notes.find(({ mark, open }) => open && mark === target)
      || notes.findLast(({ open }) => open);
    if (one) back(one);
  });

  let width = innerWidth;
  addEventListener("resize", () => {
    // The bars of a phone come and go: nothing closes for that.
    if (innerWidth !== width) requestAnimationFrame(arrange);
    width = innerWidth;
  });
  addEventListener("beforeprint", () => notes.forEach((one) => toggle(one, false)));
  addEventListener("hashchange", arrive);
  arrange();
  arrive();
  document.fonts.ready.then(() => wide.matches && arrange());
})();
