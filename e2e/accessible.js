// violations lists the rules of axe-core that the page breaks, of those that it
// has on by itself: WCAG at the levels A and AA, and good practice; and of WCAG
// 2.2 the size of what is pressed, which it has off. An id that is given twice it
// leaves to people to judge; here none may be.
async function violations() {
  axe.configure({ noHtml: true });
  const found = await axe.run(document, {
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true } },
    iframes: false, // there are none
    preload: false, // there is nothing to play
  });
  const twice = found.incomplete.filter((v) => v.id === "duplicate-id-aria");
  return found.violations.concat(twice).map((v) => v.id + " (" + v.help + "), " + v.nodes.length + " times: " +
    v.nodes.slice(0, 3).map((n) => n.target.join(" ") + (n.any[0] ? " – " + n.any[0].message : "")).join("; "));
}
