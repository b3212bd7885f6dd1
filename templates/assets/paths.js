// The page of the ways. It loads the files of paths/ as scripts, which works from
// a disk too: index.js, which tells who is joined with whom, and for the ways that
// are shown the files that tell what joins them. What the files hold is told in
// internal/render, and which ways are found in internal/paths.
(() => {
  const form = document.querySelector(".paths");
  const inputs = [form.from, form.to];
  const words = form.dataset;
  const MOST = 10; // ways that are shown
  const SOME = 3; // ties that are shown of a step

  // make gives the element of a list: its name, its attributes, what stands in it.
  // A list of one is a key of the interface words; all else stays what it is.
  const make = (part) => {
    if (!Array.isArray(part)) return part;
    const [name, attributes, ...content] = part;
    if (!attributes) return words[name];
    const e = document.createElement(name);
    for (const key in attributes) e.setAttribute(key, attributes[key]);
    e.append(...content.map(make));
    return e;
  };

  // Files, each a promise of what it calls dossierPaths with.
  let files = {};
  const data = {};
  window.dossierPaths = (name, value) => (data[name] = value);
  const load = (name) =>
    (files[name] ||= new Promise((onload, onerror) =>
      document.head.append(Object.assign(make(["script", { src: "paths/" + name + ".js" }]), { onload, onerror })),
    ).then(() => data[name]));

  // The entities, which of them a name, an address or an id that one alone has
  // means, and for each tie those that it joins.
  let all, ties;
  let by = Object.create(null);
  const key = (text) => text.trim().toLowerCase();
  const find = (text) => by[key(text)];
  async function open() {
    const index = await load("index");
    if (ties === index.ties) return;
    const { list } = form.from;
    list.textContent = "";
    by = Object.create(null);
    ties = index.ties;
    const ids = Object.create(null);
    all = index.names.map((line, n) => {
      const [k, name, path] = line.split("\t");
      const sign = form.querySelector("template").content.children[k];
      list.append(new Option(sign.title, name));
      const e = { n, name, path, sign, ties: [] };
      const address = decodeURIComponent(path);
      (ids[key(address.split("/")[1])] ||= []).push(e);
      return (by[key(name)] = by[key(address)] = e);
    });
    for (const id in ids) if (!ids[id][1]) by[id] ??= ids[id][0];
    ties.forEach((members, t) => members.forEach((m) => all[m].ties.push(t)));
  }

  // search gives the first of the shortest ways and how many there are, as
  // internal/paths does: each tie and each entity is met once.
  function search(from, to) {
    const distance = { [to]: 0 };
    const met = {};
    const queue = [to];
    for (const e of queue)
      for (const t of all[e].ties)
        for (const m of met[t] ? [] : (met[t] = ties[t]))
          if (!(m in distance)) {
            distance[m] = distance[e] + 1;
            queue.push(m);
          }
    const nearer = (e) => [...new Set(all[e].ties.flatMap((t) => ties[t]))].filter((m) => distance[m] < distance[e]).sort((a, b) => a - b);
    const counts = { [to]: 1 };
    const count = (e) => (counts[e] ??= nearer(e).reduce((n, m) => n + count(m), 0));
    const ways = [];
    const walk = (way, e) => {
      if (e === to) ways.push(way);
      for (const m of nearer(e)) if (ways.length < MOST) walk([...way, m], m);
    };
    if (from in distance) walk([from], from);
    return [count(from), ways];
  }

  const gather = (list, f) => Promise.all(list.map(f));
  // step tells what joins two entities, and has the words that one of the ties rests on.
  async function step(a, b) {
    const both = all[a].ties.filter((t) => ties[t].includes(b));
    const told = await gather(both.slice(0, SOME), async (t) => (await load("ties-" + (t >> 5)))[t & 31]);
    const more = both[SOME] ? " · " + words.more.replace("#", both.length - SOME) : "";
    return ["li", {}, ["p", { class: "from" }, ["bdi", {}, all[a].name], " – ", ["bdi", {}, all[b].name], ": ", ...told.flatMap((tie, i) => [i ? " · " : "", ...tie[0]]), more], ...(told.find((tie) => tie[1])?.[1] || [])];
  }
  const show = async (way) => [
    "li",
    {},
    ["p", { class: "inline" }, ...way.flatMap((n, i) => [i ? " › " : "", ["a", { class: "chip", href: all[n].path + ".html" }, all[n].sign.firstChild.cloneNode(true), ["span", {}, all[n].name]]])],
    ["ul", { class: "quotes" }, ...(await gather(way.slice(1), (n, i) => step(way[i], n)))],
  ];

  // The address has the two ends.
  let run; // the search at hand: what an older one finds is dropped
  async function read() {
    const mine = (run = {});
    const hash = new URLSearchParams(location.hash.slice(1));
    let text = "";
    let items = [];
    try {
      await open();
      const [from, to] = inputs.map((input) => {
        const wanted = hash.get(input.name) || "";
        const e = find(wanted);
        input.value = e ? e.name : wanted;
        if (wanted && !e) text = words.unknown.replace("#", wanted);
        return e;
      });
      if (from && to) {
        const [n, ways] = search(from.n, to.n);
        text = from === to ? words.same : n ? words.found.replace("#", n).replace("#", ways[0].length - 1) + (n > MOST ? words.first : "") : words.none;
        items = await gather(ways, show);
      }
    } catch {
      files = {};
      text = words.failed;
    }
    if (mine !== run) return;
    form.nextElementSibling.replaceChildren(...items.map(make));
    form.said.value = text;
  }

  const address = ({ name, value }) => name + "=" + (find(value)?.path ?? encodeURIComponent(value));
  form.onchange = form.onsubmit = (event) => {
    event.preventDefault();
    location.hash = inputs.map(address).join("&");
  };
  addEventListener("hashchange", read);
  document.addEventListener("dossier:exchanged", () => {
    files = {};
    read();
  });
  read().then(() => inputs.find((input) => !input.value)?.focus());
})();
