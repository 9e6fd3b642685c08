// Draws the charts of the numbers from the data beside each table; without this script the tables say the same.
(() => {
  if (!window.Chart) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const charts of document.querySelectorAll("[data-charts]")) charts.hidden = false;
  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(place.dataset.chart);
    const line = place.dataset.line === "si";
    const canvas = document.createElement("canvas");
    place.append(canvas);
    place.hidden = false;
    const long = !line && data.labels.some((label) => label.length > 12);
    if (long) place.classList.add("rows-" + Math.min(12, data.labels.length));
    new window.Chart(canvas, {
      type: line ? "line" : "bar",
      data: {
        labels: data.labels.map((label) => (label.length > 34 ? label.slice(0, 33) + "…" : label)),
        datasets: [{
          label: data.label, data: data.values, backgroundColor: "#0059b3", borderColor: "#0059b3", borderWidth: line ? 2 : 0,
          pointRadius: 3, maxBarThickness: 34,
        }],
      },
      options: {
        animation: still ? false : { duration: 250 }, responsive: true, maintainAspectRatio: false,
        indexAxis: long ? "y" : "x",
        plugins: { legend: { display: false }, title: { display: true, text: data.label, color: "#17324d" } },
        scales: {
          [long ? "x" : "y"]: { beginAtZero: true, ticks: { precision: 0, color: "#455b71" }, grid: { color: "#e3eaf1" } },
          [long ? "y" : "x"]: { ticks: { color: "#17324d" }, grid: { display: false } },
        },
      },
    });
  }
})();
