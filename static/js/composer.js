// <div data-editor="… …">: a Markdown field names its scripts, which are fetched where there is one, also in what htmx loads.
{
  const prepare = (root) => {
    for (const editor of root.querySelectorAll("[data-editor]")) {
      const scripts = editor.dataset.editor.split(" ");
      editor.removeAttribute("data-editor");
      for (const script of scripts) import(script).then(({ default: start }) => start(editor));
    }
  };

  prepare(document);
  document.addEventListener("htmx:load", ({ target }) => prepare(target));
}
