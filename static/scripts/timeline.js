/* The timeline's filters. The page says all the words, and has on each event the ids that it is
   found by; without this script the whole chronology stands there in order. */
(() => {
  "use strict";

  const tools = document.querySelector(".filters");
  const chronology = document.querySelector(".chronology");
  if (!tools || !chronology) return;

  const panel = tools.querySelector(".panel");
  const fold = tools.querySelector(".fold");
  const all = tools.querySelector(".all");
  const shown = tools.querySelector(".shown");
  const status = tools.querySelector("[role=status]");
  const none = chronology.querySelector(".none");
  const box = tools.querySelector("input");
  const root = document.documentElement;
  const say = (name, values) =>
    tools.dataset[name].replace(/\{(\w+)\}/g, (whole, key) => key in values ? values[key] : whole);
  const count = (number) => number.toLocaleString(root.lang || undefined);

  // What is typed is compared by words, folded by fold.js as search folds them. That comes when
  // the page is at rest; where it cannot be had, words are compared as they are written.
  let words = window.casebookWords;
  const waiting = [];
  const own = document.currentScript.src;
  const withWords = (then) => {
    if (words) return then();
    if (waiting.push(then) > 1) return;
    const ready = () => {
      words = window.casebookWords || ((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || []);
      waiting.splice(0).forEach((each) => each());
    };
    const src = own.replace(/timeline(?=\.js)/, "fold");
    document.head.append(
      Object.assign(document.createElement("script"), { src, onload: ready, onerror: ready }));
  };

  const filters = [...tools.querySelectorAll("select")].map((select) => ({
    name: select.name,
    single: "single" in select.dataset,
    named: "named" in select.dataset,
    field: select.closest(".field"),
    words: select.labels[0].textContent,
    anything: select.options[0].text,
    choices: [...select.options].slice(1).map((option) => ({
      id: option.value,
      words: option.text,
      names: `${option.text} ${option.dataset.names || ""}`,
    })),
    slots: [{ select, made: "" }],
  }));
  const events = [...chronology.querySelectorAll(".rail > li")].map((element) => ({
    element,
    has: filters.map(({ name }) => (element.dataset[name] || "").split(" ").filter(Boolean)),
    text: "",
    hidden: false,
  }));
  const months = [...chronology.querySelectorAll(".month")];
  const years = [...chronology.querySelectorAll(".year")].map((element) => {
    const link = document.querySelector(`.years a[href="#${element.querySelector("h2").id}"]`);
    return { element, item: link && link.closest("li") };
  });
  const known = filters.map(({ choices }) => new Map(choices.map((one) => [one.id, one])));

  const foldedNames = (choice) => choice.found ||= words(choice.names).join(" ");

  // An event is found by the words of its title, account and date, and all names of who is in it.
  const textOf = (event) => {
    if (!event.text) {
      const parts = [...event.element.querySelectorAll(".when, h3, h4, .says")];
      const names = event.has.flatMap((ids, at) =>
        filters[at].named ? ids.map((id) => foldedNames(known[at].get(id))) : []);
      event.text = ["", ...parts.flatMap((one) => words(one.textContent)), ...names].join(" ");
    }
    return event.text;
  };

  let chosen = filters.map(() => []);
  let typed = "";

  const read = () => {
    const asked = new URLSearchParams(location.search);
    let unknown = false;
    chosen = filters.map(({ name, single }, at) => {
      const ids = [...new Set(asked.getAll(name).filter(Boolean))];
      const found = ids.filter((id) => known[at].has(id)).slice(0, single ? 1 : ids.length);
      unknown ||= found.length < ids.length;
      return found;
    });
    typed = (asked.get(box.name) || "").slice(0, box.maxLength);
    box.value = typed;
    return unknown;
  };

  const write = (anew) => {
    const asks = new URLSearchParams();
    filters.forEach(({ name }, at) => chosen[at].forEach((id) => asks.append(name, id)));
    if (typed.trim()) asks.append(box.name, typed.trim());
    const address = new URL(location.href);
    address.search = asks;
    address.hash = "";
    if (address.href === location.href) return;
    history[anew ? "pushState" : "replaceState"](null, "", address);
  };

  // What fails by one thing alone is near: it is counted in the list from which that was chosen.
  const judge = () => {
    const asked = chosen.flatMap((ids, at) => ids.map((id) => ({ at, id, near: [] })));
    const sought = words && typed.trim() ? words(typed) : [];
    const left = [];
    for (const event of events) {
      const found = sought.every((word) => textOf(event).includes(` ${word}`));
      const failed = asked.filter(({ at, id }) => !event.has[at].includes(id));
      event.hides = !found || failed.length > 0;
      if (!event.hides) left.push(event);
      else if (found && failed.length === 1) failed[0].near.push(event);
    }
    return { asked, left };
  };

  // The choices of one list, each with how many events it would leave, and none that leaves none.
  // Gives whether any would leave fewer than there are.
  const offer = (filter, at, slot, id, pool) => {
    const found = new Map();
    for (const event of pool) {
      for (const one of event.has[at]) found.set(one, (found.get(one) || 0) + 1);
    }
    const taken = chosen[at].filter((one) => one !== id);
    const options = filter.choices
      .filter((one) => one.id === id || (found.has(one.id) && !taken.includes(one.id)))
      .map((one) => [one.id, say("option", { name: one.words, n: count(found.get(one.id) || 0) })]);
    const first = slot === filter.slots[0] ? filter.anything : tools.dataset.also;
    const made = JSON.stringify([first, options]);
    if (slot.made !== made) {
      slot.made = made;
      slot.select.replaceChildren(...[["", first], ...options].map(([value, words]) =>
        new Option(words, value)));
    }
    slot.select.value = id;
    return [...found.values()].some((number) => number < pool.length);
  };

  // A further list under the first: for events that have this and also that.
  const further = (filter) => {
    const select = document.createElement("select");
    select.name = filter.name;
    select.setAttribute("aria-label", say("alsoLabel", { what: filter.words }));
    filter.field.append(select);
    filter.slots.push({ select, made: "" });
  };

  const offerAll = ({ asked, left }) => filters.forEach((filter, at) => {
    const ids = chosen[at];
    let wanted = Math.max(1, ids.length + (filter.single ? 0 : 1));
    while (filter.slots.length < wanted) further(filter);
    ids.forEach((id, number) => {
      const { near } = asked.find((one) => one.at === at && one.id === id);
      offer(filter, at, filter.slots[number], id, left.concat(near));
    });
    if (ids.length < wanted && !offer(filter, at, filter.slots[ids.length], "", left)) {
      wanted = Math.max(1, ids.length); // nothing there would narrow it further
    }
    filter.slots.splice(wanted).forEach(({ select }) => {
      // A list that goes while it is used hands on to the one before it.
      if (select === document.activeElement) filter.slots[wanted - 1].select.focus();
      select.remove();
    });
  });

  const hide = (element, hidden) => {
    if (element && element.hidden !== hidden) element.hidden = hidden;
  };

  let later = 0;
  // Where there are many, what is far off need not be laid out again at every change. At first all
  // of it is: its sizes are remembered, so that jumps find their way.
  const lighten = () => { if (events.length > 300) chronology.classList.add("lazy"); };

  const apply = (unknown, quietly) => {
    const judged = judge();
    for (const event of events) {
      if (event.hidden !== event.hides) event.element.hidden = event.hidden = event.hides;
    }
    const open = new Set(judged.left.map(({ element }) => element.parentElement.parentElement));
    for (const month of months) hide(month, !open.has(month));
    for (const { element, item } of years) {
      const empty = !element.querySelector(".month:not([hidden])");
      hide(element, empty);
      hide(item, empty);
    }
    offerAll(judged);

    const active = chosen.flatMap((ids, at) => ids.map((id) => known[at].get(id).words));
    if (typed.trim()) active.push(say("words", { words: typed.trim() }));
    fold.querySelector(".active").textContent = active.join(" · ");
    tools.classList.toggle("on", active.length > 0);
    root.classList.toggle("narrowed", active.length > 0);
    hide(all, active.length === 0);
    hide(none, judged.left.length > 0);
    let words = say("shown", { n: count(judged.left.length), all: count(events.length) });
    if (unknown) words = `${tools.dataset.unknown} ${words}`;
    shown.textContent = words;
    if (!judged.left.length) words = `${none.textContent} ${words}`;
    // Said once the reader pauses, or every letter would be answered.
    clearTimeout(later);
    if (!quietly) {
      later = setTimeout(() => {
        if (status.textContent !== words) status.textContent = words;
      }, 500);
    }
  };

  // A long list that shrinks would end above what is in view.
  const toTop = () => {
    if (chronology.getBoundingClientRect().top < 0) {
      chronology.scrollIntoView({ block: "start", behavior: "instant" });
    }
  };

  /* A choice is a step that Back undoes. Going through a list with the arrow keys, or typing, is
     one step however many changes it makes. */
  let last = null;
  let when = 0;
  const changed = (control) => {
    const now = Date.now();
    lighten();
    write(control !== last || (control !== box && now - when > 1500));
    last = control;
    when = now;
    apply(false, false);
    toTop();
  };

  tools.addEventListener("change", ({ target }) => {
    const filter = filters.find(({ slots }) => slots.some(({ select }) => select === target));
    if (!filter) return;
    const at = filters.indexOf(filter);
    chosen[at] = [...new Set(filter.slots.map(({ select }) => select.value).filter(Boolean))];
    changed(target);
  });
  box.addEventListener("input", () => withWords(() => {
    typed = box.value;
    changed(box);
  }));
  box.addEventListener("blur", () => { last = null; });
  all.addEventListener("click", () => {
    const at = matchMedia("(min-width: 68.75em)").matches ? box : fold;
    chosen = filters.map(() => []);
    typed = box.value = "";
    changed(all);
    at.focus({ preventScroll: true }); // the button is gone
  });
  window.addEventListener("popstate", () => {
    last = null;
    lighten();
    withWords(() => apply(read(), false));
  });

  // On a narrow page the filters are folded into one button.
  const unfold = (open) => {
    fold.setAttribute("aria-expanded", String(open));
    tools.classList.toggle("open", open);
  };
  fold.addEventListener("click", () => unfold(fold.getAttribute("aria-expanded") !== "true"));
  const done = () => {
    if (!tools.classList.contains("open")) return;
    unfold(false);
    fold.focus({ preventScroll: true });
    toTop();
  };
  tools.querySelector(".done").addEventListener("click", done);
  tools.addEventListener("keydown", (event) => {
    // In the box Escape takes the words out.
    if (event.key !== (event.target === box ? "Enter" : "Escape")) return;
    event.preventDefault(); // or the button that now has the focus would be pressed
    done();
  });

  tools.addEventListener("focusin", lighten, { once: true });

  root.classList.add("filtering");
  const unknown = read();
  const begin = () => {
    panel.disabled = false;
    apply(unknown, !location.search);
    root.classList.remove("awaited");
  };
  if (typed) withWords(begin);
  else begin();

  // Words are made ready while nothing else is going on, so that the first letter waits for none.
  const idle = window.requestIdleCallback || ((work) => setTimeout(() => work(null), 50));
  let ready = 0;
  const prepare = (deadline) => {
    do {
      events.slice(ready, ready + 20).forEach(textOf);
      ready += 20;
    } while (ready < events.length && deadline && deadline.timeRemaining() > 4);
    if (ready < events.length) idle(prepare);
  };
  idle(() => withWords(() => prepare(null)));
})();
