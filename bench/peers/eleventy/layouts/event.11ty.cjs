"use strict";

const { esc, frame, link, links } = require("./frame.cjs");

exports.render = (data) =>
  frame(
    data,
    `<p>${esc(data.kind)}</p>
<h1>${esc(data.title)}</h1>
<p><time>${esc(data.when)}</time></p>
<section id="accounts">
${data.content}
</section>
${data.part_of ? `<p>Part of ${link(data.part_of)}</p>` : ""}
${links("People", data.people)}
${links("Parties", data.parties)}
${links("Places", data.places)}
${links("Made up of", data.parts)}
${data.earlier ? `<p>Before: ${link(data.earlier).replace("<a", '<a rel="prev"')}</p>` : ""}
${data.later ? `<p>After: ${link(data.later).replace("<a", '<a rel="next"')}</p>` : ""}
`,
  );
