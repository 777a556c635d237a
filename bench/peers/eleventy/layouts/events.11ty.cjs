"use strict";

const { dated, esc, frame } = require("./frame.cjs");

exports.render = (data) => {
  const groups = new Map();
  for (const page of data.collections.events) {
    const kind = page.data.kind;
    if (!groups.has(kind)) groups.set(kind, []);
    groups.get(kind).push(page.data);
  }
  const sections = [...groups.keys()]
    .sort()
    .map((kind) => {
      const heading = esc(kind[0].toUpperCase() + kind.slice(1));
      const list = dated(groups.get(kind));
      return `<section id="group-${esc(kind)}">\n<h2>${heading}</h2>\n${list}</section>\n`;
    });
  return frame(data, `<h1>${esc(data.title)}</h1>\n${sections.join("")}`);
};
