// <ol data-token="…">: counts that a result was opened.
document.querySelector("[data-token]")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.closest("a")) navigator.sendBeacon("klik/", currentTarget.dataset.token);
});
