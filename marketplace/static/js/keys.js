// One key presses what carries data-key, and "/" goes to the search box; never while somebody types.
const typing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const key = CSS.escape(event.key.toLowerCase());
  const focus = document.querySelector(`[data-focus-key="${key}"]`);
  const press = document.querySelector(`[data-key="${key}" i]`);
  if (!focus && !press) return;
  event.preventDefault();
  if (focus) focus.select();
  else press.click();
});

// A chosen link in the summary of a refused form goes to the control, not only to its place.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const control = target.matches("fieldset") ? target.querySelector("input") : target;
  control.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
});
