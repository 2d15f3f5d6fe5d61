// The desk by keys: in a list j and k go through the cases, x ticks one; in a case each choice has a key of its own, the
// same everywhere, which stands beside it (`data-keys`): w warns the author, s silences and a suspends, each of the two
// followed by for how long. r goes to the reason, u back to the queue, and Ctrl with Enter decides. Without scripts all
// of it is links and fields.
const desk = document.querySelector("[data-desk]");
const links = [...(desk?.querySelectorAll("[data-case]") ?? [])];
const boxes = [...(desk?.querySelectorAll("input[type=checkbox]:not(:disabled)") ?? [])];
const all = desk?.querySelector("[data-tick-all]");

const chosen = {};

for (const hint of document.querySelectorAll("[data-keys]")) {
  hint.hidden = false;
  const choice = hint.closest("label")?.control;
  if (!choice) continue;
  chosen[hint.dataset.keys] = choice;
  choice.setAttribute("aria-keyshortcuts", hint.dataset.keys);
}

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

const unfold = (field) => {
  const fold = field?.closest("details");
  if (fold) fold.open = true;
};

const choose = (choice) => {
  unfold(choice);
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  (["silence", "suspend"].includes(choice.value) ? desk.querySelector("select[name=hours]") : choice).focus();
};

// To change the words one sees them, however that was chosen.
desk?.addEventListener("change", ({ target }) => {
  if (target.name === "decision") unfold(desk.querySelector(`[data-fold="${CSS.escape(target.value)}"] textarea`));
});

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.closest(".case")?.querySelector("input[type=checkbox]:not(:disabled)")?.click(),
  r: () => desk?.querySelector("textarea[name=reason]")?.focus(),
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
  const isFree = event.target.name === "hours" && ["w", "a", "n", "l", "r"].includes(event.key);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!isFree && event.target.closest?.("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  const act = chosen[event.key] ? () => choose(chosen[event.key]) : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
