// The bar above a Markdown field: marks for the selection, and a preview drawn by the server.
{
  const surround = (area, before, after) => {
    const { selectionStart: start, selectionEnd: end, value } = area;
    area.setRangeText(before + value.slice(start, end) + after, start, end, "end");
    area.setSelectionRange(start + before.length, end + before.length);
    area.focus();
  };

  const prefix = (area, mark) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const lines = area.value.slice(start, area.selectionEnd).replace(/^/gm, mark);
    area.setRangeText(lines, start, area.selectionEnd, "end");
    area.focus();
  };

  const show = async (editor, modes, pressed) => {
    const area = editor.querySelector("textarea");
    const preview = editor.querySelector(".preview");
    const previewing = pressed === modes.lastElementChild;
    for (const mode of modes.children) mode.setAttribute("aria-pressed", mode === pressed);
    area.hidden = previewing;
    preview.hidden = !previewing;
    if (!previewing) return area.focus();
    const body = new FormData(area.form);
    body.set("text", area.value);
    const answer = await fetch(modes.dataset.preview, { method: "POST", body }).catch(() => ({}));
    if (answer.ok) preview.innerHTML = await answer.text();
    else preview.textContent = modes.dataset.failed;
  };

  const prepare = (root) => {
    for (const bar of root.querySelectorAll(".editor > .bar")) bar.hidden = false;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".editor .bar button");
    if (!button) return;
    const editor = button.closest(".editor");
    const area = editor.querySelector("textarea");
    const { wrap, line, link } = button.dataset;
    if (wrap) surround(area, wrap, wrap);
    else if (line) prefix(area, line);
    else if (link !== undefined) surround(area, "[", "](https://)");
    else show(editor, button.parentElement, button);
  });

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
}
