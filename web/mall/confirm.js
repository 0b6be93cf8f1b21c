// The confirmation in a small window, and the company's window from the same click.
import { closeCompanyWindow, openCompanyWindow } from './window.js';

const dialog = document.getElementById('window');
let handing = false;  // a hand-over is under way: a second click is not a second purchase

closeCompanyWindow();
addEventListener('pageshow', () => {
  handing = false;
});

async function confirmHere(form) {
  try {
    const answer = await fetch(`${form.action}?fragment=1`, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    document.getElementById('window-content').innerHTML = await answer.text();
    dialog.showModal();
    document.getElementById('confirm-heading').focus();
  } catch {
    form.submit();
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (dialog && form.matches('.company form')) {
    event.preventDefault();
    if (!dialog.open) confirmHere(form);
    return;
  }
  if (!form.matches('.confirm')) return;
  if (handing) {
    event.preventDefault();
    return;
  }
  handing = true;
  if (event.submitter?.value === 'ok') {
    event.submitter.setAttribute('aria-disabled', 'true');
    openCompanyWindow();
  }
});
