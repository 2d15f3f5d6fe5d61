// The bar above a Markdown field and its keys: marks around the selection, or before each of its lines.
const isMac = /Mac|iP/.test(navigator.platform);

// Types into the field as a person would, so that the browser can undo it and other scripts hear of it.
const type = (area, start, end, text) => {
  area.focus();
  area.setSelectionRange(start, end);
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

const selected = ({ value, selectionStart: start, selectionEnd: end }) => ({ start, end, text: value.slice(start, end) });

// Marks around the selection; once more takes them away.
const surround = (area, before, after = before) => {
  const { start, end, text } = selected(area);
  const from = start - before.length;
  if (from >= 0 && area.value.slice(from, start) === before && area.value.startsWith(after, end)) {
    type(area, from, end + after.length, text);
    area.setSelectionRange(from, from + text.length);
  } else {
    type(area, start, end, before + text + after);
    area.setSelectionRange(start + before.length, start + before.length + text.length);
  }
};

// A mark before each line of the selection; where all have it, it is taken away.
const prefix = (area, mark) => {
  const { value, selectionStart, selectionEnd } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(selectionEnd - (selectionEnd > selectionStart), start));
  const end = next < 0 ? value.length : next;
  const lines = value.slice(start, end).split("\n");
  const marks = lines.map((_line, number) => mark.replace("1", number + 1));
  const isMarked = lines.every((line, number) => line.startsWith(marks[number]));
  const marked = lines.map((line, number) => (isMarked ? line.slice(marks[number].length) : marks[number] + line));
  type(area, start, end, marked.join("\n"));
  area.setSelectionRange(lines.length > 1 ? start : area.selectionEnd, area.selectionEnd);
};

// What is about a whole passage stands on lines of its own.
const fence = (area, before, after) => {
  const { value, selectionStart } = area;
  const isLineStart = selectionStart === 0 || value[selectionStart - 1] === "\n";
  surround(area, `${isLineStart ? "" : "\n"}${before}\n`, `\n${after}`);
};

const isSeveralLines = (area) => selected(area).text.includes("\n");

const link = (area) => {
  const { start, end, text } = selected(area);
  if (/^https?:\/\/\S+$/.test(text)) {
    type(area, start, end, `[](${text})`);
    return area.setSelectionRange(start + 1, start + 1);
  }
  type(area, start, end, `[${text}](https://)`);
  const address = start + text.length + 3;
  return text ? area.setSelectionRange(address, address + 8) : area.setSelectionRange(start + 1, start + 1);
};

const ACTS = {
  bold: (area) => surround(area, "**"),
  italic: (area) => surround(area, "_"),
  link,
  list: (area) => prefix(area, "- "),
  numbers: (area) => prefix(area, "1. "),
  tasks: (area) => prefix(area, "- [ ] "),
  quote: (area) => prefix(area, "> "),
  code: (area) => (isSeveralLines(area) ? fence(area, "```", "```") : surround(area, "`")),
  spoiler: (area) => (isSeveralLines(area) ? fence(area, "[spoiler]", "[/spoiler]") : surround(area, "||")),
  picture: (area) => area.form.querySelector("[data-upload] input[type=file]").click(),
  emoji: (area) => {
    const { start, end } = selected(area);
    type(area, start, end, start && /\S/.test(area.value[start - 1]) ? " :" : ":");
    area.dispatchEvent(new CustomEvent("composer:propose"));
  },
};

// As other editors have them; digits by their place on the keyboard, since shifted they are other signs.
const KEYS = { KeyB: "bold", KeyI: "italic", KeyK: "link", KeyE: "code" };
const SHIFTED = { Digit7: "numbers", Digit8: "list", Digit9: "quote", KeyS: "spoiler" };

const nameKeys = (bar) => {
  for (const [keys, shift] of [[KEYS, ""], [SHIFTED, isMac ? "⇧" : "Shift+"]]) {
    for (const [code, act] of Object.entries(keys)) {
      const button = bar.querySelector(`[data-act=${act}]`);
      const key = code.replace(/Key|Digit/, "");
      button.title += isMac ? ` (${shift}⌘${key})` : ` (Ctrl+${shift}${key})`;
      button.setAttribute("aria-keyshortcuts", `${isMac ? "Meta" : "Control"}+${shift ? "Shift+" : ""}${key}`);
    }
  }
};

// One stop for the tabulator, arrows inside.
const walk = (bar, event) => {
  const buttons = [...bar.querySelectorAll("[data-act]")];
  const place = buttons.indexOf(event.target);
  const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
  if (place < 0 || to === undefined) return;
  event.preventDefault();
  const button = buttons.at(to % buttons.length);
  for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  button.focus();
};

export default (editor) => {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector(".bar");
  bar.hidden = false;
  nameKeys(bar);
  bar.querySelectorAll("[data-act]").forEach((button, number) => (button.tabIndex = number ? -1 : 0));
  bar.addEventListener("keydown", (event) => walk(bar, event));
  bar.addEventListener("click", ({ target }) => ACTS[target.closest("[data-act]")?.dataset.act]?.(area));
  area.addEventListener("composer:type", ({ detail: { start, end, text } }) => type(area, start, end, text));
  area.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || !(isMac ? event.metaKey : event.ctrlKey)) return;
    const act = (event.shiftKey ? SHIFTED : KEYS)[event.code];
    if (event.key === "Enter" && !event.shiftKey) area.form.requestSubmit();
    else if (act) ACTS[act](area);
    else return;
    event.preventDefault();
  });
};
