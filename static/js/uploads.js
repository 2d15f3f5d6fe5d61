// Pictures for a text ([data-upload] below it): chosen there, pasted or dropped into the text. Each is made smaller on
// this device, sent with its progress shown, put into the text, and asked for words for those who don't see it.
const LONGEST_SIDE = 1920;
const SMALL = 1_000_000;
const PICTURE = /^image\/(jpeg|png|webp|avif|gif)$/;
const waiting = new Map();
let queue = Promise.resolve();

const quiet = (text) => text.replace(/[\\[\]]/g, "\\$&");

// Smaller pictures and those that the browser can't draw are sent as they are; the server draws all of them anew.
const shrink = async (file) => {
  if (file.size < SMALL || !/jpeg|png|webp/.test(file.type) || !window.createImageBitmap) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  const scale = bitmap ? LONGEST_SIDE / Math.max(bitmap.width, bitmap.height) : 1;
  if (scale >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const kind = file.type === "image/jpeg" ? "image/jpeg" : "image/webp";
  const blob = await new Promise((done) => canvas.toBlob(done, kind, 0.9));
  return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
};

const post = (address, body, progress) =>
  new Promise((done) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", address);
    xhr.responseType = "json";
    xhr.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
    xhr.onload = () => done({ status: xhr.status, told: xhr.response ?? {} });
    xhr.onerror = xhr.onabort = () => done({ status: 0, told: {} });
    xhr.send(body);
  });

const change = (area, act) => {
  const before = area.value.length;
  const { selectionStart: start, selectionEnd: end } = area;
  area.value = act(area.value);
  const moved = area.value.length - before;
  area.setSelectionRange(start + moved, end + moved);
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

const insert = (area, text) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const before = start && !value.slice(0, start).endsWith("\n\n") ? (value[start - 1] === "\n" ? "\n" : "\n\n") : "";
  const after = value.slice(end).startsWith("\n") ? "" : "\n";
  area.setRangeText(`${before}${text}${after}`, start, end, "end");
};

const rowIn = (field) => {
  const row = document.createElement("div");
  row.className = "field sent-picture";
  field.querySelector(".stack").append(row);
  return row;
};

// The field in which one says what can be seen; what is typed there goes into the text between the brackets.
const fieldOf = (address) => `alt-${address.split("/").pop()}`;

const describe = (area, row, address, words) => {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.id = fieldOf(address);
  input.maxLength = 300;
  input.type = "text";
  label.htmlFor = input.id;
  label.textContent = words.alt;
  const image = new Image(96);
  image.src = address;
  image.alt = "";
  row.replaceChildren(image, label, input);
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    change(area, (text) => {
      const end = text.indexOf(`](${address})`);
      const begin = text.lastIndexOf("![", end);
      return end < 0 || begin < 0 ? text : `${text.slice(0, begin + 2)}${quiet(input.value.trim())}${text.slice(end)}`;
    });
  });
};

// Pictures that came into the text otherwise, as with a draft that is taken up again, are asked for their words, too.
const UNDESCRIBED = /!\[\s*\]\((\/(?!\/)[^\s()]*-\d+x\d+\.webp)\)/g;
const askAgain = (area) => {
  const field = area.form?.querySelector("[data-upload]");
  if (!field || !area.value.includes("](")) return;
  for (const [, address] of area.value.matchAll(UNDESCRIBED)) {
    if (!document.getElementById(fieldOf(address))) describe(area, rowIn(field), address, field.dataset);
  }
};

const send = async (area, field, file, place, row) => {
  const words = field.dataset;
  const fail = (text) => {
    change(area, (value) => value.replace(`${place}\n`, "").replace(place, ""));
    row.textContent = `${file.name}: ${text}`;
    row.className = "notice danger";
  };
  const small = await shrink(file);
  if (small.size > words.most * 1024 * 1024) return fail(words.large);
  const progress = document.createElement("progress");
  progress.value = 0;
  row.append(" ", progress);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
  body.set("picture", small, file.name);
  const { status, told } = await post(words.upload, body, progress);
  if (told.markdown) {
    describe(area, row, told.address, words);
    change(area, (value) => value.replace(place, () => told.markdown));
    row.querySelector("input").focus();
  } else fail(told.error || (status === 429 ? words.busy : words.failed));
};

// How many pictures a text shows, with those on their way (their address is empty) and without those that it only quotes.
const SHOWN = /!\[(?:[^[\]\\]|\\.)*\]\((\/(?!\/)[^\s()]*-\d+x\d+\.webp)?\)/g;
const countIn = (text) => new Set(text.replace(/^ {0,3}>.*$/gm, "").match(SHOWN)).size;

const take = (area, files) => {
  const field = area.form?.querySelector("[data-upload]");
  const pictures = [...files].filter(({ type }) => PICTURE.test(type));
  if (!field || !pictures.length) return false;
  for (const file of pictures) {
    if (countIn(area.value) >= Number(field.dataset.pictures)) {
      const row = rowIn(field);
      row.className = "notice danger";
      row.textContent = `${file.name}: ${field.dataset.many}`;
      continue;
    }
    const place = `![${quiet(`${field.dataset.sending}: ${file.name}`)} ${Math.random().toString(36).slice(2, 6)}]()`;
    insert(area, place);
    const row = rowIn(field);
    row.textContent = `${field.dataset.sending}: ${file.name}`;
    waiting.set(area.form, (waiting.get(area.form) ?? 0) + 1);
    queue = queue
      .then(() => send(area, field, file, place, row))
      .catch(() => (row.textContent = field.dataset.failed))
      .finally(() => waiting.set(area.form, waiting.get(area.form) - 1));
  }
  return true;
};

const areaOf = (field) => field.closest("form").querySelector(".editor textarea");

// The form brings no files by itself any more: they are sent one by one, and chosen by a button of the bar above the text.
const prepare = (root) => {
  for (const input of root.querySelectorAll("[data-upload] input[type=file]")) {
    input.removeAttribute("name");
    input.closest("[data-upload]").classList.add("by-button");
    askAgain(areaOf(input));
  }
};

document.addEventListener("change", ({ target }) => {
  if (target.type !== "file" || !target.closest("[data-upload]")) return;
  take(areaOf(target), target.files);
  target.value = "";
});
document.addEventListener("input", ({ target }) => target.matches(".editor textarea") && askAgain(target));
document.addEventListener("paste", (event) => {
  if (!event.target.matches?.(".editor textarea") || event.clipboardData.types.includes("text/plain")) return;
  if (take(event.target, event.clipboardData.files)) event.preventDefault();
});
document.addEventListener("dragover", (event) => {
  if (event.target.matches?.(".editor textarea") && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!event.target.matches?.(".editor textarea") || !event.dataTransfer.files.length) return;
  event.preventDefault();
  take(event.target, event.dataTransfer.files);
});
// What is not whole yet is not sent.
document.addEventListener(
  "submit",
  (event) => {
    if (!waiting.get(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.querySelector("[data-upload]").scrollIntoView({ block: "nearest" });
  },
  true,
);
document.addEventListener("htmx:load", ({ target }) => prepare(target));
prepare(document);
