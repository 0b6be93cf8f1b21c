// Opens a parcel of data with the customer's key. File, key and contents stay in this browser.
import { allKeys, findKey } from './keys.js';

const form = document.getElementById('open');
const secret = document.getElementById('secret');
const said = document.getElementById('opened');

// What a file's first bytes say of its kind: the parcel has no name for it.
const kinds = [
  ['pdf', '%PDF'], ['flac', 'fLaC'], ['otf', 'OTTO'], ['png', '\x89PNG'], ['jpg', '\xff\xd8\xff'], ['mp3', 'ID3'], ['ogg', 'OggS'],
];
async function kindOf(blob) {
  const start = String.fromCharCode(...new Uint8Array(await blob.slice(0, 64).arrayBuffer()));
  if (start.startsWith('PK\x03\x04')) return start.includes('application/epub+zip') ? 'epub' : 'zip';
  return kinds.find(([, magic]) => start.startsWith(magic))?.[0];
}

// With whichever of the keys fits. A damaged parcel is one that a key fits.
async function openWith(secrets, parcel) {
  const { open } = await import('./parcel_open.js');
  let last;
  for (const key of secrets) {
    try {
      return await open(key, parcel);
    } catch (error) {
      if (error.reason !== 'key') throw error;
      last = error;
    }
  }
  throw last;
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.textContent = name;
  said.append(' ', link);
  link.click();
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [parcel] = document.getElementById('parcel').files;
  const secrets = secret.value.toUpperCase().match(/AGE-SECRET-KEY-1[0-9A-Z]+/g);
  said.className = '';
  said.textContent = form.dataset.working;
  if (!secrets) {
    said.className = 'note bad';
    said.textContent = form.dataset.none;
    secret.focus();
    return;
  }
  try {
    const contents = await openWith(secrets, parcel);
    const kind = await kindOf(contents);
    said.className = 'note';
    said.textContent = form.dataset.done;
    save(contents, parcel.name.replace(/\.age$/, '') + (kind ? `.${kind}` : ''));
  } catch (error) {
    said.className = 'note bad';
    said.textContent = error.reason === 'key' ? form.dataset.key : form.dataset.damaged;
  }
});

const own = findKey(location.hash.slice(1));
secret.value = own ?? allKeys().join('\n');
form.hidden = false;
