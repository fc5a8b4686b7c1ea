"use strict";
// Counts a score sheet while it is filled in and keeps each choice as it is made. Without this the
// buttons below save and add up.
for (const form of document.querySelectorAll("form[data-score]")) {
  const kept = `sheet ${form.getAttribute("action")} ${form.elements._at.value}`;
  const words = form.dataset;
  const status = form.querySelector("[data-status]");
  const criteria = [...form.querySelectorAll("[data-code]")];
  const fields = [...form.elements].filter((field) => field.name.startsWith("/"));
  const pause = 800;
  const patience = 10000;
  let timer = 0;
  let sending = false;
  let stopped = false;

  const chosen = (row) => row.querySelector("input:checked");
  const made = (row) => Number(chosen(row)?.dataset.points ?? 0);
  const own = () => criteria.reduce((sum, row) => sum + made(row), 0);
  const partOf = form.querySelector(`[data-part="${words.part}"]`);
  const partElsewhere = partOf ? Number(partOf.dataset.points) - own() : 0;

  const count = () => {
    const answered = criteria.filter(chosen).length + Number(words.answers);
    form.querySelector("[data-sum]").textContent = own() + Number(words.points);
    form.querySelector("[data-answered]").textContent = words.counted.replace("#", answered);
    if (partOf) {
      const points = partElsewhere + own();
      partOf.textContent = points;
      const bar = partOf.closest("li").querySelector(".bar rect");
      bar.setAttribute("width", (100 * points) / Number(partOf.dataset.most));
    }
    for (const gate of form.querySelectorAll("[data-star]")) pass(gate);
  };
  const pass = (gate) => {
    const name = `gate-${gate.dataset.star}`;
    const misses = (row) => {
      const least = row.getAttribute(`data-${name}`);
      return least !== null && (!chosen(row) || made(row) < Number(least));
    };
    const here = criteria.filter(misses).map((row) => row.dataset.code);
    const missing = [...here, ...gate.dataset.elsewhere.split(" ").filter(Boolean)];
    gate.querySelector("b").textContent = missing.join(", ");
    gate.querySelector("[data-missing]").hidden = !missing.length;
    gate.querySelector("[data-met]").hidden = missing.length > 0;
  };

  // What could not be sent yet waits in this browser and comes back with the page.
  const written = () => {
    const values = fields.filter((field) => field.type !== "radio" || field.checked);
    return JSON.stringify(values.map((field) => [field.name, field.value]));
  };
  const first = written();
  const restore = () => {
    const [seen, answers] = JSON.parse(localStorage.getItem(kept) ?? "[null, null]");
    if (!answers || seen !== form.elements._version.value) return;
    for (const [name, value] of JSON.parse(answers)) {
      for (const field of fields.filter((one) => one.name === name)) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
    }
    if (written() !== first) later(0);
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const save = async () => {
    if (sending || stopped) return;
    sending = true;
    status.textContent = words.saving;
    const answers = written();
    const body = new URLSearchParams(new FormData(form));
    body.set("_do", "auto");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
      if (answer.ok) await settle(answer, answers);
      else refuse(answer.status);
    } catch {
      status.textContent = words.failed;
      later(patience);
    } finally {
      sending = false;
    }
  };
  const settle = async (answer, answers) => {
    form.elements._version.value = (await answer.json()).version;
    status.textContent = words.saved;
    if (written() === answers) localStorage.removeItem(kept);
    else keep();
  };
  // A sheet changed in another window, or closed, and an answer that does not fit, as one too long:
  // its page says so, by the button below. What does not fit is sent again once it has changed.
  const refuse = (code) => {
    const wrong = code === 422;
    stopped = code === 412 || code === 409 || code === 410;
    status.textContent = stopped ? words.overtaken : wrong ? words.wrong : words.failed;
    if (!stopped && !wrong) later(patience);
  };
  const keep = () => {
    localStorage.setItem(kept, JSON.stringify([form.elements._version.value, written()]));
    later(pause);
  };

  form.addEventListener("input", () => {
    count();
    keep();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
    localStorage.removeItem(kept);
  });
  window.addEventListener("online", () => later(0));
  restore();
  count();
}
