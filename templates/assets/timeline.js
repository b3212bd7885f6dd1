// Filters of the timeline: they leave out entries of the list and of the drawing.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  let entries, marks;

  function look() {
    const byLink = {};
    entries = all(".line > li").map((li) => {
      const e = { li, kind: li.className === "publication" ? "source" : "event", of: (li.dataset.of || "").split(" "), known: li.dataset.known };
      return (byLink[li.querySelector(".what a").getAttribute("href")] = e);
    });
    // A mark stands for the entry that it links to, or for those that it counts. Its
    // name may have a number before it, and want its end.
    marks = all(":is(.above, .below) > a").map((a) => {
      const title = a.querySelector("title");
      const items = a.dataset.items;
      const said = title.textContent.replace(/^\d+ \/ /, "");
      if (!title.whole?.startsWith(said)) title.whole = said;
      const list = items ? expand(items, entries.filter((e) => (e.kind === "event") === a.parentNode.matches(".above"))) : [byLink[a.getAttribute("href")]];
      return { a, title, entries: list, number: items && a.querySelector("text"), differs: !items && list[0].li.querySelector(".differs") };
    });
  }

  const expand = (ranges, list) =>
    ranges.split(" ").flatMap((range) => {
      const ends = range.split("-");
      return list.slice(+ends[0], +(ends[1] || ends[0]) + 1);
    });

  const remaining = (list) => list.filter((e) => !e.li.hidden).length;

  function show(chosen) {
    const tests = [];
    for (const [name, { value, dataset }] of Object.entries(chosen)) {
      if (value) tests.push((e) => (name === "kind" ? e.kind === value : name === "asof" ? e.known && +e.known <= value : e.of.includes(dataset.n)));
    }
    // On a day before all was known: neither that sources differ later nor a summary,
    // which was written with all of them.
    const day = chosen.asof?.value;
    entries.forEach((e) => {
      e.li.hidden = !tests.every((test) => test(e));
      all(".summary, .differs", e.li).forEach((part) => (part.hidden = day && !(+part.dataset.known <= day)));
    });

    all(".year").forEach((year) => {
      all("ol", year).forEach((ol) => {
        const month = ol.previousElementSibling;
        ol.hidden = !ol.querySelector("li:not([hidden])");
        if (month?.tagName === "H3") month.hidden = ol.hidden;
      });
      year.hidden = !year.querySelector("li:not([hidden])");
      const id = year.querySelector("h2").id;
      const jump = id && document.querySelector('.letters a[href="#' + id + '"]');
      if (jump) jump.parentNode.hidden = year.hidden;
    });
    marks.forEach((m) => {
      const n = remaining(m.entries);
      m.a.toggleAttribute("hidden", !n);
      const { hidden, textContent } = m.differs || {};
      if (m.differs) m.a.classList.toggle("differs", !hidden);
      // Without the doubt goes the comma before it.
      m.title.textContent = (n < m.entries.length ? n + " / " : "") + m.title.whole.slice(0, hidden ? -textContent.length - 2 : 999);
      if (m.number) m.number.textContent = n;
    });
    all("figcaption .differs").forEach((legend) => (legend.hidden = !document.querySelector(".chart a.differs:not([hidden])")));
    return [remaining(entries), entries.length];
  }

  dossierFilters(look, show);

  // Where the drawing is wider than the window, it shows first where most marks are,
  // with room for the words that follow them.
  const drawing = document.querySelector(".drawing");
  const side = document.dir === "rtl" ? "right" : "left";
  const begin = (e) => e.getBoundingClientRect()[side];
  if (drawing) {
    const places = all(":is(.above, .below) > a", drawing).map(begin).sort((a, b) => a - b);
    if (places.length) drawing.scrollLeft += places[places.length >> 1] - begin(drawing) + drawing.clientWidth * (side === "left" ? -0.25 : 0.25);
  }
})();
