// Menus and filters are <details>: this closes a menu that is left or was used, and opens the filters on wide screens, or in use (#filter).
{
  const wide = matchMedia("(min-width: 60rem)");
  const fit = () => {
    for (const facets of document.querySelectorAll("details.facets")) facets.open = wide.matches || location.hash === "#filter";
  };

  fit();
  wide.addEventListener("change", fit);

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!event.target.closest("summary") || !menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
