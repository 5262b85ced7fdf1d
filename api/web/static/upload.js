// Uploads: how much of a form has been sent, and a job as it goes on. Both pages work without.
const form = document.querySelector("[data-send]");
if (form) form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });

nameChooser();

const job = document.querySelector("[data-job]:not([data-ended])");
if (job) follow(job);

// The form as it would be sent without a script; the answer is shown as a browser would show it.
function send(form) {
  const request = new XMLHttpRequest();
  const sending = form.querySelector("[data-sending]");
  const bar = sending.querySelector("progress");
  const words = sending.querySelector("p");
  const said = form.querySelector("[data-said]");
  let quarter = 0;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = Math.round((100 * loaded) / total);
    words.textContent = loaded < total ? `Sending: ${bar.value} %` : "Sent. The server looks at the files.";
    if (bar.value >= 25 * (quarter + 1)) {  // not each per cent is read aloud
      quarter = Math.floor(bar.value / 25);
      said.textContent = words.textContent;
    }
  });
  request.addEventListener("load", () => {
    if (request.status === 200 && new URL(request.responseURL).pathname !== location.pathname) location.assign(request.responseURL);
    else show(request.responseText);
  });
  request.addEventListener("error", () => broken(form, "The connection broke off. Nothing was kept. Try again."));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
  sending.hidden = false;
}

// A page in place of this one, with its errors first.
function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  import("./nhsuk/nhsuk-frontend.min.js").then(({ initAll }) => { initAll(document.querySelector("main")); nameChooser(); });
  const again = document.querySelector("[data-send]");
  if (again) again.addEventListener("submit", (event) => { event.preventDefault(); send(again); });
  (document.querySelector(".nhsuk-error-summary") ?? document.querySelector("h1")).scrollIntoView();
}

// The component puts a comma that is not seen into the name of its button; the words that are seen must stand in it as
// they are (WCAG 2.5.3).
function nameChooser() {
  for (const comma of document.querySelectorAll("#files-comma")) comma.replaceWith(" ");
}

function broken(form, words) {
  form.querySelector("[data-sending]").hidden = true;
  form.querySelector("[data-said]").textContent = words;
  form.querySelector("[data-said]").classList.remove("nhsuk-u-visually-hidden");
}

// A job by its events, until it has ended or its reader pauses it.
function follow(job) {
  const watch = job.querySelector("[data-watch]");
  const said = job.querySelector("[data-said]");
  const pause = document.createElement("button");
  let events;
  pause.type = "button";
  pause.className = "button button--light button--small";
  watch.replaceChildren(pause);

  const listen = () => {
    pause.textContent = "Pause updates";
    events = new EventSource(`/v1/jobs/${job.dataset.job}/events`);
    events.addEventListener("job", ({ data }) => update(JSON.parse(data)));
  };
  const stop = () => { events.close(); events = undefined; pause.textContent = "Go on with updates"; };
  pause.addEventListener("click", () => (events ? stop() : listen()));

  let last = Promise.resolve();
  const update = ({ state }) => {
    const ended = state === "done" || state === "failed";
    if (ended) { events.close(); watch.remove(); }
    last = last.then(() => refresh(job, said));
  };
  listen();
}

// The state of a job, as the server shows it.
async function refresh(job, said) {
  const response = await fetch(`/jobs/${job.dataset.job}`, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const before = job.querySelector("[data-state]");
  const after = page.querySelector("[data-state]");
  const step = (after.querySelector("[data-step]") ?? after.querySelector("h1")).textContent;
  const focused = before.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  before.replaceWith(after);
  if (focused) after.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  document.title = page.title;
  if (said.textContent !== step) said.textContent = step;
}
