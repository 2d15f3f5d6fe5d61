// A bar of tabs that is longer than the screen shows the current one.
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) tab.parentNode.scrollLeft = tab.offsetLeft - tab.parentNode.offsetLeft - 40;
// The scale beside a topic: its mark and number follow the post at the top of the window.
{
  const scale = document.querySelector(".scale[data-total]");
  if (scale && "IntersectionObserver" in window) {
    const { total, of } = scale.dataset;
    const follow = (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      const number = Number(seen.target.dataset.number);
      scale.querySelector("circle").setAttribute("cy", `${total > 1 ? 4 + (92 * (number - 1)) / (total - 1) : 50}%`);
      for (const mark of document.querySelectorAll("[data-position]")) mark.textContent = `${number} ${of} ${total}`;
      scale.querySelector(".here").textContent = seen.target.querySelector("time").textContent;
    };
    const observer = new IntersectionObserver(follow, { rootMargin: "-20% 0px -75% 0px" });
    for (const post of document.querySelectorAll(".post[data-number]")) observer.observe(post);
  }
}
