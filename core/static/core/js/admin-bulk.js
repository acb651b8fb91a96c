// Undoing a whole bulk approval: the seconds that are left, and no button once they are over.
const bar = document.querySelector("[data-undo-all]");

if (bar) {
  const until = Date.now() + Number(bar.dataset.seconds) * 1_000;
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1_000);
    bar.querySelector("[data-countdown]").textContent = Math.max(0, seconds);
    if (seconds > 0) return;
    clearInterval(ticking);
    if (bar.contains(document.activeElement)) leave();
    bar.remove();
  };
  const ticking = setInterval(tick, 250);
  tick();
}

// Whoever stood on the button is not thrown to the top of the page.
function leave() {
  const heading = document.getElementById("bulk-heading");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
