"use strict";

const escaped = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const esc = (words) => String(words).replace(/[&<>"']/g, (one) => escaped[one]);

const link = (one, up = "../") => `<a href="${up}${esc(one.to)}">${esc(one.title)}</a>`;

const listed = (items) => `<ul>\n${items.map((one) => `  <li>${one}</li>\n`).join("")}</ul>\n`;

const links = (heading, items) =>
  items.length ? `<h2>${heading}</h2>\n${listed(items.map((one) => link(one)))}` : "";

const dated = (items, up = "../") =>
  listed(items.map((one) => `${link(one, up)}, ${esc(one.when)}`));

const MENU = [
  ["timeline.html", "Timeline", "events"],
  ["people/index.html", "People", "people"],
  ["parties/index.html", "Parties", "parties"],
  ["places/index.html", "Places", "places"],
  ["sources/index.html", "Sources", "sources"],
];

function frame(data, main) {
  const folder = data.permalink.split("/");
  const up = folder.length > 1 ? "../" : "";
  const section = data.permalink === "timeline.html" ? "events" : folder[0];
  const menu = MENU.map(([href, words, name]) => {
    const here = name === section ? ' aria-current="true"' : "";
    return `      <li><a href="${up}${href}"${here}>${words}</a></li>\n`;
  }).join("");
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(data.title)} · The Quays</title>
<link rel="stylesheet" href="${up}static/css/plain.css">
</head>
<body>
<header>
  <a href="${up}index.html">The Quays</a>
  <nav>
    <ul>
${menu}    </ul>
  </nav>
</header>
<main id="main">
${main}
</main>
<footer>
  <p>The Quays. Invented for measuring. Edited by Nobody At All. Licence: CC0.</p>
</footer>
</body>
</html>
`;
}

module.exports = { dated, esc, frame, link, links, listed };
