// One event stream for all pages of the preview that a browser shows: it has
// six connections to a host, and may have more windows. Runs as a shared
// worker. Pages say {follow: {path, v, d}} when they can be seen, {shows: …}
// when they show something else, and {leave: true} when they cannot be seen.
'use strict';
const pages = new Map(); // port → what the page shows, and how often it was asked in vain
const names = ['style', 'reload', 'moved', 'deleted', 'diagnostics'];
const patience = 20000; // milliseconds between two questions whether a page is still there
let stream, timer, asking;
let wait = 250;

onconnect = ({ ports: [port] }) => {
  if (!self.EventSource) return port.postMessage({ name: 'unable' });
  port.onmessage = ({ data: { follow, shows, leave } }) => {
    const known = pages.get(port);
    if (follow && known) pages.set(port, { ...follow, asked: 0 });
    else if (follow) {
      pages.set(port, { ...follow, asked: 0 });
      again();
    } else if (shows && known) Object.assign(known, shows);
    else if (leave && pages.delete(port)) again();
  };
};

// Several pages that come and go at once are one change.
function again() {
  wait = 250;
  clearTimeout(timer);
  timer = setTimeout(connect);
}

function connect() {
  clearTimeout(timer);
  if (stream) stream.close();
  stream = null;
  clearInterval(asking);
  if (!pages.size) return;
  asking = setInterval(ask, patience);
  const ports = [...pages.keys()];
  const query = new URLSearchParams();
  for (const { path, v, d } of pages.values()) {
    query.append('path', path);
    query.append('v', v);
    query.append('d', d);
  }
  stream = new EventSource('/.dossier/events?' + query);
  stream.onopen = () => { wait = 250; };
  // By itself the browser would connect again with the old versions.
  stream.onerror = () => {
    stream.close();
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, 2000);
  };
  for (const name of names) {
    stream.addEventListener(name, (event) => {
      const data = JSON.parse(event.data);
      ports[data.page].postMessage({ name, data });
    });
  }
}

// A page that crashed does not say that it leaves.
function ask() {
  let gone = false;
  for (const [port, page] of pages) {
    if (page.asked++ < 2) port.postMessage({ name: 'there' });
    else gone = pages.delete(port);
  }
  if (gone) again();
}
