// Sends the signed request to the window that was opened for it, and shows the answer when it comes.
import { takePaymentWindow } from './window.js';

const place = document.getElementById('purchase');
const said = document.getElementById('said');
const { number, events } = place.dataset;
let source;

function pending() {
  return document.getElementById('pay-window');
}

// Once for a purchase: going back or loading again must not send it a second time by itself.
function sendToWindow() {
  const sent = `sealcart-sent-${number}`;
  if (!takePaymentWindow() || !pending() || sessionStorage.getItem(sent)) return;
  sessionStorage.setItem(sent, 'yes');
  pending().submit();
}

function offerCopy() {
  const button = document.getElementById('copy');
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById('keep-link').href);
    said.textContent = button.textContent = button.dataset.done;
  });
}

async function look() {
  if (!pending()) return;
  const page = `${location.pathname}?fragment=1`;
  const answer = await fetch(page, { credentials: 'same-origin', cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text();
  if (!pending() || text.includes('id="pay-window"')) return;
  const focused = place.contains(document.activeElement);
  place.innerHTML = text;
  source?.close();
  offerCopy();
  const heading = place.querySelector('h1');
  said.textContent = `${heading.textContent}. ${heading.nextElementSibling.textContent}`;
  document.title = `${heading.textContent} – ${document.title}`;
  if (focused) document.getElementById('main').focus();
}

sendToWindow();
offerCopy();
if (pending()) {
  source = new EventSource(events);
  source.addEventListener('result', look);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) look();
  });
}
