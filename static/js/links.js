// A link that loads a form in place leads to the form's own page when that fails: the page says why.
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.elt.href) location.assign(detail.elt.href);
});
