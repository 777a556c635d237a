// Search in a dialog. Loaded at its first use by site.js; it then loads MiniSearch and the
// documents (search/index.js), and makes two indexes of them in slices, so that the page never
// stops: first of names, which are found however they are spelt, then of all words.
(() => {
  "use strict";
  const link = document.querySelector("a.find");
  const top = link.dataset.up;
  const dialog = document
    .getElementById("search-box")
    .content.firstElementChild.cloneNode(true);
  const part = (name) => dialog.querySelector(`.search-${name}`);
  const input = part("input");
  input.maxLength = 200;
  input.autocomplete = "off";
  input.autocapitalize = "off";
  input.spellcheck = false;
  input.enterKeyHint = "go";
  const status = part("status");
  const answers = part("answers");
  const none = part("none");
  const say = status.dataset;
  const FIRST = 5; // answers of a kind that are shown at once
  const MORE = 50;
  const LONGEST = 240; // characters of the words around an answer
  const SLICE = 10; // milliseconds of work between two chances for the page to answer

  // The words of a text, folded: by fold.js, which site.js loads with this.
  const words = (text) => window.casebookWords(text);

  // ---- Spelling: how far what was typed is from a name.

  // Edits that are forgiven in a word; a number is meant as it is typed.
  function forgiven(word) {
    if (/[0-9]/.test(word) || word.length < 3) return 0;
    return word.length < 6 ? 1 : 2;
  }

  // Letters added, left out, changed or exchanged with a neighbour (optimal string alignment).
  function edits(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return Infinity;
    let before = [];
    let above = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return Infinity;
      [before, above] = [above, row];
    }
    return above[other.length] > most ? Infinity : above[other.length];
  }

  // 0 for the very name, less than 1 for words that are or begin words of it, then the edits.
  function distance(typed, name) {
    const [whole, all] = [typed.join(""), name.join("")];
    if (whole === all) return 0;
    let sum = 0.03 * Math.max(0, name.length - typed.length);
    for (const word of typed) {
      let best = Infinity;
      for (const other of name) {
        if (word === other) best = 0;
        else if (other.startsWith(word)) {
          best = Math.min(best, 0.1 + 0.2 * (1 - word.length / other.length));
        } else best = Math.min(best, edits(word, other, forgiven(word)));
        if (!best) break;
      }
      sum += best;
    }
    return Math.min(sum, 0.02 + (edits(whole, all, forgiven(whole)) || 1));
  }

  // What was typed, and the same with two neighbouring words as one: "zul fiqar".
  function readings(typed) {
    const found = [typed];
    for (let at = 1; at < Math.min(typed.length, 6); at += 1) {
      const joined = typed[at - 1] + typed[at];
      found.push([...typed.slice(0, at - 1), joined, ...typed.slice(at + 1)]);
    }
    return found;
  }

  // A name as the index holds it: its words, each two neighbours as one, and all as one.
  function spellings(name) {
    const pairs = name.slice(1).map((word, at) => name[at] + word);
    return [...new Set([...name, ...pairs, name.join("")])];
  }

  // ---- The index.

  let documents = [];
  let names = null;
  let texts = null;
  let state = "new"; // "loading", "names" when names can be found, "ready", "failed"
  let kinds = [];

  function read(row, id) {
    const [kind, href, number, title, named, others, detail, reply, passages, unseen] = row;
    const all = others.map((name) => (Array.isArray(name) ? name : [name, ""]));
    return { id, kind, href, number, title, named, names: all, detail, reply, passages, unseen };
  }

  function spelt(one) {
    if (!one.spelt) {
      const all = one.names.map(([name]) => name);
      if (one.named) all.unshift(one.title);
      if (one.number) all.push(one.number);
      one.spelt = all.map(words).filter((name) => name.length);
    }
    return one.spelt;
  }

  const FIELDS = {
    title: (one) => one.title,
    names: (one) => one.names.map(([name]) => name).join("\n"),
    detail: (one) => `${one.number}\n${one.detail}`,
    text: (one) => one.passages.map(([by, lines]) => `${by}\n${lines}`).join("\n"),
    unseen: (one) => one.unseen,
  };

  // Does some work on every member of a list, and lets the page answer every few milliseconds.
  // A message comes back sooner than a timer.
  const channel = new MessageChannel();

  function inSlices(list, work, done) {
    let at = 0;
    const slice = () => {
      const end = performance.now() + SLICE;
      while (at < list.length && performance.now() < end) work(list[at++]);
      if (at === list.length) return done();
      channel.port1.onmessage = slice;
      channel.port2.postMessage(0);
      return undefined;
    };
    slice();
  }

  function index() {
    const { MiniSearch, casebookIndex } = window;
    kinds = casebookIndex.kinds;
    documents = casebookIndex.documents.map(read);
    delete window.casebookIndex;
    names = new MiniSearch({
      fields: ["spelt"],
      extractField: (one, field) => (field === "id" ? one.id : spelt(one)),
      stringifyField: (value) => value,
      tokenize: (value) => value.flatMap(spellings),
      processTerm: (term) => term,
      searchOptions: { tokenize: (query) => query.split(" ") },
    });
    texts = new MiniSearch({
      fields: Object.keys(FIELDS),
      extractField: (one, field) => (field === "id" ? one.id : FIELDS[field](one)),
      tokenize: words,
      processTerm: (term) => term,
      searchOptions: {
        tokenize: (query) => query.split(" "),
        boost: { title: 4, names: 4, detail: 2 },
        prefix: begins,
      },
    });
    const named = documents.filter((one) => one.named || one.number || one.names.length);
    inSlices(named, (one) => names.add(one), () => {
      state = "names";
      answer();
      inSlices(documents, (one) => texts.add(one), () => {
        state = "ready";
        answer();
      });
    });
  }

  // A word still being typed; a number is whole, unless it is the last.
  function begins(term, at, terms) {
    return at === terms.length - 1 ? term.length > 1 || !/[0-9]/.test(term) : !/[0-9]/.test(term);
  }

  function load() {
    state = "loading";
    let missing = 2;
    for (const path of ["static/scripts/vendor/minisearch.js", "search/index.js"]) {
      const script = document.createElement("script");
      script.src = top + path;
      script.onload = () => {
        missing -= 1;
        if (!missing) index();
      };
      script.onerror = () => {
        state = "failed";
        answer();
      };
      document.head.append(script);
    }
  }

  // ---- Finding.

  // Every document that answers, best first: {one, score, terms, name}.
  function find(query) {
    const typed = words(query);
    const found = new Map();
    const put = (id, score, terms, name = null) => {
      const held = found.get(id);
      if (!held) found.set(id, { one: documents[id], score, terms: new Set(terms), name });
      else {
        held.score = Math.max(held.score, score);
        held.name = held.name || name;
        for (const term of terms) held.terms.add(term);
      }
    };
    if (!typed.length || !names) return [];

    const near = new Map();
    for (const reading of readings(typed)) {
      const hits = names.search(reading.join(" "), {
        combineWith: "AND",
        prefix: begins,
        // MiniSearch counts two letters exchanged as two edits; `distance` then judges.
        fuzzy: (term) => [0, Math.min(2, term.length - 2), 3][forgiven(term)],
      });
      for (const hit of hits.slice(0, 400)) {
        for (const name of spelt(documents[hit.id])) {
          const far = distance(reading, name);
          const held = near.get(hit.id);
          if (far > 2 || (held && held.far <= far)) continue;
          near.set(hit.id, { far, name: name.join(" "), terms: hit.terms });
        }
      }
    }

    const asked = typed.join(" ");
    let weight = 500;
    let hits = [];
    // One letter begins too many words.
    if (state === "ready" && query.trim().length > 1) {
      hits = texts.search(asked, { combineWith: "AND" });
      if (!hits.length && !near.size) {
        weight = 300;
        hits = texts.search(asked, { combineWith: "AND", fuzzy: forgiven });
        if (!hits.length) hits = texts.search(asked);
      }
    }
    for (const hit of hits) put(hit.id, (weight * hit.score) / hits[0].score, hit.terms);
    if (typed.length > 1) {
      // Words that stand so in a title or a date, and not only somewhere each.
      for (const held of [...found.values()].slice(0, 200)) {
        const head = words(`${held.one.title} \n ${held.one.detail}`).join(" ");
        if (` ${head} `.includes(` ${asked} `)) held.score += 400;
      }
    }

    const nearest = Math.min(...[...near.values()].map((one) => one.far));
    for (const [id, one] of near) {
      if (one.far < 1) put(id, 1000 - 100 * one.far, one.terms, one.name);
      // A name that is only like what was typed gives way to one that is the same, and comes
      // after words that are.
      else if (nearest >= 0.1) put(id, (hits.length ? 450 : 900) - 50 * one.far, one.terms, one.name);
    }
    return [...found.values()].sort((a, b) => b.score - a.score || a.one.id - b.one.id);
  }

  // ---- Showing.

  function make(name, className, ...inside) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  }

  const WORD = /[\p{L}\p{N}\p{M}\p{Cf}\u0640'’`\u02b9-\u02df]+(?:,[0-9]{3})*/gu;

  // Words as nodes, those that answer marked.
  function marked(text, terms) {
    const nodes = [];
    let at = 0;
    for (const { 0: word, index: start } of text.matchAll(WORD)) {
      if (!words(word).some((each) => terms.has(each))) continue;
      if (start > at) nodes.push(text.slice(at, start));
      nodes.push(make("mark", "", word));
      at = start + word.length;
    }
    nodes.push(text.slice(at));
    return nodes;
  }

  // The line that holds most of what was asked, with whose it is; else the first.
  function context({ one, terms }) {
    let best = null;
    let most = 0;
    for (const [by, lines] of one.passages) {
      for (const line of lines.split("\n")) {
        const held = new Set(words(line).filter((word) => terms.has(word))).size;
        if (!best || held > most) [best, most] = [{ by, line }, held];
      }
    }
    return best;
  }

  // A long line, cut at words around the first of those that answer. One that begins with a tab
  // carries a claim's reply, and is never cut.
  function shortened(line, terms) {
    if (line.startsWith("\t")) return line.slice(1);
    if (line.length <= LONGEST) return line;
    const first = [...line.matchAll(WORD)].find(({ 0: word }) =>
      words(word).some((each) => terms.has(each))
    );
    const middle = first ? first.index : 0;
    let start = Math.max(0, Math.min(middle - LONGEST / 3, line.length - LONGEST));
    let end = start + LONGEST;
    if (start) start = line.indexOf(" ", start) + 1;
    if (end < line.length) end = line.lastIndexOf(" ", end);
    return `${start ? "… " : ""}${line.slice(start, end)}${end < line.length ? " …" : ""}`;
  }

  function item(hit) {
    const { one, terms, name } = hit;
    const title = make("a", "", ...marked(one.title, terms));
    title.href = top + one.href;
    const head = make("p", "search-title");
    if (one.number) head.append(make("span", "number", one.number), " ");
    head.append(title);
    if (one.reply) head.append(" ", make("span", "answer", `(${one.reply})`));
    const about = make("p", "search-detail", ...marked(one.detail, terms));
    for (const [other, language] of one.names) {
      if (!name || words(other).join(" ") !== name) continue;
      const shown = make("span", "", ...marked(other, terms));
      if (language) [shown.lang, shown.dir] = [language, "auto"];
      if (one.detail) about.append(" · ");
      about.append(`${say.also} `, shown);
      break;
    }
    const found = make("li", "", head);
    if (about.textContent) found.append(about);
    const around = context(hit);
    if (around) {
      const line = make("p", "search-context", ...marked(shortened(around.line, terms), terms));
      if (around.by) line.append(" ", make("span", "search-by", around.by));
      found.append(line);
    }
    return found;
  }

  function group(kind, hits) {
    const list = make("ul", "", ...hits.slice(0, FIRST).map(item));
    const id = `search-kind-${kind}`;
    const count = make("span", "search-count", String(hits.length));
    const heading = make("h2", "label", kinds[kind][1], " ", count);
    heading.id = id;
    const section = make("section", "", heading, list);
    section.setAttribute("aria-labelledby", id);
    let shown = FIRST;
    if (hits.length > shown) {
      const button = make("button", "search-more", more(hits.length - shown));
      button.type = "button";
      button.addEventListener("click", () => {
        const next = hits.slice(shown, shown + MORE).map(item);
        list.append(...next);
        shown += next.length;
        button.textContent = more(hits.length - shown);
        if (shown >= hits.length) button.remove();
        next[0].querySelector("a").focus();
      });
      section.append(button);
    }
    return section;
  }

  function more(number) {
    return say.more.replace("{n}", number.toLocaleString(document.documentElement.lang));
  }

  function told(number) {
    if (!number) return say.none;
    const many = number.toLocaleString(document.documentElement.lang);
    const form = (name) => status.getAttribute(`data-answers-${name}`);
    const found = form(new Intl.PluralRules(document.documentElement.lang).select(number));
    return (found ?? form("other")).replace("{n}", many);
  }

  function tell(message) {
    // What is said again would be read out again.
    if (status.textContent !== message) status.textContent = message;
  }

  let last = "";

  function answer() {
    dialog.dataset.state = state;
    const query = input.value.slice(0, 200);
    const any = words(query).length > 0;
    const hits = find(query);
    const groups = new Map();
    for (const hit of hits) {
      if (!groups.has(hit.one.kind)) groups.set(hit.one.kind, []);
      groups.get(hit.one.kind).push(hit);
    }
    answers.replaceChildren(...[...groups].map(([kind, of]) => group(kind, of)));
    if (query !== last) answers.scrollTop = 0;
    last = query;
    const waiting = state === "loading" || (state === "names" && !hits.length);
    none.hidden = !(state === "failed" || (any && state === "ready" && !hits.length));
    part("hint").hidden = any || state === "failed";
    if (state === "failed") tell(say.failed);
    else if (any) tell(waiting ? say.loading : told(hits.length));
    else tell("");
  }

  // ---- The dialog.

  function stops() {
    return [...answers.querySelectorAll("a, button")];
  }

  function move(by) {
    const all = stops();
    const at = all.indexOf(document.activeElement) + by;
    if (at < 0) input.focus();
    else all[Math.min(at, all.length - 1)]?.focus();
  }

  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
    const { key, target } = event;
    const within = target === input || answers.contains(target);
    if (key === "Escape") {
      // A field of search would be emptied first.
      event.preventDefault();
      dialog.close();
    } else if (key === "ArrowDown" && within) {
      event.preventDefault();
      move(1);
    } else if (key === "ArrowUp" && within && target !== input) {
      event.preventDefault();
      move(-1);
    } else if (key === "Enter" && target === input) {
      event.preventDefault();
      stops()[0]?.click();
    } else if (answers.contains(target) && key.length === 1 && key !== " ") {
      input.focus(); // whoever goes on typing goes on asking
    }
  });
  input.addEventListener("input", answer);
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
    const leaves = event.target.closest("a") && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (leaves) dialog.close(); // the answer may be on this very page
  });

  const slash = part("slash");
  try {
    slash.checked = localStorage.getItem("casebook-slash") !== "off";
    slash.addEventListener("change", () => {
      localStorage.setItem("casebook-slash", slash.checked ? "on" : "off");
    });
  } catch {
    slash.closest("label").remove(); // where nothing may be kept
  }

  document.body.append(dialog);
  window.casebookSearch = {
    open() {
      if (state === "new" || state === "failed") load();
      if (!dialog.open) dialog.showModal();
      input.focus();
      input.select();
      answer();
    },
    // For the tests.
    words,
    find: (query) => find(query).map(({ one, score }) => ({ href: one.href, score })),
  };
})();
