// Shown while the device says that it has no connection.
export default function offlineNotice(notice) {
  const show = () => { notice.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}
