// What a link with data-opener has loaded below the row in which it stands, [data-opened], is closed by that link, by
// Escape and by what has data-close in it. A form there that can't be sent in place is sent by the browser itself.
const close = (opened) => {
  const opener = opened.previousElementSibling.querySelector("[data-opener]");
  opened.remove();
  (opener.closest("details")?.firstElementChild ?? opener).focus();
};

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  const opened = target.nextElementSibling;
  if (!elt.matches("[data-opener]") || !opened?.matches("[data-opened]")) return;
  event.preventDefault();
  close(opened);
});

document.addEventListener("click", (event) => {
  const opened = event.target.closest("[data-close]")?.closest("[data-opened]");
  if (!opened) return;
  event.preventDefault();
  close(opened);
});

// Before disclosure.js closes a menu by the same key; who writes elsewhere, such as in a reply, closes nothing here.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || document.querySelector("details.menu[open]")) return;
    const field = event.target.closest("input, select, textarea");
    for (const opened of document.querySelectorAll("[data-opened]")) {
      if (!field || opened.contains(field)) close(opened);
    }
  },
  true,
);

for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, ({ detail: { elt } }) => elt.matches("form[data-opened]") && elt.submit());
}
