// Forms in which one writes (form[data-composer]): what is typed is kept on this device until the server has it as a
// draft, and a form that can't be sent stays as it is, with a word beside it.
const PAUSE = 1500;
const LONGEST_PAUSE = 10_000;
const AGAIN = 15_000;
const UNKEPT = /^(csrfmiddlewaretoken|idempotency_key|acting_for|honeypot|timestamp|security_hash|draft_\w+|pictures)$/;

const content = (form) => {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!UNKEPT.test(name) && typeof value === "string") (fields[name] ??= []).push(value);
  }
  return fields;
};

const fill = (form, fields) => {
  for (const element of form.elements) {
    if (!element.name || UNKEPT.test(element.name)) continue;
    const values = fields[element.name] ?? [];
    if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
    else if (element.options) for (const option of element.options) option.selected = values.includes(option.value);
    else if (values.length && element.type !== "file" && element.type !== "submit") element.value = values[0];
  }
};

const local = {
  read: (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  },
  write: (name, sequence, fields) => {
    try {
      localStorage.setItem(name, JSON.stringify({ sequence, fields }));
    } catch {
      // The device keeps nothing, or no more: then only the server does.
    }
  },
  forget: (name) => {
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  },
};

// The server says by a cookie which draft was sent or deleted: this device needs no copy of it.
const forgetSent = (member) => {
  const sent = /(?:^|; )draft_sent=([^;]*)/.exec(document.cookie);
  if (!sent) return "";
  local.forget(`draft:${member}:${sent[1]}`);
  document.cookie = "draft_sent=; path=/; max-age=0";
  return sent[1];
};

class Composer {
  constructor(form, status) {
    this.form = form;
    this.status = status;
    this.words = status.dataset;
    this.name = `draft:${this.words.member}:${this.words.key}`;
    this.isDirty = this.isSending = this.isBlocked = this.isUnsent = this.isTold = false;
    this.area = form.querySelector(".editor textarea");
    this.area.closest(".field").prepend(status); // there it stays in view while one writes
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    forgetSent(this.words.member);
    this.takeUp();
  }

  takeUp() {
    const kept = local.read(this.name);
    if (!kept) return;
    if (JSON.stringify(kept.fields) === JSON.stringify(content(this.form))) return;
    const show = () => {
      fill(this.form, kept.fields);
      this.say(this.words.restored);
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    if (kept.sequence === this.form.elements.draft_sequence.value) show();
    else this.say(this.words.other, [this.words.take, show]);
  }

  keep() {
    local.write(this.name, this.form.elements.draft_sequence.value, content(this.form));
  }

  say(text, ...choices) {
    this.status.hidden = !text;
    this.status.firstElementChild.textContent = text;
    for (const [label, act] of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = label;
      button.addEventListener("click", act);
      this.status.firstElementChild.append(" ", button);
    }
  }

  // What is said of sending stays until one goes on.
  typed() {
    this.isTold = false;
    this.changed();
  }

  changed() {
    this.isDirty = true;
    this.since ??= Date.now();
    this.keep();
    clearTimeout(this.timer);
    if (this.isBlocked) return;
    const left = this.since + LONGEST_PAUSE - Date.now();
    this.saveIn(Math.max(0, Math.min(PAUSE, left)));
  }

  saveIn(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.saving = this.save()), pause);
  }

  // Another window at the same place may have kept its own words meanwhile.
  forget(sent) {
    const kept = local.read(this.name);
    if (kept && JSON.stringify(kept.fields) === sent) local.forget(this.name);
  }

  body() {
    const body = new FormData(this.form);
    body.delete("pictures");
    return body;
  }

  async save() {
    if (this.isSaving || this.isSending || !this.form.isConnected) return;
    this.isSaving = true;
    this.isDirty = false;
    this.since = undefined;
    const sent = JSON.stringify(content(this.form));
    let told;
    try {
      const answer = await fetch(this.words.draft, { method: "POST", body: this.body() });
      told = answer.redirected ? {} : await answer.json();
    } catch {
      told = {};
    }
    this.isSaving = false;
    this.after(told, sent);
  }

  after(told, sent) {
    if (told.state === "saved" || told.state === "older") {
      this.form.elements.draft_sequence.value = told.sequence;
      if (this.isOffline) this.say(this.isUnsent ? this.words.unsent : "");
      this.isOffline = false;
      this.tellSaved(told.sequence > 0);
      if (this.isDirty) this.changed();
      else if (!this.isSending) this.forget(sent);
    } else if (told.state === "newer") {
      this.isBlocked = true;
      this.say(
        this.words.newer,
        [this.words.load, () => this.leave()],
        [this.words.replace, () => this.replace(told.sequence)],
      );
      this.tellSaved(false);
      this.status.scrollIntoView({ block: "nearest" });
    } else if (told.error) {
      this.say(told.error);
    } else {
      this.isDirty = this.isOffline = true;
      this.tellSaved(false);
      if (!this.isSending && !this.isTold) this.say(this.words.offline);
      this.saveIn(AGAIN);
    }
  }

  tellSaved(isKept) {
    const place = this.form.querySelector(".saved-at");
    const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const time = new Date().toLocaleTimeString(document.documentElement.lang, form);
    if (place) place.textContent = isKept ? `✓ ${this.words.saved} ${time} · ` : "";
  }

  leave() {
    local.forget(this.name);
    this.isDirty = false;
    location.assign(this.form.dataset.hxPost);
  }

  replace(sequence) {
    this.form.elements.draft_sequence.value = sequence;
    this.isBlocked = false;
    this.say("");
    this.saveIn(0);
  }

  hidden() {
    if (!this.isDirty || this.isSending || this.isBlocked) return;
    if (navigator.sendBeacon(this.words.draft, this.body())) this.isDirty = false;
  }

  sending() {
    this.isSending = true;
    clearTimeout(this.timer);
    this.keep();
  }

  // Whoever goes back to a form that was sent finds its words there, which are no draft any more.
  back() {
    this.isSending = false;
    if (forgetSent(this.words.member) === this.words.key) this.isDirty = false;
  }

  failed(text) {
    this.isSending = false;
    this.isDirty = this.isUnsent = this.isTold = true;
    this.say(text || this.words.failed);
    this.status.scrollIntoView({ block: "nearest" });
    this.saveIn(PAUSE);
  }
}

const composers = new Map();

const prepare = (root) => {
  const forms = root.matches?.("form[data-composer]") ? [root] : root.querySelectorAll("form[data-composer]");
  for (const form of forms) {
    const status = form.querySelector("[data-draft]");
    if (status && !composers.has(form)) composers.set(form, new Composer(form, status));
  }
  for (const form of composers.keys()) if (!form.isConnected) composers.delete(form);
};

const each = (act) => {
  for (const composer of composers.values()) act(composer);
};

// At once when a form comes in place, not only when htmx has settled: somebody may have begun to type by then.
for (const name of ["htmx:afterSwap", "htmx:load"]) document.addEventListener(name, ({ target }) => prepare(target));
// A draft that is on its way arrives first, else it would come back to life after what it was for is sent. One that
// waits is saved before another form comes in the place of its own, as with a quote, which stands below it then; so is
// what was put there for one, such as the quote before.
document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, issueRequest } = event.detail;
  const composer = composers.get(elt) ?? composers.get(target);
  if (!composer) return;
  const isWaiting = composer.isDirty || composer.area.value.trim();
  if (composer.form !== elt && isWaiting && !composer.isSaving) composer.saving = composer.save();
  if (!composer.isSaving) return;
  event.preventDefault();
  composer.saving.finally(() => issueRequest(true));
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => composers.get(detail.elt)?.sending());
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:abort"]) {
  document.addEventListener(name, ({ detail }) => composers.get(detail.elt)?.failed());
}
// An answer that says no holds the form with the reason, or is a page of its own: then its words are shown beside the form.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt, xhr } = { elt: detail.requestConfig?.elt ?? detail.elt, xhr: detail.xhr };
  const composer = composers.get(elt);
  if (!composer || xhr.getResponseHeader("HX-Redirect")) return;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  if (page.getElementById(elt.id)) {
    detail.shouldSwap = true;
    detail.isError = false;
    return;
  }
  detail.shouldSwap = false;
  const says = ["main .notice p", "main .lead", "main h1 + p", "main h1"].map((each) => page.querySelector(each));
  composer.failed(says.find(Boolean)?.textContent.trim());
});
addEventListener("pagehide", () => each((composer) => composer.hidden()));
addEventListener("pageshow", ({ persisted }) => persisted && each((composer) => composer.back()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") each((composer) => composer.hidden());
});
addEventListener("online", () => each((composer) => composer.isDirty && composer.saveIn(0)));
prepare(document);
