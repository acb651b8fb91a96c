// <nav data-behavior="turning"> with a[rel=prev] and a[rel=next]: the arrow keys lead there, as one reads.
export default function turning(nav) {
  const isMirrored = getComputedStyle(nav).direction === "rtl";
  document.addEventListener("keydown", (event) => {
    if (!nav.isConnected || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, video, summary, dialog, [contenteditable]")) return;
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const onwards = (event.key === "ArrowRight") !== isMirrored;
    nav.querySelector(onwards ? "a[rel=next]" : "a[rel=prev]")?.click();
  });
}
