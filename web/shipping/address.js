// A second press while the first is on its way does nothing; the field that is wrong has the focus; the postal code is
// looked up without leaving the page; fields that say nothing now are out of sight.
import '../shared/window.js';

const field = (id) => document.getElementById(id);
const form = field('ship');
const lookup = field('lookup');

let sending = false;
addEventListener('pageshow', () => {
  sending = false;
  for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
});

async function findPlace() {
  const note = field('lookup-note');
  const code = field('postal-code');
  const response = await fetch('/postal', {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ 'postal-code': code.value }),
  });
  if (response.status === 404) {
    note.textContent = code.dataset.unknown;
    return;
  }
  if (!response.ok) throw new Error(String(response.status));
  const place = await response.json();
  field('region').value = place.region;
  field('city').value = place.city;
  if (field('street').value === '') field('street').value = place.town;
  note.textContent = `${place.region} ${place.city} ${place.town}`;
  field('street').focus();
}

form.addEventListener('submit', (event) => {
  let pressed = event.submitter;
  // Enter presses the first button of a form: beside the postal code that is meant, elsewhere shipping is.
  if (pressed === lookup && ![lookup, field('postal-code')].includes(document.activeElement)) {
    event.preventDefault();
    setTimeout(() => form.requestSubmit(field('press-ship'))); // a form that is being submitted cannot be submitted again
    return;
  }
  if (pressed === lookup) {
    event.preventDefault();
    findPlace().catch(() => {
      // The server draws the page again instead.
      const decision = Object.assign(document.createElement('input'), { type: 'hidden', name: 'decision', value: 'lookup' });
      form.append(decision);
      form.submit();
    });
    return;
  }
  if (sending) {
    event.preventDefault();
    return;
  }
  sending = true;
  pressed?.setAttribute('aria-disabled', 'true');
});

function showWhatMatters() {
  const to_point = (field('pickup')?.value ?? '') !== '';
  field('address').hidden = to_point;
  field('wishes').hidden = to_point;
  const country = field('country').value;
  field('country-name-field').hidden = country !== 'other';
  lookup.hidden = country !== 'JP';
}

if (lookup) {
  field('country').addEventListener('change', showWhatMatters);
  field('pickup')?.addEventListener('change', showWhatMatters);
  showWhatMatters();
}

document.querySelector('[aria-invalid="true"]')?.focus();
