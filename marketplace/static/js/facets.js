// <facet-filter> stands around or inside a GET form: with htmx on the page, a changed value or order is sent at once.
// On a phone the facets lie over the results, so several are ticked first and the button sends them.
const beside = matchMedia("(min-width: 60rem)");

customElements.define("facet-filter", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      const form = event.target.form;
      const sorts = event.target.tagName === "SELECT";
      if (form && (sorts || (window.htmx && beside.matches))) form.requestSubmit();
    });
  }
});
