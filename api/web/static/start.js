// What scripts add: the components of NHS.UK frontend, and buttons that copy. Every page works without them.
import { initAll } from "./nhsuk/nhsuk-frontend.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
addCopyButtons();
openFilters();

// A button beside each text that is there to be copied; where there is no clipboard (plain HTTP), none.
function addCopyButtons() {
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--light button--small";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    text.after(button);
  }
}

// Browsers without ::details-content fold the filters on wide screens too, until they are opened here.
function openFilters() {
  if (CSS.supports("selector(::details-content)") || !matchMedia("(min-width: 54.0625em)").matches) return;
  for (const filters of document.querySelectorAll("[data-wide-open]")) filters.open = true;
}
