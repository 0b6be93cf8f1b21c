// Sends the signed request to the window that was opened for it, and shows the answer when it comes.
import { findKey, keepKey } from './keys.js';
import { closeCompanyWindow, openCompanyWindow, takeCompanyWindow } from './window.js';

const place = document.getElementById('purchase');
const said = document.getElementById('said');
const { events } = place.dataset;
let source;
let handing = false;  // a hand-over is under way: a second click is not a second one

// The form of the request that waits for its answer.
const waiting = (within = place) => within.querySelector('form[data-request]');

// Once for a request: going back or loading again must not send it a second time by itself.
function sendToWindow() {
  const sent = `sealcart-sent-${waiting()?.dataset.request}`;
  if (!waiting()) closeCompanyWindow();
  else if (takeCompanyWindow() && !sessionStorage.getItem(sent)) {
    sessionStorage.setItem(sent, 'yes');
    waiting().submit();
  }
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

// The key for what is sent as data: from this browser, or as the shop shows it.
function offerKey() {
  const section = document.getElementById('key');
  if (!section) return;
  const { recipient } = section.dataset;
  const shown = document.getElementById('key-secret');
  if (shown.textContent) keepKey({ recipient, secret: shown.textContent });
  const secret = shown.textContent || findKey(recipient);
  if (!secret) return;
  shown.textContent = secret;
  shown.hidden = false;
  document.getElementById('key-elsewhere')?.remove();
  document.getElementById('key-tools').hidden = false;
  document.getElementById('key-save').href = URL.createObjectURL(new Blob([`# public key: ${recipient}\n${secret}\n`], { type: 'text/plain' }));
  const copy = document.getElementById('key-copy');
  copy.hidden = !navigator.clipboard;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(secret);
    said.textContent = copy.textContent = copy.dataset.done;
  });
}

function listen() {
  source?.close();
  if (!waiting()) return;
  source = new EventSource(events);
  source.addEventListener('result', look);
}

async function look() {
  if (!waiting()) return;
  const page = `${location.pathname}?fragment=1`;
  const answer = await fetch(page, { credentials: 'same-origin', cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return;
  const now = document.createElement('template');
  now.innerHTML = await answer.text();
  if (waiting(now.content)?.dataset.request === waiting()?.dataset.request) return;
  const focused = place.contains(document.activeElement);
  place.replaceChildren(now.content);
  listen();
  offerCopy();
  offerKey();
  const heading = place.querySelector('#delivery') ?? place.querySelector('h1');
  said.textContent = `${heading.textContent}. ${heading.nextElementSibling.textContent}`;
  document.title = `${heading.textContent} – ${document.title}`;
  if (focused) document.getElementById('main').focus();
}

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form.carrier')) return;
  if (handing) {
    event.preventDefault();
    return;
  }
  handing = true;
  openCompanyWindow();
});
addEventListener('pageshow', () => {
  handing = false;
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) look();
});

sendToWindow();
offerCopy();
offerKey();
listen();
