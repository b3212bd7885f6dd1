// Filters of a list: they stand in the address, so that a selection can be sent
// to others, and tell how many entries of how many remain.
(() => {
  "use strict";
  // look finds what there is to filter, now and when the page was exchanged. show
  // leaves out what the filters, by their names, do not let through, and gives the
  // entries that remain and all of them.
  window.dossierFilters = (look, show) => {
    const form = document.querySelector(".filters");
    if (!form) return;
    const selects = () => [...form.querySelectorAll("select")];

    // An address without a filter leads to a place of the page, and changes none.
    function read() {
      const hash = location.hash.slice(1);
      const wanted = (!hash || hash.includes("=")) && new URLSearchParams(hash);
      const chosen = {};
      selects().forEach((select) => {
        const value = wanted ? wanted.get(select.name) || "" : select.value;
        select.value = value;
        if (select.value !== value) {
          // Nothing here has to do with what the address names; that can be seen.
          select.add(new Option(value, value));
          select.value = value;
        }
        chosen[select.name] = select.selectedOptions[0];
      });
      const [remain, all] = show(chosen);
      const status = form.querySelector("[role=status]");
      const words = form.dataset.remain.replace("{n}", remain).replace("{all}", all);
      if (status.textContent !== words) status.textContent = words;
    }

    function write(params) {
      history.pushState(null, "", params ? "#" + params : location.href.split("#")[0]);
      read();
    }

    function renew() {
      look(form);
      read();
    }

    form.addEventListener("change", () => write(new URLSearchParams(selects().filter((s) => s.value).map((s) => [s.name, s.value])).toString()));
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      write("");
    });
    addEventListener("hashchange", read);
    document.addEventListener("dossier:exchanged", renew);
    renew();
  };
})();
