// Markdown alone: what stands in the prose is not run as a template before.
export default function (config) {
  const byWeight = (a, b) => a.data.weight - b.data.weight;
  for (const name of ["events", "people", "parties", "places", "sources"]) {
    config.addCollection(name, (all) =>
      all
        .getAll()
        .filter((page) => page.data.weight && page.data.permalink.startsWith(`${name}/`))
        .sort(byWeight),
    );
  }
  config.addPassthroughCopy("static");
  return {
    dir: { input: ".", includes: "layouts", output: "output" },
    templateFormats: ["md"],
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
}
