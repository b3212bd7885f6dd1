// Shows the diagnostics of the dossier on the page, and says what became of
// the page. It stands in a shadow tree outside the body: the site's styles do
// not reach it, nor does an exchange of the page. All words are set as text.
(() => {
  'use strict';
  const host = document.createElement('dossier-preview');
  const root = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { all: initial !important; display: contents !important }
    [hidden] { display: none !important }
    .dock {
      position: fixed; inset: auto 0 0 0; z-index: 2147483647; margin: 0; color-scheme: light dark;
      --ink: #1c1b1a; --paper: #fffdf9; --line: #b9b2a6; --error: #a3161b; --warning: #7a5200; --code: #f1ede4;
      color: var(--ink); font: 15px/1.45 system-ui, sans-serif; pointer-events: none;
    }
    @media (prefers-color-scheme: dark) {
      .dock { --ink: #ece8e1; --paper: #201f1d; --line: #5c574f; --error: #ff9a94; --warning: #f0c46a; --code: #2c2a27 }
    }
    @media print { .dock { display: none } }
    section, .banner {
      box-sizing: border-box; background: var(--paper); border: solid var(--line); border-width: 1px 0 0;
      box-shadow: 0 0 16px #0004; pointer-events: auto;
    }
    section:has(details:not([open])) { width: fit-content; border-width: 1px 1px 0 0; border-start-end-radius: 6px }
    details[open] > ol { max-height: min(45vh, 32rem); overflow: auto; overscroll-behavior: contain }
    summary { padding: .5em 1em; font-weight: 600; cursor: pointer }
    summary.error { color: var(--error) }
    summary.warning { color: var(--warning) }
    :focus-visible { outline: 2px solid currentColor; outline-offset: -2px }
    ol { list-style: none; margin: 0; padding: 0 1em .5em }
    li { padding: .6em 0; border-top: 1px solid var(--line) }
    p { margin: 0; white-space: pre-line; overflow-wrap: anywhere }
    .place { font: 13px/1.5 ui-monospace, monospace; user-select: all }
    .severity { font-weight: 600 }
    .error .severity { color: var(--error) }
    .warning .severity { color: var(--warning) }
    pre { margin: .4em 0; padding: .4em .6em; background: var(--code); font: 13px/1.5 ui-monospace, monospace; overflow: auto }
    .banner { padding: .6em 1em; font-weight: 600 }
    .status { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
  `);
  root.adoptedStyleSheets = [style];

  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  };
  const dock = root.appendChild(make('div', 'dock'));
  const status = dock.appendChild(make('p', 'status'));
  status.setAttribute('role', 'status');
  const banner = dock.appendChild(make('p', 'banner'));
  const region = dock.appendChild(make('section'));
  region.setAttribute('role', 'region');
  region.setAttribute('aria-label', 'Diagnostics of the dossier');
  const details = region.appendChild(make('details'));
  const summary = details.appendChild(make('summary'));
  const list = details.appendChild(make('ol'));
  list.tabIndex = 0; // it scrolls
  banner.hidden = region.hidden = true;
  document.documentElement.append(host);

  const count = (n, one) => n === 0 ? '' : n === 1 ? `1 ${one}` : `${n} ${one}s`;

  function item(d) {
    const li = make('li', d.severity);
    li.append(make('p', 'place', d.place));
    const message = li.appendChild(make('p'));
    message.append(make('span', 'severity', d.severity + ': '), d.message);
    if (d.excerpt) li.append(make('pre', '', d.excerpt));
    if (d.hint) li.append(make('p', 'hint', '→ ' + d.hint));
    return li;
  }

  // A list that the reader closed stays closed on the next page too, until it changes.
  const closedKey = 'dossier-preview-closed';
  let shown = '';

  document.addEventListener('dossier:diagnostics', ({ detail: { id, errors, warnings, items } }) => {
    shown = id;
    const total = [count(errors, 'error'), count(warnings, 'warning')].filter(Boolean).join(', ');
    const before = summary.textContent;
    summary.textContent = total;
    summary.className = errors ? 'error' : 'warning';
    list.replaceChildren(...items.map(item));
    const more = errors + warnings - items.length;
    if (more > 0) list.append(make('li', '', `and ${more} more`));
    details.open = errors > 0 && sessionStorage.getItem(closedKey) !== id;
    region.hidden = !id;
    if (total !== before) say(total || 'All mended');
  });
  details.addEventListener('toggle', () => {
    if (details.open) sessionStorage.removeItem(closedKey);
    else if (shown && summary.className === 'error') sessionStorage.setItem(closedKey, shown);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !region.hidden) details.open = false;
  });

  document.addEventListener('dossier:deleted', () => {
    banner.textContent = 'This page is no longer part of the site. What you see is how it was.';
    banner.hidden = false;
    say(banner.textContent);
  });

  // A screen reader hears of one exchange in a while, not of every save.
  let quiet = false;
  document.addEventListener('dossier:exchanged', () => {
    if (quiet) return;
    quiet = true;
    setTimeout(() => { quiet = false; }, 10000);
    say('Page updated');
  });

  function say(words) {
    status.textContent = '';
    setTimeout(() => { status.textContent = words; }, 50); // the same words again count as new
  }
})();
