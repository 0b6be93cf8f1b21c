// A second press while the first is on its way does nothing; a field that is wrong is marked and has the focus.
import './passkey.js';
import '../shared/window.js';

let sending = false;
addEventListener('pageshow', () => {
  sending = false;
  for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
});

document.addEventListener('submit', (event) => {
  if (event.target.id !== 'settle') return;
  if (sending) {
    event.preventDefault();
    return;
  }
  sending = true;
  event.submitter?.setAttribute('aria-disabled', 'true');
});

const error = document.getElementById('error');
if (error) {
  const field = document.getElementById(error.dataset.field);
  if (field?.matches('input')) field.setAttribute('aria-invalid', 'true');
  field?.focus();
}
