// The customer's one-time keys, in this browser alone. A browser that keeps nothing (a private window) just finds none.
const prefix = 'sealcart-key-';

export function keepKey({ recipient, secret }) {
  try {
    localStorage.setItem(prefix + recipient, secret);
  } catch { /* the purchase's page says that the key is not here */ }
}

export function findKey(recipient) {
  try {
    return localStorage.getItem(prefix + recipient);
  } catch {
    return null;
  }
}

export function allKeys() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix)).map((name) => localStorage.getItem(name));
  } catch {
    return [];
  }
}
