// Says below a Markdown field how many characters are more than are taken (`data-most`); what is too long is kept, never cut.
export default (editor) => {
  const area = editor.querySelector("textarea");
  const place = editor.querySelector(".too-long");
  const most = Number(area.dataset.most);
  if (!most) return;
  const count = () => {
    const { length } = area.value;
    const excess = length > most ? [...area.value.trimEnd()].length - most : 0; // as the server counts them
    const words = excess > 0 ? `${place.dataset.told} ${excess.toLocaleString(document.documentElement.lang)}` : "";
    if (place.textContent !== words) place.textContent = words;
  };
  area.addEventListener("input", count);
  count();
};
