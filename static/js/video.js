// A video card loads nothing until its link is pressed; without scripts the link leads to the video itself.
{
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-video]");
    if (!link) return;
    event.preventDefault();
    const card = link.closest(".video-card");
    const player = document.createElement(link.dataset.video === "file" ? "video" : "iframe");
    player.src = link.dataset.src;
    player.title = link.dataset.title;
    if (player.tagName === "VIDEO") Object.assign(player, { controls: true, autoplay: true });
    else Object.assign(player, { allow: "autoplay; fullscreen", allowFullscreen: true });
    card.classList.add("playing");
    card.replaceChildren(player);
    player.focus();
  });
}
