// In a window of its own the page can be closed: the shop's window shows the result by itself.
const close = document.getElementById('close');
if (window.name === 'sealcart-payment' || !window.toolbar.visible) {
  close.hidden = false;
  close.addEventListener('click', () => window.close());
}
