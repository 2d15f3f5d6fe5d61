// A field of handles: what completion.js proposes is put in, with a comma for the next one.
export default (field) => {
  const input = field.querySelector("input");
  input.addEventListener("composer:type", ({ detail: { start, end, text } }) => {
    input.setRangeText(`${text.trim()}, `, start, end, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
};
