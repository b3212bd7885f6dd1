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
  let work = Promise.resolve(); // one change after the other

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
    return Promise.all(sheets(document).map((old) => {
      const url = new URL(old.href);
      if (url.origin !== location.origin) return null;
      const fresh = old.cloneNode();
      fresh.dataset.dossierHref ||= old.getAttribute('href');
      url.searchParams.set('dossier', stamp);
      fresh.href = url;
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
    // Sheets that were swapped stay as they are.
    for (const sheet of sheets(fresh)) {
      const swapped = sheets(document).find((s) => s.dataset.dossierHref === sheet.getAttribute('href'));
      if (swapped) sheet.replaceWith(swapped.cloneNode());
    }
    const linked = (doc) => sheets(doc).map((s) => s.getAttribute('href')).join('\n');
    // Scripts run once; other sheets would come late.
    if (scripts(fresh) !== scripts(document) || linked(fresh) !== linked(document)) throw new Error('not alike');
    const focus = document.activeElement;
    attributes(document.documentElement, fresh.documentElement);
    sync(document.head, fresh.head);
    sync(document.body, fresh.body);
    if (focus && focus.id && !focus.isConnected) {
      document.getElementById(focus.id)?.focus({ preventScroll: true });
    }
    version = stamp;
    tell('exchanged');
  }

  const scripts = (doc) => [...doc.scripts]
    .filter((s) => !(s.getAttribute('src') || '').startsWith('/.dossier/'))
    .map((s) => s.outerHTML).join('\n');

  // Makes a live element like a fresh one, touching only what differs, so that
  // scroll position, focus, selection and target stay.
  function sync(live, fresh) {
    if (live.isEqualNode(fresh)) return;
    if (live.nodeType !== Node.ELEMENT_NODE) {
      live.data = fresh.data;
      return;
    }
    attributes(live, fresh);
    const from = [...live.childNodes];
    const to = [...fresh.childNodes];
    let end = null; // the first of the children that are equal at the end
    while (from.length && to.length && from[0].isEqualNode(to[0])) { from.shift(); to.shift(); }
    while (from.length && to.length && from.at(-1).isEqualNode(to.at(-1))) { end = from.pop(); to.pop(); }
    to.forEach((node, i) => {
      const kept = find(from, node);
      if (kept > 0) from.splice(0, kept).forEach((old) => old.remove());
      const isNew = kept < 0 && from.length && find(to.slice(i + 1, i + 17), from[0]) >= 0;
      if (from.length && !isNew && alike(from[0], node)) sync(from.shift(), node);
      else live.insertBefore(node, from[0] || end);
    });
    from.forEach((old) => old.remove());
  }

  // Looks a little ahead for the same element; white space is the same everywhere.
  const find = (list, node) => node.nodeType !== Node.ELEMENT_NODE ? -1
    : list.slice(0, 16).findIndex((x) => x.isEqualNode(node) || (node.id && x.id === node.id));

  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || '') === (b.id || '');

  function attributes(live, fresh) {
    const reader = { DETAILS: 'open', DIALOG: 'open' }[live.nodeName]; // what the reader did stays
    for (const { name } of [...live.attributes]) {
      if (name !== reader && !fresh.hasAttribute(name) && live.parentNode !== document) live.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (name !== reader && live.getAttribute(name) !== value) live.setAttribute(name, value);
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
