// Whether this page has a window of its own, which the shop's page opened for it. Its name and opener are gone by then
// (Cross-Origin-Opener-Policy), but its history begins here.
const own = 'sealcart-own-window';

if (history.length === 1) sessionStorage.setItem(own, 'yes');

export function ownWindow() {
  return sessionStorage.getItem(own) !== null;
}
