// <input data-suggest="/cari/saran/">: a combobox with what the first letters may become, and this device's last searches.
for (const input of document.querySelectorAll("[data-suggest]")) {
  const { suggest, forget } = input.dataset;
  const list = document.createElement("ul");
  let active, timer, asked;

  const recent = () => {
    try {
      const isText = (one) => one?.trim?.() && one.length < 201;
      return JSON.parse(localStorage.searches).filter(isText).slice(0, 6);
    } catch {
      return [];
    }
  };
  const set = (name, value) => input.setAttribute(name, value);
  const mark = (option) => {
    active?.setAttribute("aria-selected", false);
    active = option;
    active?.setAttribute("aria-selected", true);
    set("aria-activedescendant", active?.id ?? "");
  };
  const show = () => {
    mark();
    [...list.children].forEach((option, number) => (option.id = `${list.id}-${number}`));
    list.hidden = !list.children.length;
    set("aria-expanded", !list.hidden);
  };
  const hide = () => {
    list.replaceChildren();
    show();
  };
  const add = (text, data) => {
    const option = document.createElement("li");
    option.role = "option";
    option.textContent = text;
    Object.assign(option.dataset, data);
    list.append(option);
  };
  const ask = async () => {
    const text = input.value.trim();
    asked = text;
    if (text.length > 1) {
      const answer = await fetch(`${suggest}?q=${encodeURIComponent(text)}`).catch(() => ({}));
      if (asked !== text) return;
      list.innerHTML = answer.ok ? await answer.text() : "";
    } else {
      list.replaceChildren();
      if (!text && recent().length) {
        for (const search of recent()) add(search, { text: search });
        add(forget, { forget: 1 });
      }
    }
    if (document.activeElement === input) show();
  };
  const choose = ({ dataset }) => {
    if (dataset.url) return location.assign(dataset.url);
    if (dataset.forget) {
      localStorage.removeItem("searches");
      return hide();
    }
    input.value = dataset.text;
    input.form.requestSubmit();
  };

  list.className = "suggestions";
  list.role = "listbox";
  list.id = `suggestions-${input.form.className}`;
  list.ariaLabel = input.ariaLabel;
  list.hidden = true;
  input.form.append(list);
  input.autocomplete = "off";
  input.role = "combobox";
  set("aria-controls", list.id);
  set("aria-autocomplete", "list");
  set("aria-expanded", false);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("focus", ask);
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) ask();
    else if (step) {
      const options = [...list.children];
      mark(options.at((options.indexOf(active) + (active || step > 0 ? step : 0)) % options.length));
    } else if (event.key === "Enter" && active) choose(active);
    else if (event.key === "Escape" && !list.hidden) hide();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => choose(target.closest("li")));
  input.form.addEventListener("submit", () => {
    const text = input.value.trim();
    if (text) localStorage.searches = JSON.stringify([text, ...recent().filter((other) => other !== text)].slice(0, 6));
  });
}
