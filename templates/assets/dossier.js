// What every page can do where scripts run. Nothing here is needed to read: each
// part improves what is there without it, and one that fails leaves it as it was.
(() => {
  "use strict";
  var root = document.documentElement;

  // The switch of colours goes from the system's to light, to dark, and round.
  // A page sets what was chosen before it is painted: see partials/head.html.
  function themes() {
    var key = "dossier-theme";
    var button = one(".theme");
    if (!button) return;
    var words = { "": button.title, light: button.dataset.light, dark: button.dataset.dark };
    var next = { "": "light", light: "dark", dark: "" };
    function show(theme) {
      if (!(theme in next)) theme = "";
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
      button.title = button.ariaLabel = words[theme];
      return theme;
    }
    var theme = show(root.dataset.theme || "");
    button.addEventListener("click", () => {
      theme = show(next[theme]);
      keep(key, theme);
    });
    addEventListener("storage", (event) => {
      if (event.key === key) theme = show(event.newValue || "");
    });
  }

  // kept and keep remember a choice of the reader, where the browser lets us.
  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      // Nothing was kept.
    }
  }
  function keep(key, value) {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      // Where nothing may be kept, the choice holds for this page.
    }
  }

  var one = (selector, within = document) => within.querySelector(selector);
  var all = (selector, within = document) => [...within.querySelectorAll(selector)];
  var rect = (e) => e.getBoundingClientRect();
  var focused = () => document.activeElement;
  var create = (name) => document.createElement(name);
  var on = (type, react) => document.addEventListener(type, react);
  var canonical = one("link[rel=canonical]");
  var base = canonical?.href || (/^http/.test(location) ? location.href.split("#")[0] : "");
  var address = (a) => a.getAttribute("href");

  // What a source shows: marks and notes, coverage, or the plain text.
  function reading() {
    var choices = all(".reading input");
    function show() {
      var plain = choices.some((c) => c.checked && c.value === "plain");
      all(".text .name").forEach((a) => (a.tabIndex = plain ? -1 : 0));
    }
    var before = choices.find((c) => c.value === kept("dossier-reading"));
    if (before) before.checked = true;
    choices.forEach((choice) => {
      choice.addEventListener("change", () => {
        keep("dossier-reading", choice.value);
        show();
      });
    });
    show();
    return show;
  }

  // Notes in the margin stand on the line of their passage, or as near to it as all
  // of them together can, and each is folded to the room that the next one leaves.
  // At most one is unfolded: it covers what is below it. The text itself never moves.
  function margin() {
    var notes;
    var rooms = new Map(); // of the notes that are folded: pixels
    var control = (note) => one(".unfold", note);
    function place() {
      if (!notes[0]) return;
      root.dataset.js = "on";
      rooms.clear();
      var beside = rect(notes[0]).height && matchMedia("screen and (width>=60rem)").matches;
      notes.forEach((note) => {
        note.classList.remove("cut");
        note.style = beside ? "position:absolute;inset-inline-end:0;margin-top:0;--room:none" : "";
        control(note).hidden = beside || !note.matches(".long");
      });
      if (!beside) return;
      var text = notes[0].closest(".text");
      var area = rect(text);
      var lineOf = (e) => parseFloat(getComputedStyle(e).lineHeight);
      var high = lineOf(text);
      var row = lineOf(notes[0]);
      var list = notes.map((note) => {
        var para = rect(note.closest(".para")).top - area.top;
        var mark = passage(note);
        var words = rect(one(".note-text", note));
        var box = rect(note);
        return {
          note,
          para,
          line: para + (mark ? Math.round((mark.getClientRects()[0].top - area.top - para) / high) * high : 0) + 3,
          full: box.height,
          head: words.top - box.top + 3,
          rows: words.height / row,
        };
      });
      var mean = (pool) => pool.reduce((sum, n) => sum + n.at, 0) / pool.length;
      // The isotonic regression of where they would stand if none had a height, by
      // pooling those that are in each other's way. Gives how far the farthest is off.
      function settle(lines) {
        var pools = [];
        var sum = 0;
        var far = 0;
        list.forEach((n) => {
          var pool = [n];
          n.up = sum;
          n.at = n.line - sum;
          sum += Math.min(n.full, n.head + lines * row) + 9;
          while (pools[0] && mean(pools[0]) >= mean(pool)) pool = pools.shift().concat(pool);
          pools.unshift(pool);
        });
        var last = area.height + 9 - sum;
        pools.forEach((pool) =>
          pool.forEach((n) => {
            n.top = n.up + Math.max(3, Math.min(mean(pool), last));
            far = Math.max(far, Math.abs(n.top - n.line));
          }),
        );
        return last < 3 ? Infinity : far;
      }
      var lines = 15;
      while (settle(lines) > 2 * high && lines > 1) lines--;
      list.forEach((n, i) => {
        var room = (list[i + 1] ? list[i + 1].top - 9 : area.height) - n.top;
        n.note.style.top = n.top - n.para + "px";
        if (n.full <= room) return;
        rooms.set(n.note, n.head + Math.min(n.rows, Math.max(lines, Math.floor((room - n.head) / row))) * row);
        control(n.note).hidden = false;
        fold(n.note);
      });
    }
    function fold(note) {
      var open = control(note).open;
      note.classList.toggle("cut", !open);
      note.style.height = open ? "" : rooms.get(note) + "px";
      note.style.overflow = open ? "" : "clip";
      note.style.zIndex = +open;
    }
    function unfold(e) {
      var note = e?.closest(".note");
      if (!rooms.has(note)) return;
      rooms.forEach((_, other) => {
        control(other).open = other === note;
        fold(other);
      });
    }
    function target() {
      var note = one(".note:target");
      if (!note) return;
      unfold(note);
      reveal(note);
    }
    var watch = new ResizeObserver(place);
    function look() {
      notes = all(".text .note");
      place();
      all(".text").forEach((e) => watch.observe(e));
    }
    look();
    document.fonts.ready.then(place);
    ["load", "hashchange"].forEach((type) => addEventListener(type, target));
    on("change", place);
    on("focusin", (event) => {
      if (!event.target.matches(":focus-visible")) return;
      unfold(event.target);
      event.target.closest(".note")?.scrollIntoView({ block: "nearest" });
    });
    on("click", (event) => event.target.closest(".call") && setTimeout(target));
    document.addEventListener(
      "toggle",
      (event) => {
        var note = event.target.closest(".note");
        if (event.target.open) unfold(note);
        else if (rooms.has(note)) fold(note);
      },
      true,
    );
    return look;
  }

  var passage = (note) => one('mark[data-p="' + note.dataset.of + '"]');

  // reveal scrolls to a note and its passage; where there is no room for both, to the note.
  function reveal(note) {
    passage(note)?.scrollIntoView({ block: "center" });
    note.scrollIntoView({ block: "nearest" });
  }

  // Cards open where a citation, a name or a link to an entry has the pointer or
  // the focus, or is tapped for the first time. They stay while the pointer or
  // the focus is on them, and go with Escape.
  function cards() {
    var link, card, timer, touched, entries, made;
    function look() {
      hide();
      entries = {};
      made = new Map();
      var from = one("#cards");
      if (from) all("section > div", from.content).forEach((d) => (entries[address(d.firstChild)] = d));
    }
    look();

    function content(a) {
      var href = address(a);
      var box = create("div");
      var first = href[0] === "#" && document.getElementById(href.slice(1));
      if (first && a.matches(".cites a")) {
        box.append(...first.cloneNode(true).childNodes);
      } else if (first && a.matches(".pages")) {
        var list = box.appendChild(create("ul"));
        for (var n = +a.dataset.k || 1; n > 0 && first; n--, first = first.nextElementSibling) list.append(first.cloneNode(true));
      } else if (entries[href] && !a.closest(".title, .chip, .reference")) {
        box.append(entries[href].parentNode.firstElementChild.cloneNode(true), entries[href].cloneNode(true));
      } else {
        return null;
      }
      all(".back", box).forEach((e) => e.remove());
      all("[hidden]", box).forEach((e) => (e.hidden = false));
      all("[id]", box).forEach((e) => e.removeAttribute("id"));
      return box;
    }
    function opener(target) {
      var a = target.closest?.("main a[href]");
      if (!a || a.closest(".card")) return null;
      if (!made.has(a)) made.set(a, content(a));
      return made.get(a) && a;
    }
    function hide() {
      clearTimeout(timer);
      if (!link) return;
      card.remove();
      link = card = null;
    }
    function show(a, y) {
      if (a === link) return;
      hide();
      link = a;
      card = made.get(a);
      card.className = "card";
      card.dir = root.dir;
      card.lang = root.lang;
      card.style.left = card.style.top = 0;
      a.after(card);
      var lines = [...a.getClientRects()];
      var line = lines.find((r) => r.top <= y && y <= r.bottom) || lines[0];
      var box = rect(card);
      var below = line.bottom + box.height <= innerHeight || line.top < box.height;
      card.style.left = Math.max(8, Math.min(line.left, root.clientWidth - box.width - 8)) - box.left + "px";
      card.style.top = (below ? line.bottom : line.top - box.height) - box.top + "px";
    }

    on("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      var a = opener(event.target);
      clearTimeout(timer);
      if (card && (a === link || card.contains(event.target))) return;
      if (a) timer = setTimeout(show, 150, a, event.clientY);
      else if (card && !card.contains(focused()) && focused() !== link) timer = setTimeout(hide, 300);
    });
    on("focusin", (event) => {
      var a = opener(event.target);
      if (a?.matches(":focus-visible")) show(a);
      else if (card && a !== link && !card.contains(event.target)) hide();
    });
    on("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      if (touched && card && opener(event.target) !== link && !card.contains(event.target)) hide();
    });
    on("click", (event) => {
      var a = touched && opener(event.target);
      if (!a || a === link) return;
      event.preventDefault();
      show(a, event.clientY);
    });
    on("keydown", (event) => {
      if (event.key !== "Escape" || !card) return;
      var within = card.contains(focused()) && link;
      hide();
      if (within) {
        within.focus();
        hide();
      }
    });
    addEventListener("resize", hide);
    return look;
  }

  // On paper the links of notes are written out, as they are from anywhere.
  function printing() {
    addEventListener("beforeprint", () => all(".note-text .to, .head-note .to").forEach((a) => (a.dataset.at = base ? new URL(address(a), base).href : address(a).replace(/^(\.\.\/)+/, ""))));
  }

  // Buttons that copy a passage with its reference and its address.
  function copying() {
    var said = one("#said");
    var words = said.dataset;
    var line = (e) => (e ? e.textContent.replace(/\s+/g, " ").trim() : "");
    // A title that the annotator supplied stands in brackets, as in references.
    var titled = (e) => (e.matches(".supplied") ? "[" + line(e) + "]" : line(e));
    function passage(box) {
      if (box.dataset.of) box = one("#p-" + box.dataset.of) || box;
      var quotation = line(one("q, blockquote", box));
      if (quotation && !/["“”„«»]/.test(quotation)) quotation = "“" + quotation + "”";
      var reference = line(one(".reference", box)) || all(".title .authors, h1, .title .publisher, .byline time, .byline .date").map(titled).join(". ");
      var at = one(".actions a, a.quoted", box);
      var href = at ? address(at) : box.id && "#" + box.id;
      return [quotation, reference, href && base && new URL(href, base).href].filter(Boolean).join("\n");
    }
    function bibtex() {
      var title = line(one(".ready q"));
      var site = line(one(".ready cite"));
      var escape = (text) => text.replace(/[\\{}%&#$_]/g, "\\$&");
      var fields = [
        ["author", escape(all("meta[name=author]").map((m) => m.content).join(" and "))],
        ["title", escape(title || site)],
        ["howpublished", title && escape(site)],
        ["url", base],
        ["urldate", new Date().toISOString().slice(0, 10)],
      ];
      var key = location.pathname.split("/").pop().replace(".html", "") || "index";
      return "@misc{" + key + fields.map((f) => f[1] && ",\n  " + f[0] + " = {" + f[1] + "}").join("") + "\n}";
    }
    function tell(ok) {
      said.textContent = ok ? words.copied : words.failed;
      setTimeout(() => (said.textContent = ""), 4000);
    }
    // For addresses where the clipboard is not to be had: the disk, plain HTTP.
    function byHand(text, button) {
      var area = create("textarea");
      area.value = text;
      area.className = "skip";
      document.body.append(area);
      area.select();
      var ok = document.execCommand("copy");
      area.remove();
      button.focus();
      tell(ok);
    }
    on("click", (event) => {
      var button = event.target.closest(".copy");
      if (!button) return;
      var kind = button.dataset.copy;
      var text = kind === "bibtex" ? bibtex() : kind === "page" ? line(one(".ready")) + (canonical ? "" : " " + base).trimEnd() : passage(button.closest("li, .evidence, .note, .card"));
      if (!navigator.clipboard) return byHand(text, button);
      navigator.clipboard.writeText(text).then(() => tell(true), () => byHand(text, button));
    });
  }

  // j and k go through the notes of a source, / goes to the search, ? shows the keys.
  function keys() {
    var help = one("#keys");
    var single = one("input", help);
    var before;
    function obey() {
      root.dataset.keys = single.checked ? "on" : "off";
    }
    single.checked = kept("dossier-keys") !== "off";
    obey();
    single.addEventListener("change", () => {
      keep("dossier-keys", single.checked ? "" : "off");
      obey();
    });
    on("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.key === "Escape" && help.open) {
        help.open = false;
        before?.focus();
      }
      if (root.dataset.keys === "off" || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
      var field = one("[type=search]");
      if (event.key === "/" && field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
      if (event.key === "?") {
        help.open = !help.open;
        if (help.open) before = focused();
        (help.open ? one("summary", help) : before).focus();
      }
      var step = { j: 1, k: -1 }[event.key];
      var notes = all(".note .number").filter((a) => a.offsetParent);
      if (!step || !notes.length) return;
      var at = notes.findIndex((a) => a.closest(".note").contains(focused()));
      if (at < 0) at = notes.findIndex((a) => rect(a).top > 0) - (step > 0 ? 1 : 0);
      var next = notes[Math.max(0, Math.min(notes.length - 1, at + step))];
      next.focus({ preventScroll: true });
      reveal(next.closest(".note"));
    });
  }

  // Each by itself: one that fails keeps no other from its work. The preview
  // exchanges parts of a page in place; what a part gives sets up the new ones.
  [themes, reading, copying, margin, cards, keys, printing].forEach((part) => {
    try {
      on("dossier:exchanged", part());
    } catch {
      // The page reads as it does without scripts.
    }
  });
})();
