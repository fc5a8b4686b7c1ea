"use strict";
// Checks a file before it is sent and keeps the page whatever the bucket answers. Without this the
// form posts into the frame beside it.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const error = form.querySelector("#file-error");
  const status = form.querySelector("[data-status]");
  const button = form.querySelector("button");
  form.noValidate = true;
  document.querySelector("iframe[name=answer]").hidden = true;

  const tell = (words) => {
    error.textContent = words;
    error.hidden = !words;
    form.elements.file.setAttribute("aria-invalid", words ? "true" : "false");
    status.textContent = "";
    button.disabled = false;
  };
  const wrong = (file) => {
    if (!file) return form.dataset.none;
    if (!file.size) return form.dataset.empty;
    return file.size > Number(form.dataset.most) ? form.dataset.large : "";
  };

  form.elements.file.addEventListener("change", () => tell(wrong(form.elements.file.files[0])));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = wrong(form.elements.file.files[0]);
    tell(words);
    if (words) return;
    button.disabled = true;
    status.textContent = form.dataset.busy;
    try {
      const body = new FormData(form);
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.ok) location.assign(form.dataset.back);
      else tell(form.dataset.failed);
    } catch {
      tell(form.dataset.failed);
    }
  });
}
