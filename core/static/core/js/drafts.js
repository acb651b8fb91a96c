// What somebody has typed but not sent, for as long as the tab lives. Nothing here fails when storage is full or forbidden.
const SENT = "draft-sent";

export function read(key) {
  try { return JSON.parse(sessionStorage.getItem(`draft:${key}`)) ?? {}; } catch { return {}; }
}

export function write(key, kept) {
  try { sessionStorage.setItem(`draft:${key}`, JSON.stringify(kept)); } catch { /* the page still has the words */ }
}

export function forget(key) {
  try { sessionStorage.removeItem(`draft:${key}`); } catch { /* nothing was kept */ }
}

export function markSent(key) {
  try { sessionStorage.setItem(SENT, key); } catch { /* then the draft is offered once more */ }
}

// On the page after sending: it arrived when neither the form, nor an error, nor the sign-in stands there instead.
export function settle() {
  try {
    const key = sessionStorage.getItem(SENT);
    if (!key || document.querySelector(".account, .error-page")) return;
    if (!document.querySelector(`form[data-key="${CSS.escape(key)}"]`)) sessionStorage.removeItem(`draft:${key}`);
    sessionStorage.removeItem(SENT);
  } catch { /* nothing was kept */ }
}
