// Opens a parcel of data with the customer's key. File, key and contents stay in this browser.
import { allKeys, findKey } from './keys.js';
import { intoDownload, intoFile } from './save.js';

const form = document.getElementById('open');
const secret = document.getElementById('secret');
const said = document.getElementById('opened');
const progress = document.getElementById('progress');
const press = form.querySelector('button');

// Larger ones are written straight into a file of the customer's choice, where the browser can: a download is made on the disk twice.
const large = 64 << 20;

// What a file's first bytes say of its kind: the parcel has no name for it.
const kinds = [
  ['pdf', '%PDF'], ['flac', 'fLaC'], ['otf', 'OTTO'], ['png', '\x89PNG'], ['jpg', '\xff\xd8\xff'], ['mp3', 'ID3'], ['ogg', 'OggS'],
];
function kindOf(bytes = new Uint8Array()) {
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  if (start.startsWith('PK\x03\x04')) return start.includes('application/epub+zip') ? 'epub' : 'zip';
  return kinds.find(([, magic]) => start.startsWith(magic))?.[0];
}

function say(text, bad = false) {
  said.className = bad ? 'note bad' : 'note';
  said.textContent = text;
}

async function openInto(secrets, parcel) {
  const { open } = await import('./parcel_open.js');
  let target;
  let done = 0;
  try {
    for await (const some of open(secrets, parcel)) {
      if (!target) {
        const kind = kindOf(some[0]);
        const name = parcel.name.replace(/\.age$/, '') + (kind ? `.${kind}` : '');
        target = await (parcel.size > large && window.showSaveFilePicker ? intoFile(name) : intoDownload(name));
        progress.hidden = false;
      }
      await target.add(some);
      done += some.reduce((sum, bytes) => sum + bytes.length, 0);
      progress.value = done / parcel.size;
    }
    return await target.end();
  } catch (error) {
    await target?.abandon();
    throw error;
  }
}

function show(link) {
  if (!link) return say(form.dataset.saved);
  say(form.dataset.done);
  said.append(' ', link);
  link.click();
}

const faults = { key: 'key', damaged: 'damaged', cancelled: 'cancelled' };

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [parcel] = document.getElementById('parcel').files;
  const secrets = secret.value.toUpperCase().match(/AGE-SECRET-KEY-1[0-9A-Z]+/g);
  if (!secrets) {
    say(form.dataset.none, true);
    secret.focus();
    return;
  }
  said.className = '';
  said.textContent = form.dataset.working;
  press.disabled = true;
  try {
    show(await openInto(secrets, parcel));
  } catch (error) {
    say(form.dataset[faults[error.reason] ?? 'room'], true);
  } finally {
    press.disabled = false;
    progress.hidden = true;
  }
});

const own = findKey(location.hash.slice(1));
secret.value = own ?? allKeys().join('\n');
form.hidden = false;
