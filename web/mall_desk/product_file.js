// Sends a product's file in pieces, however large it is. What breaks off goes on where it was, also when the page was loaded again
// and the same file is chosen.
const form = document.getElementById('upload');
const choice = document.getElementById('file');
const send = form.querySelector('button.primary');
const cancel = document.getElementById('cancel');
const progress = document.getElementById('progress');
const reached = document.getElementById('reached');
const said = document.getElementById('said');

const piece_bytes = 4 << 20;
const most_failures = 60; // in a row: five minutes
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

// `word`: of the form's data, what the operator is told.
class Stopped extends Error {
  constructor(word) {
    super(word);
    this.word = word;
  }
}

function say(word) {
  said.className = word ? 'note bad' : '';
  said.textContent = word ? form.dataset[word] : '';
}

function show(offset, size) {
  progress.value = offset / size;
  reached.textContent = `${Math.floor((offset / size) * 100)} % · ${(offset / 2 ** 20).toFixed(0)} / ${(size / 2 ** 20).toFixed(0)} MiB`;
}

// The upload's number: this tab's own for this file, so that two tabs do not write into one another's.
function numberOf(file) {
  const key = `upload ${form.action} ${file.name} ${file.size} ${file.lastModified}`;
  let number = sessionStorage.getItem(key);
  if (!number) {
    number = `0${Array.from(crypto.getRandomValues(new Uint8Array(25)), (byte) => letters[byte % 32]).join('')}`;
    sessionStorage.setItem(key, number);
  }
  return { number, forget: () => sessionStorage.removeItem(key) };
}

const refusals = { 'disk-full': 'full', 'file-size': 'size' };

// The answer; a Stopped when no repetition helps; any other error when one may.
async function post(address, body, signal) {
  const response = await fetch(address, { method: 'POST', body, signal, headers: { 'accept': 'application/json' }, redirect: 'manual' });
  if (response.type === 'opaqueredirect') throw new Stopped('signedOut');
  const answer = await response.json();
  if (response.ok) return answer;
  if (refusals[answer.code]) throw new Stopped(refusals[answer.code]);
  if (response.status < 500 && response.status !== 409 && response.status !== 429) throw new Stopped('refused');
  throw new Error(answer.code);
}

async function read(file, offset) {
  try {
    return await file.slice(offset, offset + piece_bytes).arrayBuffer();
  } catch {
    throw new Stopped('unreadable');
  }
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

async function sendAll(file, address, signal) {
  let offset; // unknown at first, and after a failure
  for (let failures = 0; ;) {
    try {
      offset ??= (await post(address('0'), '', signal)).offset;
      if (offset === file.size) return await post(address('finish'), '', signal);
      offset = (await post(address(offset), await read(file, offset), signal)).offset;
      failures = 0;
      say();
      show(offset, file.size);
    } catch (error) {
      if (error instanceof Stopped || signal.aborted) throw error;
      if (++failures === most_failures) throw new Stopped('broken');
      offset = undefined;
      if (failures > 1) say('waiting');
      await pause(Math.min(500 * 2 ** failures, 5_000));
    }
  }
}

let under_way;
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [file] = choice.files;
  if (file.size < 1 || file.size > Number(form.dataset.most)) return say('size');
  const { number, forget } = numberOf(file);
  const address = (step) => `${form.action}/${number}/${step}?${new URLSearchParams({ name: file.name.slice(-80), size: file.size })}`;
  under_way = new AbortController();
  const busy = (is) => {
    send.disabled = choice.disabled = is;
    cancel.hidden = progress.hidden = !is;
  };
  say();
  busy(true);
  try {
    await sendAll(file, address, under_way.signal);
    forget();
    under_way = undefined;
    location.assign(`${form.action}?said=file`);
  } catch (error) {
    const cancelled = under_way.signal.aborted;
    if (cancelled || error.word === 'full') {
      forget();
      await post(address('cancel'), '').catch(() => {});
    }
    reached.textContent = '';
    say(cancelled ? 'cancelled' : error.word);
    under_way = undefined;
    busy(false);
  }
});

cancel.addEventListener('click', () => under_way?.abort());

window.addEventListener('beforeunload', (event) => {
  if (under_way) event.preventDefault();
});
