// <auto-save>: keeps what is typed into its form in this browser, brings it back after a lost session or a refused
// page, and forgets it on the page after a success. Passwords, files and hidden fields are never kept.
const SKIPPED = new Set(["password", "file", "hidden", "submit", "button", "reset"]);
const root = document.documentElement;
const PREFIX = "typed:";
const clock = (at) => new Date(at).toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit", hour12: false });

const kept = (form) => [...form.elements].filter(
  (field) => field.name && !field.disabled && !SKIPPED.has(field.type) && field.autocomplete !== "one-time-code"
    && !field.hasAttribute("data-not-kept"),
);

const ticks = (field) => field.type === "checkbox" || field.type === "radio";

const read = (form) => kept(form).map((field) => {
  if (ticks(field)) return [field.name, field.value, field.checked];
  if (field.multiple) return [field.name, null, [...field.selectedOptions].map((option) => option.value)];
  return [field.name, null, field.value];
});

const write = (form, values) => {
  for (const field of kept(form)) {
    const found = values.find(([name, value]) => name === field.name && (value === null || value === field.value));
    if (!found) continue;
    if (ticks(field)) field.checked = found[2];
    else if (field.multiple) for (const option of field.options) option.selected = found[2].includes(option.value);
    else field.value = found[2];
  }
};

// A browser may refuse storage (private windows, full disk): typing must go on without it.
const storage = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

customElements.define("auto-save", class extends HTMLElement {
  connectedCallback() {
    this.key = PREFIX + this.dataset.formKey;
    if ("done" in this.dataset) return storage.remove(this.key);
    this.form = this.closest("form");
    if (!this.form) return;
    // The rest of the form is parsed after this element.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    else this.start();
  }

  start() {
    this.state = document.createElement("p");
    this.state.className = "save-state";
    this.state.setAttribute("role", "status");
    this.append(this.state);
    this.first = read(this.form);
    const old = storage.get(this.key);
    if (old && old.version !== this.dataset.version) storage.remove(this.key);
    else if (old && JSON.stringify(old.values) !== JSON.stringify(this.first)) this.restore(old);
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), 400);
    });
    addEventListener("pagehide", () => this.timer && this.save());
  }

  save() {
    clearTimeout(this.timer);
    this.timer = null;
    const at = Date.now();
    if (storage.set(this.key, { version: this.dataset.version, at, values: read(this.form) })) {
      this.say(this.dataset.saved, at);
    }
  }

  restore(old) {
    write(this.form, old.values);
    this.say(this.dataset.restored, old.at);
    this.state.classList.add("restored");
    const discard = document.createElement("button");
    discard.type = "button";
    discard.textContent = this.dataset.discard;
    discard.addEventListener("click", () => {
      write(this.form, this.first);
      storage.remove(this.key);
      this.say("");
    });
    this.state.append(discard);
    this.form.dispatchEvent(new Event("restored", { bubbles: true }));
  }

  say(sentence, at) {
    this.state.classList.remove("restored");
    this.state.textContent = sentence.replace("{time}", at ? clock(at) : "");
  }
});
