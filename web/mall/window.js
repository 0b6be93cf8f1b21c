// The company's window, which later pages of this tab find by its name.
const name = 'sealcart-company';
const opened = 'sealcart-window';

// To be called while a click is being handled: browsers hold back windows that open by themselves.
export function openCompanyWindow() {
  if (window.open('about:blank', name, 'popup,width=480,height=760')) sessionStorage.setItem(opened, 'yes');
}

// True once after openCompanyWindow.
export function takeCompanyWindow() {
  const was = sessionStorage.getItem(opened) !== null;
  sessionStorage.removeItem(opened);
  return was;
}

// The hand-over did not come about: the window that was opened for it is still empty.
export function closeCompanyWindow() {
  if (takeCompanyWindow()) window.open('', name)?.close();
}
