// A window of its own can be closed: the shop's window shows the result by itself.
import './passkey.js';
import { ownWindow } from '../shared/window.js';

const close = document.getElementById('close');
if (ownWindow()) {
  close.hidden = false;
  close.addEventListener('click', () => window.close());
}
