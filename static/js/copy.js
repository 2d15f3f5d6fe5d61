// <button hidden data-copy="https://…" data-copied="Copied">: copies an address, then says so.
{
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.querySelector("span").textContent = button.dataset.copied;
      });
    }
  }
}
