// Passkeys (WebAuthn) beside the password: one pays on the card page, one is made on the result page. Both buttons are
// hidden where the browser has none.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function show(id) {
  document.getElementById(id).hidden = false;
}

// `start` runs once a press; meanwhile the button takes no other. What it says at the end is about this press only.
function whenPressed(button, start) {
  button.hidden = false;
  let busy = false;
  button.addEventListener('click', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    document.getElementById('passkey-failed').hidden = true;
    try {
      await start();
    } catch {
      show('passkey-failed');
    } finally {
      busy = false;
    }
  });
}

async function pay(button) {
  const { rawId, response } = await navigator.credentials.get({
    publicKey: { challenge: toBytes(button.dataset.challenge), rpId: button.dataset.rp, userVerification: 'required' },
  });
  const fields = {
    passkey_id: rawId,
    passkey_authenticator: response.authenticatorData,
    passkey_client: response.clientDataJSON,
    passkey_signature: response.signature,
    passkey_user: response.userHandle ?? new ArrayBuffer(0),
  };
  for (const [name, value] of Object.entries(fields)) {
    const field = button.form.querySelector(`input[name="${name}"]`) ?? document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value: toText(value) });
    button.form.append(field);
  }
  button.form.requestSubmit(button);
}

async function make(button) {
  const { challenge, rp, company, user, card } = button.dataset;
  const { response } = await navigator.credentials.create({
    publicKey: {
      challenge: toBytes(challenge),
      rp: { id: rp, name: company },
      user: { id: toBytes(user), name: card, displayName: card },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }], // ES256
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    },
  });
  const body = new URLSearchParams({
    authenticator: toText(response.getAuthenticatorData()),
    client: toText(response.clientDataJSON),
  });
  const answer = await fetch('/passkey', { method: 'POST', headers: { accept: 'application/json' }, body });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  button.hidden = true;
  show('passkey-made');
}

if (window.PublicKeyCredential) {
  const payButton = document.getElementById('passkey');
  if (payButton) whenPressed(payButton, () => pay(payButton));
  const makeButton = document.getElementById('make-passkey');
  if (makeButton) whenPressed(makeButton, () => make(makeButton));
}
