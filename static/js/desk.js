// The desk by keys: in a list j and k go through the cases, x ticks one; in a case the digits choose a decision, w
// warns its author, s silences, a suspends the account, each of the two followed by for how long, n does nothing about
// them, r goes to the reason, u back to the queue, and Ctrl with Enter decides. Without scripts all of it is links and
// fields.
const desk = document.querySelector("[data-desk]");
const links = [...(desk?.querySelectorAll("[data-case]") ?? [])];
const boxes = [...(desk?.querySelectorAll("input[type=checkbox]:not(:disabled)") ?? [])];
const all = desk?.querySelector("[data-tick-all]");

for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;

if (all && boxes.length) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const isOn = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = isOn;
  });
}

const step = (by) => {
  const at = links.findIndex((link) => link.closest(".case").contains(document.activeElement));
  links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
};

const sanction = (name) => () => {
  const choice = desk?.querySelector(`input[name=sanction][value="${name}"]`);
  if (!choice) return;
  choice.checked = true;
  (name === "silence" || name === "suspend" ? desk.querySelector("select[name=hours]") : choice)?.focus();
};

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.closest(".case")?.querySelector("input[type=checkbox]:not(:disabled)")?.click(),
  r: () => desk?.querySelector("textarea[name=reason]")?.focus(),
  w: sanction("warn"),
  s: sanction("silence"),
  a: sanction("suspend"),
  n: sanction(""),
  u: () => document.querySelector(".page-head .lead a")?.click(),
};

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form?.elements.decision) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[name=next]") ?? undefined);
    return;
  }
  // The list of periods keeps the keys that choose in it: digits, arrows, and the first letter of “until a day”.
  const isFree = event.target.name === "hours" && ["w", "a", "n", "r"].includes(event.key);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!isFree && event.target.closest?.("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  const choice = /^[1-9]$/.test(event.key) && desk?.querySelectorAll("input[name=decision]")[event.key - 1];
  const act = choice ? () => { choice.checked = true; choice.focus(); } : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
