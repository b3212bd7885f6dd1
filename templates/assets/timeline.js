// Filters of the timeline: they leave out entries of the list and of the
// drawing, and stand in the address, so that a selection can be sent to others.
(() => {
  "use strict";
  const form = document.querySelector(".filters");
  if (!form) return;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  let selects, entries, marks;

  function look() {
    const byLink = {};
    selects = all("select", form);
    entries = all(".line > li").map((li) => {
      const e = { li, kind: li.className === "publication" ? "source" : "event", of: (li.dataset.of || "").split(" "), known: li.dataset.known };
      return (byLink[li.querySelector(".what a").getAttribute("href")] = e);
    });
    // A mark stands for the entry that it links to, or for those that it counts.
    marks = all(".chart .above > a, .chart .below > a").map((a) => {
      const items = a.dataset.items;
      if (!items) return { a, entries: [byLink[a.getAttribute("href")]] };
      const list = entries.filter((e) => (e.kind === "event") === a.parentNode.matches(".above"));
      const title = a.querySelector("title");
      return { a, title, words: title.textContent.replace(/^\d+ \/ /, ""), number: a.querySelector("text"), entries: expand(items, list) };
    });
    read();
  }

  const expand = (ranges, list) =>
    ranges.split(" ").flatMap((range) => {
      const ends = range.split("-");
      return list.slice(+ends[0], +(ends[1] || ends[0]) + 1);
    });

  const remaining = (list) => list.filter((e) => !e.li.hidden).length;

  // An address without a filter leads to a place of the page, and changes none.
  function read() {
    const hash = location.hash.slice(1);
    const wanted = (!hash || hash.includes("=")) && new URLSearchParams(hash);
    const tests = [];
    selects.forEach((select) => {
      const value = wanted ? wanted.get(select.name) || "" : select.value;
      select.value = value;
      if (select.value !== value) {
        // Nothing here has to do with what the address names; that can be seen.
        select.add(new Option(value, value));
        select.value = value;
      }
      const number = select.selectedOptions[0].dataset.n;
      if (value) tests.push((e) => (select.name === "kind" ? e.kind === value : select.name === "asof" ? e.known && +e.known <= value : e.of.includes(number)));
    });
    entries.forEach((e) => (e.li.hidden = !tests.every((test) => test(e))));

    const status = form.querySelector("[role=status]");
    const words = form.dataset.remain.replace("{n}", remaining(entries)).replace("{all}", entries.length);
    if (status.textContent !== words) status.textContent = words;
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
      if (!m.title) return;
      m.title.textContent = (n < m.entries.length ? n + " / " : "") + m.words;
      m.number.textContent = n;
    });
  }

  function write(params) {
    history.pushState(null, "", params ? "#" + params : location.href.split("#")[0]);
    read();
  }

  form.addEventListener("change", () => write(new URLSearchParams(selects.filter((s) => s.value).map((s) => [s.name, s.value])).toString()));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    write("");
  });
  addEventListener("hashchange", read);
  document.addEventListener("dossier:exchanged", look);
  look();

  // Where the drawing is wider than the window, it shows first where most marks are,
  // with room for the words that follow them.
  const drawing = document.querySelector(".drawing");
  const left = (e) => e.getBoundingClientRect().left;
  const middle = marks.map((m) => left(m.a)).sort((a, b) => a - b)[marks.length >> 1];
  if (drawing && marks[0]) drawing.scrollLeft += middle - left(drawing) - drawing.clientWidth * (document.dir === "rtl" ? 0.75 : 0.25);
})();
