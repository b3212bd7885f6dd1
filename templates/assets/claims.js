// The list of claims: by status, and as of a day, so that one sees what the
// sources that were published until then came to. Both stand in the address.
(() => {
  "use strict";
  const form = document.querySelector(".filters");
  if (!form) return;
  let selects, claims, words;

  function look() {
    selects = [...form.querySelectorAll("select")];
    words = new Map([...form.querySelector("[name=status]").options].map((o) => [o.value, o.text.replace(/ \(\d+\)$/, "")]));
    claims = [...document.querySelectorAll(".cards > li")].map((li) => {
      const badge = li.querySelector(".status");
      return {
        li, badge, now: badge.classList[1], tally: li.querySelector(".tally"),
        steps: (li.dataset.steps || "").split(" ").filter(Boolean).map((step) => step.split(":")),
      };
    });
    read();
  }

  // The status on a day; nothing before the first source was published.
  const statusOn = (claim, day) => claim.steps.filter((step) => +step[0] <= day).pop()?.[1];

  function read() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    selects.forEach((select) => {
      select.value = wanted.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    });
    const [status, day] = selects.map((select) => select.value);
    let left = 0;
    claims.forEach((claim) => {
      const then = day ? statusOn(claim, +day) : claim.now;
      claim.li.hidden = !then || (status && then !== status);
      if (claim.li.hidden) return;
      left++;
      claim.badge.className = "status " + then;
      claim.badge.textContent = words.get(then) || then;
      if (claim.tally) claim.tally.hidden = !!day; // it counts what came later too
    });
    form.querySelector("[role=status]").textContent =
      form.dataset.remain.replace("{n}", left).replace("{all}", claims.length);
  }

  function write(params) {
    history.pushState(null, "", params ? "#" + params : location.href.split("#")[0]);
    read();
  }

  form.addEventListener("change", () => write(new URLSearchParams(selects.filter((s) => s.value).map((s) => [s.name, s.value])).toString()));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    write("");
  });
  addEventListener("hashchange", read);
  document.addEventListener("dossier:exchanged", look);
  look();
})();
