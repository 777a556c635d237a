"use strict";

const { esc, frame, link, listed } = require("./frame.cjs");

exports.render = (data) => {
  const pages = data.collections[data.permalink.split("/")[0]];
  return frame(data, `<h1>${esc(data.title)}</h1>\n${listed(pages.map((one) => link(one.data)))}`);
};
