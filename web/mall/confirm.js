// The confirmation in a small window, and the company's window from the same click.
import { keepKey } from './keys.js';
import { closeCompanyWindow, openCompanyWindow } from './window.js';

const dialog = document.getElementById('window');
let key;  // being made, for what is sent as data: a promise of {secret, recipient}, or of nothing when this browser cannot
let handing = false;  // a hand-over is under way: a second click is not a second purchase

closeCompanyWindow();
addEventListener('pageshow', () => {
  handing = false;
});

// The public half goes with the form. Without it the shop makes the key, and shows it.
function makeKeyFor(form) {
  const field = form?.elements.recipient;
  if (!field) return;
  key = import('./parcel_open.js').then(({ makeKey }) => makeKey()).catch(() => undefined);
  key.then((made) => {
    field.value = made?.recipient ?? '';
  });
}

// The form as if its button were pressed, once the key is there.
async function sendWithKey(form, button) {
  const made = await key;
  if (made) keepKey(made);
  const decision = Object.assign(document.createElement('input'), { type: 'hidden', name: button.name, value: button.value });
  form.append(decision);
  form.submit();
}

async function confirmHere(form) {
  try {
    const answer = await fetch(`${form.action}?fragment=1`, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    document.getElementById('window-content').innerHTML = await answer.text();
    makeKeyFor(document.querySelector('#window-content .confirm'));
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
    if (form.elements.recipient) {
      event.preventDefault();
      sendWithKey(form, event.submitter);
    }
  }
});

makeKeyFor(document.querySelector('.confirm'));
