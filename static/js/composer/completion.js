// While one types `@`, `#` or `:` and some letters in a Markdown field or one of handles: a list of what may be meant, asked of the server.
// The focus stays in the field; arrows choose, Enter or Tab takes, Escape closes.
const TYPED = /(?:^|[\s([{>"',])(@[\p{L}\p{N}_-]*|#\p{L}[^#\s]*(?: [^#\s]*){0,3}|:[\p{L}\p{N}_+-]*)$/u;
const LEAST = { "@": 1, "#": 3, ":": 3 }; // with the sign
const LONGEST = 40;
const PAUSE = 150; // ms without a key
const COPIED = ["font", "letterSpacing", "padding", "border", "boxSizing", "tabSize"];

// Where the field's caret is, measured in a copy of the field.
const place = (area, at) => {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of COPIED) copy.style[name] = style[name];
  copy.className = "caret-copy";
  copy.style.inlineSize = `${area.offsetWidth}px`;
  copy.textContent = area.value.slice(0, at);
  const caret = copy.appendChild(document.createElement("span"));
  caret.textContent = "@";
  area.after(copy);
  const found = { top: caret.offsetTop + caret.offsetHeight - area.scrollTop, left: caret.offsetLeft };
  copy.remove();
  return found;
};

export default (editor) => {
  const area = editor.querySelector("textarea, input");
  const { complete, near } = editor.dataset;
  const list = document.createElement("ul");
  const known = new Map();
  let active, timer, asked, start, taken;

  const mark = (option) => {
    active?.setAttribute("aria-selected", false);
    active = option;
    active?.setAttribute("aria-selected", true);
    active?.scrollIntoView({ block: "nearest" });
    if (active) area.setAttribute("aria-activedescendant", active.id);
    else area.removeAttribute("aria-activedescendant");
  };
  const hide = () => {
    asked = undefined;
    clearTimeout(timer);
    list.hidden = true;
    mark();
  };
  const show = (options) => {
    list.innerHTML = options;
    [...list.children].forEach((option, number) => (option.id = `${list.id}-${number}`));
    if (!list.children.length) return hide();
    const { top, left } = place(area, start);
    list.hidden = false;
    list.style.insetBlockStart = `${area.offsetTop + Math.min(top, area.offsetHeight)}px`;
    list.style.insetInlineStart = `${Math.max(0, Math.min(left, editor.clientWidth - list.offsetWidth))}px`;
    mark(list.firstElementChild);
    list.scrollIntoView({ block: "nearest" });
  };
  const ask = async (text) => {
    asked = text;
    if (!known.has(text)) {
      const address = `${complete}?q=${encodeURIComponent(text)}&near=${encodeURIComponent(near ?? "")}`;
      const answer = await fetch(address).catch(() => ({}));
      if (!answer.ok) return;
      known.set(text, await answer.text());
    }
    if (asked === text && document.activeElement === area) show(known.get(text));
  };
  const read = (least = LEAST) => {
    const at = area.selectionStart;
    const text = at === area.selectionEnd && TYPED.exec(area.value.slice(Math.max(0, at - LONGEST - 2), at))?.[1];
    if (!text || text.length < least[text[0]] || text.length > LONGEST) return hide();
    start = at - text.length;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE, text);
  };
  const take = (option) => {
    const text = `${option.dataset.text} `;
    area.dispatchEvent(new CustomEvent("composer:type", { detail: { start, end: area.selectionStart, text } }));
    taken = area.selectionStart;
    hide();
  };

  list.className = "suggestions completions";
  list.role = "listbox";
  list.id = `${area.id}-completions`;
  list.ariaLabel = (editor.querySelector("[data-completions]") ?? editor).dataset.completions;
  list.hidden = true;
  editor.append(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  // The browser proposes nothing of its own in between; it gives back what one typed here only where that isn't switched off.
  if (area.matches("input")) {
    area.addEventListener("focus", () => (area.autocomplete = "off"));
    area.addEventListener("blur", () => area.removeAttribute("autocomplete"));
  }
  area.addEventListener("input", ({ isComposing }) => isComposing || read());
  // The space after what was taken is there already.
  area.addEventListener("beforeinput", (event) => {
    if (event.data === " " && area.selectionStart === taken && area.selectionEnd === taken) event.preventDefault();
    taken = undefined;
  });
  area.addEventListener("composer:propose", () => read({ "@": 1, "#": 1, ":": 1 }));
  area.addEventListener("blur", hide);
  area.addEventListener("click", hide);
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const options = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(options.at((options.indexOf(active) + step) % options.length));
    else if (event.key === "Escape") hide();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) take(active);
    else return;
    event.preventDefault();
  }, { capture: true });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("pointermove", ({ target }) => {
    const option = target.closest("li");
    if (option && option !== active) mark(option);
  });
  list.addEventListener("click", ({ target }) => take(target.closest("li")));
};
