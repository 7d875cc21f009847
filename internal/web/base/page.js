// What pages do better with a script. Nothing here is needed: every form works without.
"use strict";

// A field of units or codes proposes as one types: <div class="picker" data-from="/tim/don-vi?…">
// holds an input and, for the answer, <ul class="list" role="listbox">. The server answers with options.
function picker(box) {
  const input = box.querySelector("input"), list = box.querySelector("[role=listbox]");
  if (!input || !list || box.dataset.ready) return;
  box.dataset.ready = "1";
  input.removeAttribute("list"); // the browser's own proposals serve where there is no script
  const short = input.dataset.open !== undefined; // a list of codes is shown whole where nothing is typed
  let timer, at = -1, asked = 0, busy = false;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const mark = (n) => {
    const all = options();
    if (!all.length) return;
    at = (n + all.length) % all.length;
    all.forEach((o, i) => o.setAttribute("aria-selected", i === at));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const take = (o) => {
    const text = o.dataset.value;
    if (box.dataset.many !== undefined) {
      const parts = input.value.split(";");
      parts[parts.length - 1] = " " + text;
      input.value = parts.join(";").trim() + "; ";
    } else {
      input.value = text;
    }
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  };
  const ask = async () => {
    const text = (box.dataset.many !== undefined ? input.value.split(";").pop() : input.value).trim();
    const n = ++asked;
    busy = false;
    if (!text && !short) return close();
    const url = new URL(box.dataset.from, location.href);
    url.searchParams.set("q", text);
    const day = document.querySelector("[name=" + (box.dataset.day || "first") + "]");
    if (day && day.value) url.searchParams.set("day", day.value);
    busy = true;
    const r = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (n !== asked) return;
    busy = false;
    if (!r || !r.ok) return;
    list.innerHTML = await r.text();
    list.hidden = !options().length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  };
  input.addEventListener("input", () => { busy = true; clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !list.hidden) { close(); e.preventDefault(); }
    if (e.key === "Enter" && busy && !e.ctrlKey) e.preventDefault(); // the answer is on its way: nothing is sent yet
    if (list.hidden) { if (e.key === "ArrowDown" && short) { ask(); e.preventDefault(); } return; }
    if (e.key === "ArrowDown") { mark(at + 1); e.preventDefault(); }
    if (e.key === "ArrowUp") { mark(at - 1); e.preventDefault(); }
    if (e.key === "Enter" && !e.ctrlKey) { if (at >= 0) take(options()[at]); else close(); e.preventDefault(); }
  });
  if (short) input.addEventListener("click", () => { if (!input.value || /;\s*$/.test(input.value)) ask(); });
  input.addEventListener("blur", () => setTimeout(close, 200));
  list.addEventListener("mousedown", (e) => { const o = e.target.closest("[role=option]"); if (o) { take(o); e.preventDefault(); } });
}

// "Trong đó" shows its share, and says at once when it is more than the whole.
// <input data-part-of="attendances" data-above="…{part}…{whole}…">, <span class="share" data-for="women">.
function figure(text) {
  const m = String(text).replace(/\s/g, "").match(/^(?:\D*)(\d{1,3}(?:\.\d{3})+|\d+)(?:\D*)$/);
  return m ? Number(m[1].replace(/\./g, "")) : NaN;
}
function share(part, typed) {
  const form = part.form, whole = form && form.elements[part.dataset.partOf];
  const said = form && form.querySelector('.share[data-for="' + part.name + '"]');
  if (!whole || !said) return;
  const a = figure(part.value), b = figure(whole.value), word = (e) => (form.elements[e.name + ".q"] || {}).value || "";
  // "Hơn 10" is more than 10 and "gần 10" is less: of equal numbers the words before them decide.
  const over = a > b || a === b && (word(part) === "more" && ["", "less"].includes(word(whole)) || word(part) === "" && word(whole) === "less"), field = part.closest(".field.bad");
  if (field && !typed) return; // the server has said what is wrong
  if (field && !over) { // it has been mended
    field.classList.remove("bad");
    field.querySelectorAll(".fault").forEach((f) => f.remove());
  }
  said.classList.toggle("t-bad", over);
  if (over) part.setAttribute("aria-invalid", "true"); else part.removeAttribute("aria-invalid");
  said.textContent = over ? said.dataset.above.replace("{part}", part.value).replace("{whole}", whole.value)
    : a >= 0 && b > 0 ? said.dataset.of.replace("{share}", (100 * a / b).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })).replace("{whole}", whole.value) : "";
}

// What nobody has sent yet is not left without a question: <form data-keep="changed">, or with
// data-keep="typed" where the page came back with what was typed.
const filled = (form) => new URLSearchParams(new FormData(form)).toString();
addEventListener("beforeunload", (e) => {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    if (!form.dataset.sent && (form.dataset.keep === "typed" || filled(form) !== form.began)) e.preventDefault();
  }
});

function ready(root) {
  root.querySelectorAll("form[data-keep]").forEach((form) => { form.began = filled(form); });
  root.querySelectorAll(".picker[data-from]").forEach(picker);
  root.querySelectorAll("[data-part-of]").forEach((part) => {
    const check = () => share(part, true);
    part.addEventListener("input", check);
    const whole = part.form && part.form.elements[part.dataset.partOf];
    if (whole) whole.addEventListener("input", check);
    for (const e of [part, whole]) if (e && part.form.elements[e.name + ".q"]) part.form.elements[e.name + ".q"].addEventListener("change", check);
    share(part, false);
  });
  // "Chưa có số liệu" and a number say otherwise: the one that came last holds.
  root.querySelectorAll("[data-none]").forEach((none) => {
    const input = none.form && none.form.elements[none.dataset.none];
    if (!input) return;
    none.addEventListener("change", () => { if (none.checked) { input.value = ""; input.dispatchEvent(new Event("input")); } });
    input.addEventListener("input", () => { if (input.value) none.checked = false; });
  });
  // A link to a page that asks for a reason opens as a dialog: <a data-dialog="id">.
  root.querySelectorAll("[data-dialog]").forEach((a) => a.addEventListener("click", (e) => {
    const d = document.getElementById(a.dataset.dialog);
    if (d && d.showModal) { d.showModal(); e.preventDefault(); }
  }));
  root.querySelectorAll("dialog [data-close]").forEach((b) => b.addEventListener("click", (e) => { b.closest("dialog").close(); e.preventDefault(); }));
  root.querySelectorAll("[data-all]").forEach((c) => c.addEventListener("change", () => {
    document.querySelectorAll('input[name="' + c.dataset.all + '"]').forEach((o) => { o.checked = c.checked; });
  }));
  root.querySelectorAll("label.file input[type=file]").forEach((f) => f.addEventListener("change", () => {
    const said = f.closest("form").querySelector("[data-file]");
    if (said && f.files.length) said.textContent = f.files[0].name;
  }));
  root.querySelectorAll("[data-print]").forEach((b) => b.addEventListener("click", (e) => { e.preventDefault(); print(); }));
  const faults = root.querySelector(".faults[tabindex]");
  if (faults) faults.focus();
}

document.addEventListener("DOMContentLoaded", () => ready(document));
document.addEventListener("htmx:afterSwap", (e) => ready(e.target));
document.addEventListener("keydown", (e) => {
  const form = e.target.form;
  if (e.ctrlKey && e.key === "Enter" && form) { const b = form.querySelector(".btn.main"); if (b) b.click(); }
});
// A form is sent once: a second press while it is under way changes nothing.
document.addEventListener("submit", (e) => {
  if (e.target.dataset.sent) { e.preventDefault(); return; }
  e.target.dataset.sent = "1";
  setTimeout(() => { delete e.target.dataset.sent; }, 4000);
});
