// The scan page without a new page for each scan: the answer is put in place and heard, the field is ready at once. The
// camera reads codes where the browser can.
const form = document.getElementById('scan');
const code = document.getElementById('code');
const answer = document.getElementById('answer');
const sound = document.getElementById('sound');

// Two tones up: accepted. One short, low: once more, differently. Three low ones: stop.
const tones = { good: [[660, 0.1], [990, 0.18]], ask: [[440, 0.15]], bad: [[220, 0.22], [180, 0.22], [150, 0.35]] };
let audio;

function play(verdict) {
  if (!verdict || !sound.checked || !window.AudioContext) return;
  audio ??= new AudioContext();
  const kind = Object.keys(tones).find((name) => verdict.classList.contains(name));
  let at = audio.currentTime + 0.02;
  for (const [frequency, seconds] of tones[kind] ?? []) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = kind === 'bad' ? 'square' : 'sine';
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.2, at);
    volume.gain.linearRampToValueAtTime(0, at + seconds);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds + 0.03;
  }
}

let sending = false;
async function send() {
  // A second Enter while the first is under way would scan the label twice.
  if (sending || !code.value.trim()) return;
  sending = true;
  try {
    const response = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const there = page.getElementById('answer');
    if (!there) {
      location.assign('/scan'); // signed out meanwhile, or a problem: its own page says so
      return;
    }
    answer.replaceChildren(...there.childNodes);
    play(answer.querySelector('.verdict'));
    code.value = '';
  } catch {
    form.submit();
  } finally {
    sending = false;
    code.focus();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
document.getElementById('sounds').hidden = false;
code.focus();

const camera = document.getElementById('camera');
const view = document.getElementById('view');
let stream;

function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = undefined;
  view.hidden = true;
}

async function look(detector) {
  if (!stream) return;
  const [found] = await detector.detect(view).catch(() => []);
  if (found) {
    stopCamera();
    code.value = found.rawValue;
    await send();
    return;
  }
  setTimeout(() => look(detector), 150);
}

if ('BarcodeDetector' in window && navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener('click', async () => {
    if (stream) return stopCamera();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch {
      return; // not allowed, or none there: the field stays
    }
    view.srcObject = stream;
    view.hidden = false;
    await view.play();
    look(new window.BarcodeDetector({ formats: ['qr_code', 'code_128'] }));
  });
}
