"use strict";

const { dated, esc, frame } = require("./frame.cjs");

exports.render = (data) =>
  frame(
    data,
    `${data.kind ? `<p>${esc(data.kind)}</p>` : ""}
<h1>${esc(data.title)}</h1>
${data.content}
<h2 id="events">Events</h2>
${dated(data.events)}
`,
  );
