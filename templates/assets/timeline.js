// Filters of the timeline: they leave out entries of the list and of the
// drawing, and stand in the address, so that a selection can be sent to others.
(function () {
  "use strict";
  var form = document.querySelector(".filters");
  if (!form) return;
  var status = form.querySelector("[role=status]");
  var selects = all("select", form);

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  var entries = all(".line > li").map(function (li) {
    return { li: li, kind: li.className === "publication" ? "source" : "event", of: " " + (li.dataset.of || "") + " " };
  });
  var byLink = {};
  entries.forEach(function (e) {
    byLink[e.li.querySelector(".what a").getAttribute("href")] = e;
  });

  // A mark stands for the entry that it links to, or for those that it counts.
  var marks = [];
  [["above", "event"], ["below", "source"]].forEach(function (lane) {
    var list = entries.filter(function (e) {
      return e.kind === lane[1];
    });
    all(".chart ." + lane[0] + " > a").forEach(function (a) {
      var items = a.dataset.items;
      marks.push({
        a: a,
        title: items && a.querySelector("title"),
        words: items && a.querySelector("title").textContent,
        number: items && a.querySelector("text"),
        entries: items ? expand(items, list) : [byLink[a.getAttribute("href")]],
      });
    });
  });

  function expand(ranges, list) {
    return ranges.split(" ").reduce(function (found, range) {
      var ends = range.split("-");
      return found.concat(list.slice(+ends[0], +(ends[1] || ends[0]) + 1));
    }, []);
  }

  function shown(e) {
    return !e.li.hidden;
  }

  // An address without a filter leads to a place of the page, and changes none.
  function read() {
    var hash = location.hash.slice(1);
    if (hash && hash.indexOf("=") < 0) return;
    var wanted = new URLSearchParams(hash);
    var tests = [];
    selects.forEach(function (select) {
      var value = wanted.get(select.name) || "";
      select.value = value;
      if (select.value !== value) {
        // Nothing here has to do with what the address names; that can be seen.
        select.add(new Option(value, value));
        select.value = value;
      }
      var number = select.selectedOptions[0].dataset.n;
      if (value) {
        tests.push(function (e) {
          return select.name === "kind" ? e.kind === value : e.of.indexOf(" " + number + " ") >= 0;
        });
      }
    });
    entries.forEach(function (e) {
      e.li.hidden = !tests.every(function (test) {
        return test(e);
      });
    });
    show();
  }

  function show() {
    var left = entries.filter(shown).length;
    status.textContent = form.dataset.remain.replace("{n}", left).replace("{all}", entries.length);
    all(".year").forEach(function (year) {
      all("ol", year).forEach(function (ol) {
        var none = !ol.querySelector("li:not([hidden])");
        var month = ol.previousElementSibling;
        ol.hidden = none;
        if (month && month.tagName === "H3") month.hidden = none;
      });
      year.hidden = !year.querySelector("li:not([hidden])");
      var id = year.querySelector("h2").id;
      var jump = id && document.querySelector('.letters a[href="#' + id + '"]');
      if (jump) jump.parentNode.hidden = year.hidden;
    });
    marks.forEach(function (m) {
      var n = m.entries.filter(shown).length;
      m.a.toggleAttribute("hidden", !n);
      if (m.title) m.title.textContent = (n < m.entries.length ? n + " / " : "") + m.words;
      if (m.number) m.number.textContent = n;
    });
  }

  function write(params) {
    history.pushState(null, "", params ? "#" + params : location.href.split("#")[0]);
    read();
  }

  form.addEventListener("change", function () {
    var params = new URLSearchParams();
    selects.forEach(function (select) {
      if (select.value) params.set(select.name, select.value);
    });
    write(params.toString());
  });
  form.addEventListener("reset", function (event) {
    event.preventDefault();
    write("");
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  addEventListener("hashchange", read);
  read();
})();
