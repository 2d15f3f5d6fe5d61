// Who has chosen words of a post and presses its "Quote" quotes these alone. The press takes the choice away before htmx asks.
const LONGEST = 4000; // as it stands in an address
let chosen = "";

const wordsIn = (link) => {
  const { anchorNode, focusNode } = getSelection();
  const text = link?.closest(".post")?.querySelector(".prose");
  const words = text?.contains(anchorNode) && text.contains(focusNode) ? `${getSelection()}`.trim() : "";
  return encodeURIComponent(words).length > LONGEST ? "" : words;
};

document.addEventListener("pointerdown", ({ target }) => (chosen = wordsIn(target.closest("a[href*='?kutip=']"))));
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.path.includes("?kutip=")) return;
  const words = chosen || wordsIn(detail.elt);
  if (words) detail.parameters.teks = words;
  chosen = "";
});
