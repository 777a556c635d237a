"use strict";

const { dated, esc, frame, link, listed } = require("./frame.cjs");

exports.render = (data) =>
  frame(
    data,
    `<h1>${esc(data.title)}</h1>
<p>Invented for measuring</p>
${listed(data.counts.map((one) => link(one, "")))}
<h2>Sources</h2>
${dated(data.sources, "")}
`,
  );
