// Draws the curves of a head, while it is trained and afterwards.
const strokes = { BOTH: [], FEATURES: [6, 4], EMBEDDING: [2, 4] };
const drawn = new Map();

function color(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

// Points {x, y, input} become one line an input; a line of training is marked by `of`.
function draw(grid, title, xLabel, yLabel, lines) {
  const xs = [...new Set(lines.flatMap((l) => l.points.map((p) => p.x)))].sort((a, b) => a - b);
  if (xs.length === 0) return;
  const data = [xs, ...lines.map((l) => {
    const at = new Map(l.points.map((p) => [p.x, p.y]));
    return xs.map((x) => at.get(x) ?? null);
  })];
  const kind = lines.map((l) => l.label).join();
  const before = drawn.get(title);
  if (before?.kind === kind) {
    before.plot.setData(data);
    return;
  }
  before?.figure.remove();
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  figure.append(caption);
  grid.append(figure);
  const ink = color("ink");
  const axis = { stroke: ink, grid: { stroke: "#8883" }, ticks: { stroke: "#8883" } };
  const plot = new uPlot({
    width: Math.max(240, figure.clientWidth),
    height: 260,
    scales: { x: { time: false } },
    axes: [{ ...axis, label: xLabel }, { ...axis, label: yLabel }],
    series: [
      { label: xLabel },
      ...lines.map((l) => ({
        label: l.label, stroke: color(l.input.toLowerCase()), dash: strokes[l.input],
        width: l.thin ? 1 : 2, spanGaps: true, points: { show: !l.thin && xs.length <= 15, fill: color("paper") },
        value: (_, v) => (v == null ? "–" : v.toFixed(3)),
      })),
    ],
  }, data, figure);
  drawn.set(title, { plot, figure, kind });
}

const named = { BOTH: "both", FEATURES: "features", EMBEDDING: "embedding" };

function byInput(points, x, y, more = {}) {
  return Object.keys(named)
    .map((input) => ({
      input, label: named[input] + (more.suffix ?? ""), thin: more.thin,
      points: points.filter((p) => p.input === input).map((p) => ({ x: x(p), y: y(p) })),
    }))
    .filter((line) => line.points.length > 0);
}

let shown;

function drawCurves(section, state) {
  shown = state;
  const { curve, curves } = state;
  const grid = section.querySelector(".grid");
  const { labels, candidates, epochs } = curves ?? { candidates: [], epochs: [] };
  section.querySelector("[data-labels]").textContent = labels
    ? `Loss and accuracy are those on held-out rows, in cross-validation on ${labels} labels.` : "";
  const weakness = (p) => -Math.log10(p.l2);
  draw(grid, "Accuracy by number of labels", "labels learnt from", "accuracy on test rows",
    byInput(curve, (p) => p.labels, (p) => p.accuracy));
  draw(grid, "Loss of one layer", "weakness of the penalty, −log₁₀ L2", "log loss",
    byInput(candidates, weakness, (p) => p.logLoss));
  draw(grid, "Accuracy of one layer", "weakness of the penalty, −log₁₀ L2", "accuracy",
    byInput(candidates, weakness, (p) => p.accuracy));
  draw(grid, "Loss of two layers", "epoch", "log loss", [
    ...byInput(epochs, (p) => p.number, (p) => p.validationLoss),
    ...byInput(epochs, (p) => p.number, (p) => p.trainingLoss, { suffix: ", training", thin: true }),
  ]);
  draw(grid, "Accuracy of two layers", "epoch", "accuracy",
    byInput(epochs, (p) => p.number, (p) => p.accuracy));
}

const plots = document.querySelector("[data-plots]");
if (plots && window.uPlot) {
  drawCurves(plots, JSON.parse(plots.dataset.plots));
  window.addEventListener("resize", () => {
    for (const { plot, figure } of drawn.values()) {
      plot.setSize({ width: figure.clientWidth, height: 260 });
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const { figure } of drawn.values()) figure.remove();
    drawn.clear();
    drawCurves(plots, shown);
  });
}
