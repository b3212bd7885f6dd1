// Keeps this page equal to the latest build, as the server's events tell. They
// come only while the page can be seen, by a stream that all pages of the
// browser share, or by one of its own where there are no shared workers.
// panel.js hears of it by events of the document.
(() => {
  'use strict';
  const own = document.currentScript.dataset;
  let { path, version } = own; // of what the page shows
  let panel = ''; // of the diagnostics shown
  let shared; // the port to stream.js
  let stream, timer, wait;

  // Scripts of the page change it, and so does the reader. What the author
  // changed is the difference of two sources: the page as its source has it is
  // kept in a document of its own, each node of which has its twin on the page.
  let source;
  const twin = new WeakMap();
  function pair(node, live) {
    twin.set(node, live);
    for (let a = node.firstChild, b = live.firstChild; a; a = a.nextSibling, b = b.nextSibling) pair(a, b);
  }
  // The page is parsed, and its deferred scripts have not run yet.
  const parsed = new Promise((done) => document.addEventListener('readystatechange', () => {
    source = document.cloneNode(true);
    pair(source, document);
    done();
  }, { once: true }));
  let work = parsed; // one change after the other

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent('dossier:' + name, { detail }));
  const shows = () => ({ path, v: version, d: panel });
  const visible = () => document.visibilityState === 'visible';

  const acts = {
    diagnostics(data) {
      panel = data.id;
      tell('diagnostics', data);
    },
    async style(data) {
      if (data.version === version) return;
      await swapStyles(data.version);
      version = data.version;
    },
    async reload(data) {
      if (data.version === version) return;
      if (data.whole) location.reload();
      else await exchange();
    },
    moved(data) { location.replace(data.to + location.search + location.hash); },
    deleted(data) {
      version = data.version;
      tell('deleted');
    },
  };

  function received(name, data) {
    work = work.then(() => acts[name](data))
      .then(() => shared?.postMessage({ shows: shows() }))
      .catch(() => location.reload());
  }

  function share() {
    if (!window.SharedWorker) return;
    try {
      const worker = new SharedWorker('/.dossier/stream.js?' + own.stream);
      worker.onerror = alone;
      shared = worker.port;
      shared.onmessage = ({ data: { name, data } }) => {
        if (name === 'unable') alone();
        else if (name !== 'there') received(name, data);
        else if (visible()) shared?.postMessage({ follow: shows() });
      };
    } catch {
      shared = null; // some browsers refuse it in private windows
    }
  }

  function alone() {
    if (!shared) return;
    shared = null;
    seen();
  }

  function connect() {
    close();
    stream = new EventSource('/.dossier/events?' + new URLSearchParams(shows()));
    // By itself the browser would connect again with the old versions.
    stream.onerror = () => {
      close();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, 2000);
    };
    stream.onopen = () => { wait = 250; };
    for (const name of Object.keys(acts)) {
      stream.addEventListener(name, (event) => received(name, JSON.parse(event.data)));
    }
  }

  function close() {
    shared?.postMessage({ leave: true });
    clearTimeout(timer);
    if (stream) stream.close();
    stream = null;
  }

  const sheets = (doc) => [...doc.querySelectorAll('link[rel~="stylesheet"]')];

  // The old sheet holds until the new one is there, so that nothing flashes.
  function swapStyles(stamp) {
    return Promise.all(sheets(source).map((sheet) => {
      const old = twin.get(sheet);
      const url = new URL(old.href);
      if (url.origin !== location.origin || !old.isConnected) return null;
      const fresh = old.cloneNode();
      url.searchParams.set('dossier', stamp);
      fresh.href = url;
      twin.set(sheet, fresh);
      return new Promise((done) => {
        fresh.onload = fresh.onerror = () => { old.remove(); done(); };
        old.after(fresh);
      });
    }));
  }

  async function exchange() {
    const answer = await fetch(location.pathname + location.search).catch(() => null);
    if (!answer) return; // the server ended; the next one will be told the old version
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const stamp = fresh.querySelector('script[data-version]').dataset.version;
    const linked = (doc) => sheets(doc).map((s) => s.getAttribute('href')).join('\n');
    // Scripts run once; other sheets would come late.
    if (scripts(fresh) !== scripts(source) || linked(fresh) !== linked(source)) throw new Error('not alike');
    const focus = document.activeElement;
    attributes(source.documentElement, fresh.documentElement);
    sync(source.head, fresh.head);
    sync(source.body, fresh.body);
    if (focus && focus.id && !focus.isConnected) {
      document.getElementById(focus.id)?.focus({ preventScroll: true });
    }
    version = stamp;
    tell('exchanged'); // scripts of the page set up what is new
  }

  const scripts = (doc) => [...doc.scripts]
    .filter((s) => !(s.getAttribute('src') || '').startsWith('/.dossier/'))
    .map((s) => s.outerHTML).join('\n');

  // Makes a node of the source like a fresh one, and its twin with it, touching
  // only what differs, so that scroll position, focus, selection, target and
  // what scripts and the reader did stay.
  function sync(old, fresh) {
    if (equal(old, fresh)) return;
    const live = twin.get(old);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.data = live.data = fresh.data;
      // A script set other words than the source had.
      if (!live.parentNode && old.parentNode.childNodes.length === 1) twin.get(old.parentNode).replaceChildren(live);
      return;
    }
    attributes(old, fresh);
    if (old.localName === 'template' && old.innerHTML !== fresh.innerHTML) old.innerHTML = live.innerHTML = fresh.innerHTML;
    const from = [...old.childNodes];
    const to = [...fresh.childNodes];
    let end = null; // the first of the children that are equal at the end
    while (from.length && to.length && equal(from[0], to[0])) { from.shift(); to.shift(); }
    while (from.length && to.length && equal(from.at(-1), to.at(-1))) { end = from.pop(); to.pop(); }
    to.forEach((node, i) => {
      const kept = find(from, node);
      if (kept > 0) from.splice(0, kept).forEach(remove);
      const isNew = kept < 0 && from.length && find(to.slice(i + 1, i + 17), from[0]) >= 0;
      if (from.length && !isNew && alike(from[0], node)) sync(from.shift(), node);
      else insert(old, node, from[0] || end);
    });
    from.forEach(remove);
  }

  function remove(node) {
    node.remove();
    twin.get(node).remove();
  }

  // What a script appended to a twin stays behind the children of the source.
  function insert(parent, node, next) {
    parent.insertBefore(node, next);
    const live = twin.get(parent);
    let before = node.previousSibling;
    while (before && twin.get(before).parentNode !== live) before = before.previousSibling;
    const copy = document.importNode(node, true);
    pair(node, copy);
    live.insertBefore(copy, before ? twin.get(before).nextSibling : live.firstChild);
  }

  // isEqualNode does not look into templates.
  const equal = (a, b) => a.isEqualNode(b) && templates(a) === templates(b);
  const templates = (node) => node.nodeType !== Node.ELEMENT_NODE ? ''
    : [node, ...node.querySelectorAll('template')].map((t) => t.localName === 'template' && t.innerHTML).join();

  // Looks a little ahead for the same element; white space is the same everywhere.
  const find = (list, node) => node.nodeType !== Node.ELEMENT_NODE ? -1
    : list.slice(0, 16).findIndex((x) => equal(x, node) || (node.id && x.id === node.id));

  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || '') === (b.id || '');

  // The root keeps what a script set in the head, before the source was kept.
  function attributes(old, fresh) {
    const both = [old, twin.get(old)];
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && old !== source.documentElement) both.forEach((e) => e.removeAttribute(name));
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) both.forEach((e) => e.setAttribute(name, value));
    }
  }

  function seen() {
    wait = 250;
    if (!visible()) close();
    else if (shared) shared.postMessage({ follow: shows() });
    else connect();
  }
  document.addEventListener('visibilitychange', seen);
  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => { if (event.persisted) seen(); });
  share();
  seen();
})();
