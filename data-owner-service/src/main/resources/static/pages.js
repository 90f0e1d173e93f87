// Progress moves by itself and curves are drawn; everything else works without this file.
const job = document.querySelector("[data-events]");
if (job) {
  const text = job.querySelector("[data-text]");
  const source = new EventSource(job.dataset.events);
  source.addEventListener("progress", (event) => {
    const state = JSON.parse(event.data);
    const done = state.doneRows ?? state.steps;
    const all = state.rows ?? state.of;
    const bar = job.querySelector("progress");
    bar.max = Math.max(1, all);
    bar.value = done;
    text.textContent = `${done} of ${all}, ${state.state.toLowerCase()}`;
    for (const [stage, millis] of Object.entries(state.statistics?.stageMillis ?? {})) {
      const cell = job.querySelector(`[data-stage="${stage}"]`);
      if (cell) cell.textContent = Math.round(millis).toLocaleString("en");
    }
    if (!["RUNNING", "TRAINING"].includes(state.state)) {
      source.close();
      location.reload();
    }
  });
  source.onerror = () => { text.textContent = "The connection was lost; it is tried again."; };
}

const plot = document.querySelector("[data-curve]");
if (plot && window.uPlot) {
  const points = JSON.parse(plot.dataset.curve);
  const labels = [...new Set(points.map((p) => p.labels))].sort((a, b) => a - b);
  const inputs = [...new Set(points.map((p) => p.input))];
  const accuracy = (n, i) => points.find((p) => p.labels === n && p.input === i)?.accuracy ?? null;
  const ink = getComputedStyle(document.body).color;
  const strokes = { FEATURES: ["#d9822b", [6, 4]], EMBEDDING: ["#7a7f87", [2, 4]], BOTH: ["#2f7fd1", []] };
  new uPlot({
    width: Math.min(760, plot.clientWidth),
    height: 320,
    scales: { x: { time: false } },
    axes: [
      { label: "labels learnt from", stroke: ink, grid: { stroke: "#8884" } },
      { label: "accuracy on the test rows", stroke: ink, grid: { stroke: "#8884" } },
    ],
    series: [
      { label: "labels" },
      ...inputs.map((i) => ({
        label: i.toLowerCase(), stroke: strokes[i][0], dash: strokes[i][1], width: 2, points: { show: true },
      })),
    ],
  }, [labels, ...inputs.map((i) => labels.map((n) => accuracy(n, i)))], plot);
}
