// <ol class="posts" data-told="…" data-seal="…">: tells how far a member has read. A post counts once it was on the screen for
// two seconds; what is new is told every 15 seconds and on leaving, with the time spent, while somebody is there.
const list = document.querySelector("[data-told]");
const { told, seal } = list.dataset;
const SEEN = 2;
const BATCH = 15;
const IDLE = 180;
const shown = new Set();
const times = new Map();
let last = 0;
let known = 0;
let spent = 0;
let idle = 0;

const tell = async () => {
  if (!spent && last <= known) return;
  const sent = { seal, last, seconds: spent };
  spent = 0;
  const answer = await fetch(told, { method: "POST", body: new URLSearchParams(sent), keepalive: true }).catch(() => ({}));
  if (answer.ok) known = Math.max(known, sent.last);
  else spent += sent.seconds;
};

const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) shown[isIntersecting ? "add" : "delete"](target);
});
for (const post of list.querySelectorAll("[data-number]")) observer.observe(post);

setInterval(() => {
  idle += 1;
  if (document.hidden || idle > IDLE) return;
  spent += 1;
  for (const post of shown) {
    const time = (times.get(post) ?? 0) + 1;
    times.set(post, time);
    if (time >= SEEN) last = Math.max(last, Number(post.dataset.number));
  }
  if (spent % BATCH === 0) tell();
}, 1000);

for (const sign of ["scroll", "keydown", "pointerdown", "pointermove"]) {
  addEventListener(sign, () => (idle = 0), { passive: true });
}
addEventListener("pagehide", tell);
document.addEventListener("visibilitychange", () => document.hidden && tell());
