// <theme-switch>: light or dark and the size of text, kept in cookies so that the server's first byte is right already.
const root = document.documentElement;
const remembered = (name) => document.cookie.match(`(?:^|; )${name}=([a-z]*)`)?.[1] ?? "";

root.classList.add("has-script");

customElements.define("theme-switch", class extends HTMLElement {
  connectedCallback() {
    for (const select of this.querySelectorAll("select")) {
      select.value = remembered(select.name);
      select.addEventListener("change", () => this.choose(select.name, select.value));
    }
    this.hidden = false;
  }

  choose(name, value) {
    document.cookie = `${name}=${value}; path=/; max-age=${value ? 31536000 : 0}; samesite=lax`;
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  }
});
