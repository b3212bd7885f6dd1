// Questions that the tests ask a page. Each gives plain data.

function all(selector, within = document) {
  return [...within.querySelectorAll(selector)];
}

function box(element) {
  const r = element.getBoundingClientRect();
  return { X: r.x, Y: r.y, Width: r.width, Height: r.height };
}

function shown(element) {
  const r = element.getBoundingClientRect();
  return r.width > 0 && r.height > 0 && getComputedStyle(element).visibility === "visible";
}

function name(element) {
  const id = element.id ? "#" + element.id : "";
  const kind = element.classList.length ? "." + [...element.classList].join(".") : "";
  return element.tagName.toLowerCase() + id + kind + " “" + element.textContent.trim().slice(0, 40) + "”";
}

// bringIntoView scrolls to an element and gives its first line's box.
function bringIntoView(selector) {
  const element = document.querySelector(selector);
  if (!element) return { X: 0, Y: 0, Width: 0, Height: 0 };
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const r = [...element.getClientRects()].find((r) => r.width > 0 && r.height > 0) ?? new DOMRect();
  return { X: r.x, Y: r.y, Width: r.width, Height: r.height };
}

// citations lists the quotations at the foot of a page, with the link that
// opens each in its source.
function citations() {
  return all(".citations li")
    .map((li) => ({
      ID: li.id,
      Words: li.querySelector("q.quoted")?.textContent ?? "",
      Link: li.querySelector(".actions a:not(.away):not(.back)")?.getAttribute("href") ?? "",
    }))
    .filter((c) => c.Words && c.Link);
}

// lit is how the element with the id looks, and the words of its passage: the
// other pieces of it have the same number.
function lit(id) {
  const element = document.getElementById(id);
  if (!element) return { Found: false, Target: false, Tag: "", Words: "", Look: "", Top: 0, Bottom: 0, Window: innerHeight };
  const number = element.dataset.p;
  const pieces = number ? all('mark[data-p="' + number + '"]') : [element];
  const words = pieces.map((piece) => {
    const copy = piece.cloneNode(true);
    all("sup, .omission", copy).forEach((e) => e.remove());
    return { Text: copy.textContent, Paragraph: piece.closest("p, li") };
  });
  let text = "";
  words.forEach((w, i) => {
    text += i > 0 && words[i - 1].Paragraph !== w.Paragraph ? " " + w.Text : w.Text;
  });
  const style = getComputedStyle(element);
  const r = element.getBoundingClientRect();
  return {
    Found: true,
    Target: element.matches(":target"),
    Tag: element.tagName.toLowerCase(),
    Words: text,
    Look: [style.backgroundColor, style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.textDecoration].join(" / "),
    Top: r.top,
    Bottom: r.bottom,
    Window: innerHeight,
  };
}

// overflow tells how many pixels the page is wider than the window, and what
// sticks out.
function overflow() {
  const root = document.documentElement;
  const wider = Math.max(root.scrollWidth, document.body.scrollWidth) - innerWidth;
  const culprits = wider <= 0 ? [] : all("body *").filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5).map(name);
  return { Wider: wider, Culprits: culprits.slice(0, 5) };
}

// margins lists the paragraphs that have notes, with the boxes of both.
function margins() {
  return all(".para")
    .filter((p) => p.querySelector(".note"))
    .map((p) => ({ Text: box(p.querySelector(":scope > p")), Notes: all(".note", p).map(box) }));
}

function notes() {
  return all(".note").map(box);
}

// rgba gives the colour that the browser paints for a CSS colour, in bytes.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const painted = new Map();
function rgba(colour) {
  if (!painted.has(colour)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    painted.set(colour, [r, g, b, a / 255]);
  }
  return painted.get(colour);
}

function over(top, below) {
  const a = top[3];
  return [0, 1, 2].map((i) => top[i] * a + below[i] * (1 - a)).concat(1);
}

// background is what lies behind the text of an element.
function background(element) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) {
    layers.push(rgba(getComputedStyle(e).backgroundColor));
    if (layers.at(-1)[3] === 1) break;
  }
  const page = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  return layers.reverse().reduce((below, top) => over(top, below), page);
}

// luminance is the relative luminance of WCAG 2.
function luminance(colour) {
  const [r, g, b] = colour.slice(0, 3).map((byte) => {
    const c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function pageLuminance() {
  return luminance(background(document.body));
}

// faint lists texts with less contrast than WCAG 2 wants at level AA: 4.5, and
// 3 for large text.
function faint() {
  const worst = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !shown(element) || element.closest("svg, script, style")) continue;
    texts++;
    const style = getComputedStyle(element);
    const behind = background(element);
    const front = over(rgba(style.color), behind);
    const [a, b] = [luminance(front), luminance(behind)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight, 10) >= 700);
    const key = style.color + " on " + behind.map(Math.round).slice(0, 3).join(" ");
    if (ratio < (large ? 3 : 4.5) && !worst.has(key)) worst.set(key, name(element) + ": " + ratio.toFixed(2) + " (" + key + ")");
  }
  return { Texts: texts, Faint: [...worst.values()] };
}

// focused is the element that has the focus, and whether one can see that.
function focused() {
  const e = document.activeElement;
  if (!e || e === document.body) return { Name: "", Skip: false, Visible: false, Marked: false, Follows: true };
  const r = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  const before = window.lastFocused;
  window.lastFocused = e;
  return {
    Name: name(e),
    Skip: e.matches("a[href='#main']"),
    Visible: shown(e) && r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth && style.opacity !== "0" && style.clipPath === "none",
    Marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none",
    Follows: !before || !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}

// accessibility lists what keeps a page from people who do not see it, or do
// not use a mouse.
function accessibility() {
  const flaws = [];
  const flaw = (text, element) => flaws.push(text + (element ? ": " + name(element) : ""));
  const named = (e) => (e.getAttribute("aria-label") ?? "").trim() || e.getAttribute("aria-labelledby") || e.textContent.trim() || all("img[alt]", e).some((i) => i.alt.trim());

  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(document.documentElement.lang)) flaw("html has no language");
  if (!document.title.trim()) flaw("the page has no title");
  if (!document.querySelector("meta[name=viewport]")) flaw("no viewport is given");
  if (/maximum-scale|user-scalable\s*=\s*no/.test(document.querySelector("meta[name=viewport]")?.content ?? "")) flaw("zooming is forbidden");
  for (const [role, selector] of [["main", "main"], ["banner", "body > header"], ["contentinfo", "body > footer"]]) {
    const found = all(selector);
    if (found.length !== 1) flaw(found.length + " landmarks " + role + ", want one");
  }
  if (!document.querySelector("nav")) flaw("there is no navigation");
  const navs = all("nav, body aside, main section[aria-label]");
  all("nav").forEach((n) => named(n) && (n.hasAttribute("aria-label") || n.hasAttribute("aria-labelledby") || all("nav").length === 1) || flaw("one navigation of several has no name", n));
  if (new Set(all("nav[aria-label]").map((n) => n.getAttribute("aria-label"))).size !== all("nav[aria-label]").length) flaw("two navigations share a name", navs[0]);

  const headings = all("h1, h2, h3, h4, h5, h6").filter((h) => shown(h) || h.tagName === "H1");
  if (headings.filter((h) => h.tagName === "H1").length !== 1) flaw("not exactly one h1");
  headings.forEach((h, i) => {
    const level = +h.tagName[1];
    const before = i ? +headings[i - 1].tagName[1] : 0;
    if (level > before + 1) flaw("the heading level jumps from " + before + " to " + level, h);
    if (!h.textContent.trim()) flaw("an empty heading", h);
  });

  all("img").forEach((e) => e.hasAttribute("alt") || flaw("an image without alt", e));
  all("svg").forEach((e) => e.closest("[aria-hidden=true]") || (/^(img|group)$/.test(e.getAttribute("role")) && (e.querySelector(":scope > title") || e.hasAttribute("aria-label"))) || flaw("a drawing without name", e));
  all("a").forEach((e) => e.hasAttribute("href") || flaw("a link without address", e));
  all("a, button, summary").forEach((e) => named(e) || flaw("nothing names it", e));
  all("a a, button a, a button").forEach((e) => flaw("a control within a control", e));
  all("th").forEach((e) => e.hasAttribute("scope") || flaw("a table header without scope", e));
  all("table").forEach((e) => e.querySelector("th") || flaw("a table without headers", e));
  all("input, select, textarea").forEach((e) => e.labels?.length || e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby") || flaw("a field without label", e));
  all("[tabindex]").forEach((e) => +e.getAttribute("tabindex") > 0 && flaw("the order of focus is forced", e));
  all("[aria-labelledby], [aria-describedby]").forEach((e) =>
    ["aria-labelledby", "aria-describedby"].forEach((a) => (e.getAttribute(a) ?? "").split(/\s+/).forEach((id) => id && !document.getElementById(id) && flaw(a + " leads nowhere", e))));
  all("ul, ol").forEach((e) => [...e.children].forEach((c) => ["LI", "SCRIPT", "TEMPLATE"].includes(c.tagName) || flaw("something in a list is no item", c)));

  const ids = all("[id]").map((e) => e.id);
  new Set(ids).size === ids.length || flaw("ids are given twice: " + ids.filter((id, i) => ids.indexOf(id) !== i).slice(0, 3).join(", "));

  const skip = document.querySelector("body > a");
  if (!skip || !document.querySelector(skip.getAttribute("href") ?? "none")?.matches("main")) flaw("the first link does not skip to the text");
  return flaws;
}

function printed() {
  return {
    Navigation: all("nav, a.skip").filter(shown).map(name),
    Text: document.querySelector("main").textContent.trim().length,
    Shown: shown(document.querySelector("main")),
  };
}

// shifts lists how the layout moved since the page was opened, without the
// reader's doing.
function shifts() {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift", buffered: true });
  const list = observer.takeRecords().filter((e) => !e.hadRecentInput);
  observer.disconnect();
  return list.map((e) => e.value.toPrecision(2) + ": " + e.sources.slice(0, 3)
    .map((s) => (s.node ? name(s.node.nodeType === Node.ELEMENT_NODE ? s.node : s.node.parentElement) : "?") + " from " + s.previousRect.y + " to " + s.currentRect.y)
    .join(", "));
}

// spots tells where the parts of the page begin that scripts do not make, however
// far a drawing is scrolled. The box of a raised number is none that is painted:
// its link tells where it is. What unfolds a note is there where one is folded.
function spots() {
  return all("body *")
    .filter((e) => e.checkVisibility() && !e.closest("noscript, [role=status], .edges, option, defs, .unfold") && e.tagName !== "SUP")
    .map((e) => {
      const r = e.getBoundingClientRect();
      const scrolled = e.closest(".graph *, .drawing *") ? e.closest(".graph, .drawing").scrollLeft : 0;
      return {
        Name: [e.tagName.toLowerCase(), ...(e.id ? ["#" + e.id] : []), ...[...e.classList].filter((name) => name !== "cut")].join(" "),
        X: Math.round(r.left + scrolled),
        Y: Math.round(r.top + scrollY),
        Set: e.closest(".text .note")?.style.position === "absolute",
      };
    });
}

// focusBefore gives the focus to what comes before an element.
function focusBefore(selector) {
  const list = all("a[href], button, input, summary").filter(shown);
  const at = list.indexOf(document.querySelector(selector));
  if (at > 0) list[at - 1].focus({ focusVisible: false });
  return at > 0;
}

// card is what stands in the card that is open.
function card() {
  const e = document.querySelector(".card");
  if (!e) return { Open: false };
  const r = e.getBoundingClientRect();
  return {
    Open: shown(e),
    Words: e.textContent.trim(),
    Lit: e.querySelector("q")?.textContent ?? "",
    Inside: r.left >= 0 && r.right <= innerWidth && r.bottom > 0 && r.top < innerHeight,
    Links: all("a", e).map((a) => a.getAttribute("href")),
    Place: box(e),
  };
}

// cardless lists the links to entries for which the page has no card.
function cardless() {
  const cards = document.getElementById("cards")?.content;
  const known = new Set(cards ? all("div > a", cards).map((a) => a.getAttribute("href")) : []);
  const here = location.href.split("#")[0];
  return all("main a.to, main a.name")
    .filter((a) => !a.closest(".title, .published, .networks, .network, table, .sequence") && a.href !== here && !known.has(a.getAttribute("href")) && !a.matches("[href='../index.html']"))
    .map((a) => a.getAttribute("href"));
}

// passageLine is the box of the first line of a note's passage.
function passageLine(note) {
  return document.querySelector('mark[data-p="' + note.dataset.of + '"]').getClientRects()[0];
}

// whole tells whether all of a note can be seen.
function whole(note) {
  const end = note.getBoundingClientRect().bottom + 1;
  return all("*", note).every((e) => !e.checkVisibility() || e.getBoundingClientRect().bottom <= end) && all(".note-text", note).every((e) => e.scrollHeight <= e.clientHeight + 1);
}

// besides tells of the notes in the margin where they and their passages are.
function besides() {
  const article = document.querySelector(".text")?.getBoundingClientRect() ?? new DOMRect();
  const notes = all(".text .note[data-of]").map((n) => {
    const r = n.getBoundingClientRect();
    return { Note: n.id, Top: r.top + scrollY, Bottom: r.bottom + scrollY, Height: r.height, Line: passageLine(n).top + scrollY, Cut: shown(n.querySelector(".unfold summary")), Open: n.querySelector(".unfold").open, Whole: whole(n) };
  });
  const text = all(".text p[id]").map((p) => ({ ...box(p), Y: box(p).Y + scrollY }));
  return { Notes: notes, Top: article.top + scrollY, Bottom: article.bottom + scrollY, Text: text };
}

// noteInWindow tells where a note and its passage are in the window.
function noteInWindow(number) {
  const note = document.getElementById("note-" + number);
  const r = note.getBoundingClientRect();
  return { Note: r.top, End: r.bottom, Line: passageLine(note).top, Window: innerHeight, Whole: whole(note), Open: all(".text .unfold[open]").length };
}

// litBy gives the colours of a note and its passage.
function litBy(note) {
  const n = document.querySelector(note);
  const m = document.querySelector('mark[data-p="' + n.dataset.of + '"]');
  return { Note: getComputedStyle(n).backgroundColor, Mark: getComputedStyle(m).backgroundColor };
}

// endnotes tells what keeps the printed notes of a source from being endnotes.
function endnotes() {
  const flaws = [];
  const last = Math.max(...all(".text p[id]").map((p) => p.getBoundingClientRect().bottom));
  const notes = all(".text .note");
  let before = last;
  for (const n of notes) {
    const r = n.getBoundingClientRect();
    if (r.top < before - 1) flaws.push(n.id + " does not follow the text and the notes before it");
    before = r.bottom;
    if (!n.querySelector(".number").textContent.trim()) flaws.push(n.id + " has no number");
  }
  if (!notes.length) flaws.push("there are no notes");
  if (!getComputedStyle(document.querySelector(".text"), "::after").content.includes(document.querySelector(".text").dataset.notes)) flaws.push("the notes have no heading");
  for (const a of all(".note-text .to")) {
    if (!getComputedStyle(a, "::after").content.includes(".html")) flaws.push("a link is not written out: " + a.textContent);
  }
  for (const e of all("button, .card, .reading, .keys, nav, .unfold").filter(shown)) flaws.push("this is printed: " + name(e));
  if (!shown(document.querySelector(".ready"))) flaws.push("it does not say how to cite it");
  return flaws;
}
