// The preview of a Markdown field, drawn by the server: beside the text where there is room, and behind a button elsewhere.
const ROOM = 36; // rem
const PAUSE = 500; // ms without a key

export default (editor) => {
  const area = editor.querySelector("textarea");
  const preview = editor.querySelector(".preview");
  const modes = editor.querySelector(".modes");
  if (!modes) return;
  const [write, look] = modes.children;
  let isBeside = false, isLooking = false, timer, drawn, asking;

  const draw = async () => {
    const text = area.value;
    if (text === drawn) return;
    asking?.abort();
    if (!text.trim()) {
      preview.replaceChildren();
      drawn = text;
      return;
    }
    asking = new AbortController();
    const body = new FormData();
    body.set("text", text);
    body.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(modes.dataset.preview, { method: "POST", body, signal: asking.signal });
      if (!answer.ok) throw new Error(answer.status);
      preview.innerHTML = await answer.text();
      drawn = text;
    } catch (error) {
      if (error.name !== "AbortError" && isLooking) preview.textContent = modes.dataset.failed;
    }
  };

  const show = () => {
    editor.classList.toggle("beside", isBeside);
    area.hidden = isLooking && !isBeside;
    preview.hidden = !isLooking && !isBeside;
    write.setAttribute("aria-pressed", !isLooking);
    look.setAttribute("aria-pressed", isLooking);
    if (!preview.hidden) draw();
  };

  modes.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    if (!pressed) return;
    isLooking = pressed === look;
    show();
    (isLooking ? preview : area).focus();
  });
  area.addEventListener("input", () => {
    clearTimeout(timer);
    if (isBeside) timer = setTimeout(draw, PAUSE);
  });
  new ResizeObserver(([{ contentRect }]) => {
    const hasRoom = contentRect.width >= ROOM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (hasRoom === isBeside) return;
    isBeside = hasRoom;
    isLooking = false;
    show();
  }).observe(editor);
};
