// Filters of the timeline: they leave out entries of the list and of the drawing.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const whole = new WeakMap(); // names of marks, of which show may leave out the end
  let entries, marks;

  function look() {
    const byLink = {};
    entries = all(".line > li").map((li) => {
      const e = { li, kind: li.className === "publication" ? "source" : "event", of: (li.dataset.of || "").split(" "), known: li.dataset.known, differs: li.querySelector(".differs"), summary: li.querySelector(".summary") };
      return (byLink[li.querySelector(".what a").getAttribute("href")] = e);
    });
    // A mark stands for the entry that it links to, or for those that it counts.
    marks = all(":is(.above, .below) > a").map((a) => {
      const items = a.dataset.items;
      const title = a.querySelector("title");
      if (!items) {
        const e = byLink[a.getAttribute("href")];
        const kept = whole.get(title);
        const words = kept?.startsWith(title.textContent) ? kept : title.textContent;
        whole.set(title, words);
        return { a, title, words, entries: [e], differs: e.differs };
      }
      const list = entries.filter((e) => (e.kind === "event") === a.parentNode.matches(".above"));
      return { a, title, words: title.textContent.replace(/^\d+ \/ /, ""), number: a.querySelector("text"), entries: expand(items, list) };
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
      if (e.summary) e.summary.hidden = !!day;
      if (e.differs) e.differs.hidden = !!day && !(+e.differs.dataset.known <= day);
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
      if (m.entries.length < 2) {
        if (!m.differs) return;
        m.a.classList.toggle("differs", !m.differs.hidden);
        // After the words for the doubt comes nothing, before them a comma and a space.
        m.title.textContent = m.differs.hidden ? m.words.slice(0, -m.differs.textContent.length - 2) : m.words;
        return;
      }
      m.title.textContent = (n < m.entries.length ? n + " / " : "") + m.words;
      if (m.number) m.number.textContent = n;
    });
    const legend = document.querySelector("figcaption .differs");
    if (legend) legend.hidden = !marks.some((m) => m.differs && !m.differs.hidden && !m.a.hasAttribute("hidden"));
    return [remaining(entries), entries.length];
  }

  dossierFilters(look, show);

  // Where the drawing is wider than the window, it shows first where most marks are,
  // with room for the words that follow them.
  const drawing = document.querySelector(".drawing");
  const left = (e) => e.getBoundingClientRect().left;
  if (drawing) {
    const places = all(":is(.above, .below) > a", drawing).map(left).sort((a, b) => a - b);
    if (places.length) drawing.scrollLeft += places[places.length >> 1] - left(drawing) - drawing.clientWidth * (document.dir === "rtl" ? 0.75 : 0.25);
  }
})();
