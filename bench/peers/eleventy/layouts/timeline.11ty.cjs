"use strict";

const { dated, esc, frame } = require("./frame.cjs");

exports.render = (data) => {
  const years = [];
  for (const { data: event } of data.collections.events) {
    if (years.at(-1)?.year !== event.year) years.push({ year: event.year, months: [] });
    const { months } = years.at(-1);
    if (months.at(-1)?.month !== event.month) {
      months.push({ month: event.month, id: event.month_id, events: [] });
    }
    months.at(-1).events.push(event);
  }
  const sections = years.map(({ year, months }) => {
    const lists = months.map(({ month, id, events }) => {
      const heading = month ? `<h3 id="${esc(id)}">${esc(month)}</h3>\n` : "";
      return heading + dated(events, "");
    });
    return `<section id="y${esc(year)}">\n<h2>${esc(year)}</h2>\n${lists.join("")}</section>\n`;
  });
  return frame(data, `<h1>${esc(data.title)}</h1>\n${sections.join("")}`);
};
