// Runs in every document of a tab on the preview, before its own scripts. What
// is kept here is gone when the tab is loaded anew.
(() => {
  'use strict';
  const preview = window.preview = { streams: 0, opened: 0, changes: 0 };

  const begins = () => { preview.streams++; preview.opened++; };

  // The stream that pages share is the worker's; what a page has of it is what
  // it asks for and gives back.
  if (window.SharedWorker) {
    const Shared = window.SharedWorker;
    window.SharedWorker = class extends Shared {
      constructor(...args) {
        super(...args);
        const post = this.port.postMessage.bind(this.port);
        let follows = false;
        this.port.postMessage = (message) => {
          if (message.follow && !follows) begins();
          if (message.leave && follows) preview.streams--;
          follows = message.follow ? true : message.leave ? false : follows;
          post(message);
        };
      }
    };
  }

  const Stream = window.EventSource;
  window.EventSource = class extends Stream {
    constructor(...args) {
      super(...args);
      preview.own = true;
      begins();
    }

    close() {
      if (!this.ended) preview.streams--;
      this.ended = true;
      super.close();
    }
  };

  // mark makes a tab that was not loaded anew known, counts the changes of its
  // elements from now on, and remembers what the reader has before the eyes.
  preview.mark = () => {
    preview.marked = true;
    preview.changes = 0;
    new MutationObserver((list) => { preview.changes += list.length; }).observe(document, {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
    const line = lines().find((e) => e.getBoundingClientRect().top >= 100);
    preview.line = line.textContent;
    preview.top = line.getBoundingClientRect().top;
  };

  const lines = () => [...document.querySelectorAll('main p, main li, main h2, main dt')];

  // moved gives by how many pixels the line has moved that the reader had
  // before the eyes.
  preview.moved = () => Math.min(...lines().filter((e) => e.textContent === preview.line)
    .map((e) => Math.abs(e.getBoundingClientRect().top - preview.top)));

  const part = (selector) => document.querySelector('dossier-preview')?.shadowRoot.querySelector(selector);
  const words = (element) => element && !element.hidden && element.getClientRects().length ? element.innerText : '';
  preview.panel = () => words(part('section'));
  preview.banner = () => words(part('.banner'));
})();
