// The search page. It loads the files of search/ as scripts, which works from a
// disk too: first index.js, then for each word of the query the file of terms
// that has it, and for the results that are shown the files of their texts. What
// the files hold, and how results are ranked, is told in internal/search.
(function () {
  "use strict";
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.elements.q;
  const kind = form.elements.kind;
  const year = form.elements.year;
  const list = document.querySelector(".results");
  const more = document.querySelector(".more");
  const words = form.dataset;
  const PAGE = 6; // results that are shown at once
  const LOADS = 8; // files of texts that are loaded at once
  const LONG = 260; // characters that are shown of a sentence

  const say = (text) => (form.querySelector("[role=status]").textContent = text);
  const create = (name, text, type) => {
    const e = document.createElement(name);
    e.textContent = text;
    e.className = type;
    return e;
  };

  // Files, each a promise of what it calls dossierSearch with.
  let files = {};
  window.dossierSearch = (name, value) => document.currentScript.arrived(value);
  function load(name, made) {
    return (files[name] ||= new Promise((resolve, reject) => {
      const script = create("script");
      script.arrived = (value) => resolve(made(value));
      script.src = "search/" + name + ".js";
      script.onload = () => script.remove();
      script.onerror = () => {
        delete files[name];
        reject();
      };
      document.head.append(script);
    }));
  }

  // Words, as internal/search folds and parts them.
  const SOLO = "[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\u3041-\\u30ff\\uff66-\\uff9f]";
  const WORD = "[\\p{L}\\p{M}\\p{Nd}\\p{Nl}]";
  const TOKEN = RegExp(`(?=${WORD})${SOLO}\\p{M}*|(?:(?!${SOLO})${WORD})+`, "gu");
  const SPACED = RegExp(WORD + "+", "gu"); // the same, and faster, of a text without single characters
  const ALONE = RegExp(SOLO, "u");
  const letters = {};
  for (const pair of "ıi øo łl đd ðd ħh ŧt ſs ςσ µμ ßss æae œoe þth ٱا ةه ہه ىي یي کك".split(" ")) letters[pair[0]] = pair.slice(1);
  function fold(word) {
    word = word.toLowerCase();
    if (/^[a-z]*$/.test(word)) return word;
    return word
      .normalize("NFD")
      .replace(/[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\ufe00-\ufe0f]/g, "")
      .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (c) => c.charCodeAt() & 15)
      .replace(/[^a-z]/g, (c) => letters[c] || c);
  }

  // tokens gives the words of a text and the single characters of scripts without
  // spaces: each folded, with its place, and whether it goes on a run of such.
  function tokens(text) {
    const found = [];
    let last;
    const alone = ALONE.test(text);
    for (const { 0: word, index: start } of text.matchAll(alone ? TOKEN : SPACED)) {
      const solo = alone && ALONE.test(word);
      const joined = solo && last && last.solo && last.end === start;
      last = { t: fold(word), start, end: start + word.length, solo, joined };
      if (last.t) found.push(last);
    }
    return found;
  }

  // A query is clauses: words, runs of single characters, and quoted phrases, each
  // a sequence of tokens. The last one is open: it may be the beginning of a word.
  function parse(query) {
    const clauses = [];
    query = query.replace(/\p{Cf}/gu, "");
    query.split(/["“”„«»]/).forEach((part, i, all) => {
      let phrase;
      for (const t of tokens(part)) {
        if (i % 2 ? phrase : t.joined) clauses.at(-1).tokens.push(t);
        else clauses.push((phrase = { tokens: [t], keys: [] }));
        if (i % 2) phrase.phrase = phrase.tokens[1];
      }
      if (clauses[0] && i === all.length - 1 && /\S$/.test(part)) clauses.at(-1).open = true;
    });
    for (const c of clauses) {
      const last = c.tokens.at(-1);
      c.open &&= !last.solo;
      c.tokens.forEach((t, i) => {
        const next = c.tokens[i + 1];
        if (!t.solo) c.keys.push([t.t, c.open && t === last]);
        else if (next && next.joined) c.keys.push([t.t + next.t]);
        else if (!t.joined) c.keys.push([t.t, true]);
      });
    }
    return clauses;
  }

  // matches gives where clauses stand among the tokens of a text: from, to and
  // clause, the bounds half-open and in characters.
  function matches(clauses, all) {
    const found = [];
    all.forEach((first, i) => {
      for (const c of clauses) {
        const last = c.tokens.length - 1;
        const is = (t, j) => all[i + j] && (all[i + j].t === t.t || (c.open && j === last && all[i + j].t.startsWith(t.t)));
        if (c.tokens.every(is)) found.push([first.start, all[i + last].end, c]);
      }
    });
    return found;
  }

  // Numbers as internal/search writes them.
  function numbers(text) {
    const found = [];
    let n = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c > 92) n = n * 34 + c - 93;
      else {
        found.push(n * 57 + c - 35);
        n = 0;
      }
    }
    return found;
  }

  // The index has, beside what its file has, for each file of texts the number of
  // the document after its last, and the kind and year of each document.
  let index;
  async function open() {
    index = await load("index", (data) => {
      let at = 0;
      data.terms = data.terms.split(" ");
      data.texts = numbers(data.texts).map((n) => (at += n));
      data.of = [];
      data.years = [];
      for (const [folder, years] of data.kinds)
        for (const [y, n] of years) {
          for (at = n; at--; data.years.push(y)) data.of.push(folder);
        }
      return data;
    });
  }
  // upTo gives how many of a sorted list are at most x.
  function upTo(sorted, x) {
    let from = 0;
    for (let to = sorted.length; from < to; ) {
      const middle = (from + to) >> 1;
      if (sorted[middle] > x) to = middle;
      else from = middle + 1;
    }
    return from;
  }
  const terms = (n) =>
    load("terms-" + n, (data) => {
      const parts = data.split(" ");
      const keys = new Map();
      for (let i = 1; i < parts.length; i += 2) keys.set(parts[i - 1], parts[i]);
      return keys;
    });

  // rank gives the score that a key gives to each document, as the beginning of
  // words too if it may be one.
  async function rank([key, beginning]) {
    const scores = new Float32Array(index.n);
    function add(lists, weight) {
      const best = new Uint8Array(index.n);
      let n = 0;
      for (const text of lists) {
        const all = numbers(text);
        for (let i = 0, d = 0; i < all.length; i += 2, d++) {
          d += all[i];
          if (all[i + 1] > best[d]) {
            if (!best[d]) n++;
            best[d] = all[i + 1];
          }
        }
      }
      const idf = weight * Math.log(1 + (index.n - n + 0.5) / (n + 0.5));
      for (let d = 0; d < index.n; d++) if (best[d] * idf > scores[d]) scores[d] = best[d] * idf;
    }
    const starts = index.terms;
    let at = upTo(starts, key) - 1;
    const exact = (await terms(at)).get(key);
    if (exact) add([exact], 1);
    if (beginning) {
      const together = (await terms(upTo(starts, key + "*") - 1)).get(key + "*");
      const lists = together ? [together] : [];
      for (let i = at; !together && i < starts.length && (i === at || starts[i].startsWith(key)); i++) {
        for (const [k, text] of await terms(i)) if (k.startsWith(key) && !k.endsWith("*")) lists.push(text);
      }
      add(lists, 0.5);
    }
    return scores;
  }

  // find gives all documents that have the words of a query, the best first, and
  // whether some words are wanting.
  async function find(clauses) {
    await open();
    const all = await Promise.all(clauses.flatMap((c) => c.keys).map(rank));
    const total = new Float32Array(index.n);
    const have = new Uint8Array(index.n);
    let most = 0;
    for (const scores of all) {
      for (let d = 0; d < index.n; d++) {
        if (!scores[d]) continue;
        total[d] += scores[d];
        most = Math.max(most, ++have[d]);
      }
    }
    // The bits of two scores stand in the same order as these. With the document's
    // number behind them they are sorted as plain numbers, which is much faster.
    const bits = new Uint32Array(total.buffer);
    const order = [];
    for (let d = 0; most && d < index.n; d++) if (have[d] === most) order.push((2 ** 32 - bits[d]) * 2 ** 21 + d);
    const found = Array.from(Float64Array.from(order).sort(), (n) => n % 2 ** 21);
    found.partly = most < all.length;
    return found;
  }

  // text gives what is shown of a document. Its title is the first of its units,
  // its aliases are the last.
  async function text(d) {
    const file = upTo(index.texts, d);
    const data = await load("texts-" + file, (x) => x);
    const [[url], [title], [lang], [about], [names], ...units] = data[d - (file && index.texts[file - 1])].split("\n").map((line) => line.split("\t"));
    return { d, url, lang, about, units: [["", title], ...units, ["", names]].map(([anchor, text, passages]) => ({ anchor, text, passages, tokens: tokens(text) })) };
  }

  // place finds the paragraph that has most of the clauses, and the address of the
  // passage in it that the first hit is in, or of the paragraph with a text
  // fragment that lights the hit.
  function place(doc, clauses) {
    let most = 0;
    for (const u of doc.units) {
      u.hits = matches(clauses, u.tokens);
      const n = new Set(u.hits.map((h) => h[2])).size;
      if (u !== doc.units[0] && n > most) {
        most = n;
        doc.best = u;
      }
    }
    const best = doc.best;
    if (!best || best === doc.units.at(-1)) {
      doc.best ||= doc.units[1];
      return doc.url;
    }
    const [from, to] = best.hits[0];
    const passage = (best.passages || "").split(";").map((p) => p.split(":")).find(([a, b]) => a <= from && from < b);
    if (passage) return doc.url + "#" + passage[2];
    if (!document.fragmentDirective) return doc.url + "#" + best.anchor;
    const part = (a, b) => encodeURIComponent(best.text.slice(a, b).trim()).replace(/-/g, "%2D");
    const before = best.tokens.filter((t) => t.end <= from).slice(-3)[0];
    const after = best.tokens.filter((t) => t.start >= to).slice(0, 3).at(-1);
    return doc.url + "#" + best.anchor + ":~:text=" + (before ? part(before.start, from) + "-," : "") + part(from, to) + (after ? ",-" + part(to, after.end) : "");
  }

  // mark writes a part of a text with its hits lit.
  function mark(element, unit, from, to) {
    for (const [a, b] of unit.hits) {
      if (a < from || b > to) continue;
      element.append(unit.text.slice(from, a), create("mark", unit.text.slice(a, b), "hit"));
      from = b;
    }
    element.append(unit.text.slice(from, to));
  }
  const segmenters = {}; // by language
  const sentences = (lang) => (segmenters[lang] ||= new Intl.Segmenter(lang || [], { granularity: "sentence" }));
  // sentence writes the sentence of the first hit, cut where it is long.
  function sentence(element, unit, lang) {
    const [hit, hitEnd] = unit.hits[0] || [0, 0];
    let from = 0;
    let to = unit.text.length;
    if (Intl.Segmenter) {
      for (const s of sentences(lang).segment(unit.text)) {
        if (s.index <= hit) from = s.index;
        to = s.index + s.segment.length;
        if (to >= hitEnd) break;
      }
    }
    const cut = hitEnd - from > LONG && unit.text.indexOf(" ", hit - 100) + 1;
    if (cut) {
      from = Math.min(cut, hit);
      element.append("… ");
    }
    let end = to;
    if (to - from > LONG) {
      end = unit.text.lastIndexOf(" ", from + LONG);
      if (end < hitEnd) end = Math.max(hitEnd, from + LONG);
    }
    mark(element, unit, from, end);
    if (end < to) element.append(" …");
  }
  function show(doc, clauses) {
    const item = list.appendChild(create("li"));
    const a = create("a", "", "to");
    const about = create("p", [...kind.options].find((o) => o.value === index.of[doc.d]).dataset.single, "who");
    // Each part by itself: one that is written the other way tears no other apart.
    for (const part of doc.about ? doc.about.split(" · ") : []) about.append(" · ", create("bdi", part, ""));
    const words = create("p", "", "summary");
    a.href = place(doc, clauses);
    mark(a, doc.units[0], 0, Infinity);
    item.append(create("p", "", "title"), about, words);
    item.firstChild.append(a);
    if (doc.lang) words.lang = doc.lang;
    words.dir = "auto";
    if (doc.best) sentence(words, doc.best, doc.lang);
  }

  // filter gives the results that the filters leave, and tells beside each choice
  // how many it would leave.
  function filter(found) {
    const [ofKind, ofYear] = [kind.value, year.value];
    const kinds = {};
    const years = ofYear ? { [ofYear]: 0 } : {};
    const left = [];
    for (const d of found) {
      const k = index.of[d];
      const y = index.years[d];
      const isKind = !ofKind || k === ofKind;
      const isYear = !ofYear || y == ofYear;
      kinds[k] = (kinds[k] || 0) + isYear;
      if (y) years[y] = (years[y] || 0) + isKind;
      if (isKind && isYear) left.push(d);
    }
    const choices = Object.keys(years).sort((a, b) => b - a);
    year.replaceChildren(year.options[0], ...choices.map((y) => new Option(y, y)));
    year.value = ofYear;
    for (const [e, n] of [[kind, kinds], [year, years]]) {
      for (const o of [...e.options].slice(1)) {
        o.dataset.word ||= o.text;
        o.text = o.dataset.word + " (" + (n[o.value] || 0) + ")";
      }
    }
    return left;
  }

  let run = 0; // the search at hand: what an older one finds is dropped
  async function search() {
    const mine = ++run;
    const clauses = parse(input.value);
    document.querySelector(".indexes").hidden = clauses[0];
    if (!clauses[0]) {
      list.hidden = more.hidden = true;
      return say("");
    }
    try {
      const all = await find(clauses);
      if (mine !== run) return;
      const found = filter(all);
      const phrases = all.partly ? [] : clauses.filter((c) => c.phrase);
      let at = 0;
      // Texts decide whether a phrase is there; so more of them may be loaded than
      // are shown, but not many.
      const next = async (first) => {
        const docs = [];
        for (let loads = LOADS; loads > 0 && docs.length < PAGE && at < found.length; ) {
          const part = found.slice(at, (at += Math.min(loads, PAGE - docs.length)));
          loads -= part.filter((d) => !files["texts-" + upTo(index.texts, d)]).length;
          const some = await Promise.all(part.map(text));
          if (mine !== run) return;
          docs.push(...some.filter((doc) => phrases.every((c) => doc.units.some((u) => matches([c], u.tokens)[0]))));
        }
        if (first) list.replaceChildren();
        for (const doc of docs) show(doc, clauses);
        const left = at < found.length;
        const n = phrases[0] ? list.children.length : found.length;
        more.hidden = !left;
        list.hidden = !n;
        say(n || left || (all[0] && !found[0]) ? (all.partly ? words.some + " " : "") + words.found.replace("#", n + (phrases[0] && left ? "+" : "")) : words.none);
      };
      more.onclick = async () => {
        const n = list.children.length;
        await next();
        if (list.children[n]) list.children[n].querySelector("a").focus();
      };
      await next(true);
    } catch {
      if (mine === run) say(words.failed);
    }
  }

  // The address has the query and the filters.
  const fields = [input, kind, year];
  function changed() {
    const hash = new URLSearchParams(fields.filter((e) => e.value).map((e) => [e.name, e.value]));
    history.replaceState(null, "", "#" + hash);
    search();
  }
  function read() {
    const hash = new URLSearchParams(location.hash.slice(1) || location.search);
    if (location.hash && !hash.has("q")) return; // a place of the page
    const y = hash.get("year");
    if (y) year.add(new Option(y, y));
    for (const e of fields) e.value = hash.get(e.name) || "";
    search();
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(changed, 40);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);

  // Arrows go from the field through the results and back, Escape goes back to the
  // field and then empties it. Enter in the field goes to the first result.
  addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const field = document.activeElement === input;
    const at = links.indexOf(document.activeElement);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || (at < 0 && !field)) return;
    const to = { ArrowDown: links[at + 1], ArrowUp: links[at - 1] || input, Enter: field && links[0], Escape: input }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
    if (field && event.key === "Escape") {
      input.value = "";
      changed();
    }
  });

  // The preview says when there are other files.
  document.addEventListener("dossier:exchanged", () => {
    files = {};
    search();
  });

  read();
  if (!location.hash) {
    input.focus();
    // What takes long is there when somebody has typed a word. Where it cannot be
    // had, the search says so.
    open().then(() => sentences("").segment("")).catch(() => {});
  }
})();
