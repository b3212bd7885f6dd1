// Lights the neighbours of a node, and lists what makes an edge. All that is
// shown stands in the page already: an edge is a link to the row that tells of it.
(() => {
  for (const graph of document.querySelectorAll(".graph")) {
    const picked = graph.parentElement.querySelector(".picked");
    const hits = new Map();
    let nodes, edges, ends;
    const of = (node) => edges.filter((edge) => ends.get(edge).includes(node));
    const within = (target) => hits.get(target) ?? target.closest?.(".node, [data-e]");
    let chosen = null;
    let home = null; // the node whose edges the arrow keys go through

    const light = (part) => {
      const lit = new Set(part ? [part] : []);
      for (const edge of !part ? [] : ends.has(part) ? [part] : of(part)) {
        lit.add(edge);
        ends.get(edge).forEach((node) => lit.add(node));
      }
      graph.classList.toggle("lit", lit.size > 0);
      [...nodes, ...edges].forEach((each) => each.classList.toggle("on", lit.has(each)));
    };
    const rest = () => light(within(document.activeElement ?? graph) ?? chosen);

    const make = (tag, words) => {
      const element = document.createElement(tag);
      element.textContent = words;
      return element;
    };
    const copy = (from) => {
      const to = make("div", "");
      to.append(...from.cloneNode(true).childNodes);
      to.querySelectorAll(".back").forEach((back) => back.remove());
      to.querySelectorAll("[id]").forEach((each) => each.removeAttribute("id"));
      return to;
    };
    const pick = (edge) => {
      chosen = edge;
      edges.forEach((each) => each.classList.toggle("chosen", each === edge));
      picked.replaceChildren();
      const row = edge && document.getElementById(edge.getAttribute("href").slice(1));
      if (row) {
        const told = new Set();
        row.querySelectorAll('a[href^="#"]').forEach((a) => told.add(document.getElementById(a.hash.slice(1))));
        const title = make("p", edge.querySelector("title").textContent);
        title.className = "pair";
        const shut = make("button", picked.dataset.close);
        shut.onclick = close;
        // The title has the pair already, and what follows has the events.
        const first = copy(row);
        first.querySelectorAll('th, li:has([href^="#made"])').forEach((each) => each.remove());
        picked.append(shut, title, ...[first, ...[...told].filter(Boolean).map(copy)].filter((each) => each.textContent.trim()));
      }
      rest();
    };
    const close = () => {
      const edge = picked.contains(document.activeElement) && chosen;
      pick(null);
      if (edge) edge.focus();
    };

    // A thin line is hard to meet: below all lines lie wide ones that are not seen.
    const look = () => {
      nodes = [...graph.querySelectorAll(".node")];
      edges = [...graph.querySelectorAll("[data-e]")];
      ends = new Map(edges.map((edge) => [edge, edge.dataset.e.split(" ").map((i) => nodes[i])]));
      for (const hit of hits.keys()) hit.remove();
      hits.clear();
      for (const edge of edges.filter((edge) => edge.href)) {
        const hit = edge.querySelector("path").cloneNode();
        hit.setAttribute("class", "hit");
        hits.set(hit, edge);
      }
      if (edges[0]) edges[0].before(...hits.keys());
      home = null;
      pick(ends.has(chosen) ? chosen : null);
    };
    look();
    document.addEventListener("dossier:exchanged", look);

    graph.addEventListener("pointerover", (event) => (within(event.target) ? light(within(event.target)) : rest()));
    graph.addEventListener("pointerleave", rest);
    graph.addEventListener("focusin", (event) => {
      const part = within(event.target);
      if (part?.matches(".node")) home = part;
      light(part);
    });
    graph.addEventListener("focusout", () => light(chosen));
    graph.addEventListener("click", (event) => {
      const edge = within(event.target);
      if (!edge) close();
      if (!edge?.href || edge.matches(".node") || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      pick(edge);
      if (!event.detail) picked.focus(); // it was the keyboard
    });
    graph.parentElement.addEventListener("keydown", (event) => {
      const part = within(event.target);
      if (event.key === "Escape" && chosen) {
        const node = home;
        if (part) node?.focus();
        close();
      }
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step || !part || event.altKey || event.ctrlKey || event.metaKey) return;
      const list = [home ?? ends.get(part)[0], ...of(home ?? ends.get(part)[0]).filter((edge) => edge.href)];
      event.preventDefault();
      list.at((list.indexOf(part) + step) % list.length).focus();
    });

    graph.scrollLeft = (graph.scrollWidth - graph.clientWidth) / 2;
  }
})();
