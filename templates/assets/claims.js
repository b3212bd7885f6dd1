// The list of claims: by status, and as of a day, so that one sees what the
// sources that were published until then came to.
(() => {
  "use strict";
  let claims, words;

  function look(form) {
    words = new Map([...form.querySelector("[name=status]").options].map((o) => [o.value, o.text.replace(/ \(\d+\)$/, "")]));
    claims = [...document.querySelectorAll(".cards > li")].map((li) => {
      const badge = li.querySelector(".status");
      return {
        li, badge, now: badge.classList[1], later: li.querySelectorAll(".summary, .tally"),
        steps: (li.dataset.steps || "").split(" ").filter(Boolean).map((step) => step.split(":")),
      };
    });
  }

  // The status on a day; nothing before the first source was published.
  const statusOn = (claim, day) => claim.steps.filter((step) => +step[0] <= day).pop()?.[1];

  dossierFilters(look, ({ status, asof }) => {
    const remain = claims.filter((claim) => {
      const then = asof?.value ? statusOn(claim, +asof.value) : claim.now;
      claim.li.hidden = !then || (status.value && then !== status.value);
      if (claim.li.hidden) return false;
      claim.badge.className = "status " + then;
      claim.badge.textContent = words.get(then) || then;
      claim.later.forEach((told) => (told.hidden = !!asof?.value)); // with what came later too
      return true;
    });
    return [remain.length, claims.length];
  });
})();
