"use strict";

const { esc, frame, links } = require("./frame.cjs");

exports.render = (data) =>
  frame(
    data,
    `<p>${esc(data.kind)}</p>
<h1>${esc(data.title)}</h1>
<p>${esc(data.publisher)}, ${esc(data.when)}. ${esc(data.stance)}</p>
${data.drawn.map((group) => links(esc(group.title), group.links)).join("")}
`,
  );
