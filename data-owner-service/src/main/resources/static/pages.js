// Progress moves by itself; everything works without this file when pages are loaded again.
const bytes = (n) => {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) { n /= 1000; unit++; }
  return `${unit === 0 ? n : n.toPrecision(3)} ${units[unit]}`;
};
const millis = (ms) => (ms < 1000 ? `${ms.toFixed(ms < 100 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(1)} s`);

function listen(address, changed, isFinal, lost) {
  const source = new EventSource(address);
  source.addEventListener("progress", (event) => {
    const state = JSON.parse(event.data);
    changed(state);
    if (isFinal(state)) {
      source.close();
      location.reload();
    }
  });
  source.onerror = lost;
  // Whoever leaves the page shall not be brought back to it.
  window.addEventListener("beforeunload", () => source.close());
}

const job = document.querySelector("[data-events]");
if (job) {
  const text = job.querySelector("[data-text]");
  const put = (selector, value) => {
    const element = job.querySelector(selector);
    if (element) element.textContent = value;
  };
  listen(job.dataset.events, (state) => {
    const bar = job.querySelector("progress");
    const isHead = state.steps !== undefined;
    bar.max = Math.max(1, isHead ? state.of : state.rows);
    bar.value = isHead ? state.steps : state.doneRows;
    text.textContent = `${bar.value} of ${bar.max} ${isHead ? "trainings" : "rows"}, ${state.state.toLowerCase()}`;
    if (isHead) {
      if (plots && window.uPlot) drawCurves(plots, state);
      return;
    }
    const { stageMillis, bytesSent, bytesReceived, requests, retries, chargedSamples, budgetLeft, waiting } = state.statistics;
    const total = Object.values(stageMillis).reduce((a, b) => a + b, 0);
    for (const [stage, ms] of Object.entries(stageMillis)) {
      const row = job.querySelector(`[data-stage="${stage}"]`);
      row.querySelector("progress").max = Math.max(1, total);
      row.querySelector("progress").value = ms;
      row.querySelector(".number").textContent = millis(ms);
    }
    put("[data-sent]", bytes(bytesSent));
    put("[data-received]", bytes(bytesReceived));
    put("[data-requests]", `${requests}, tried again ${retries}`);
    put("[data-charged]", `${chargedSamples.toLocaleString("en")} samples of the query budget${
      budgetLeft === null ? "" : `, ${budgetLeft.toLocaleString("en")} are left`}`);
    put("[data-waiting]", waiting ?? "");
  }, (state) => !["RUNNING", "TRAINING"].includes(state.state),
  () => { text.textContent = "The connection to the service was lost; it is tried again."; });
}

const keys = document.querySelector("[data-keys]");
if (keys) {
  listen(keys.dataset.keys, (all) => {
    for (const key of all) {
      const bar = document.querySelector(`progress[data-key="${key.id}"]`);
      if (!bar) continue;
      bar.max = Math.max(1, key.totalBytes);
      bar.value = key.sentBytes;
      document.querySelector(`[data-sent][data-key="${key.id}"]`).textContent =
        `${bytes(key.sentBytes)} of ${bytes(key.totalBytes)} sent`;
    }
  }, (all) => all.every((key) => key.state !== "UPLOADING"), () => {});
}

// A form is sent once; those that bring a file leave the page as it is.
for (const form of document.querySelectorAll("form[method=post]:not([data-file], [hx-post])")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.hasAttribute("aria-busy")) event.preventDefault();
    else button?.setAttribute("aria-busy", "true");
  });
}
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

// Going back keeps what was entered; without scripts the link leads to the same page, empty.
document.querySelector("[data-back]")?.addEventListener("click", (event) => {
  if (history.length > 1) {
    event.preventDefault();
    history.back();
  }
});
