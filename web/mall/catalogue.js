// Keeps the total true while boxes are ticked. Nothing is sent before a button is pressed.
const form = document.getElementById('catalogue');
const output = document.getElementById('total');
const { currency } = form.dataset;
const digits = Number(form.dataset.digits);
const elsewhere = Number(form.dataset.elsewhere || 0);
// As the server writes money: a sign for those that everybody knows, the code for the others.
const money = new Intl.NumberFormat('en', {
  style: 'currency',
  currency,
  currencyDisplay: ['EUR', 'GBP', 'JPY', 'USD'].includes(currency) ? 'narrowSymbol' : 'code',
  minimumFractionDigits: digits,
  maximumFractionDigits: digits,
});

function add() {
  let minor = elsewhere;
  for (const box of form.querySelectorAll('input[name=product]:checked')) {
    minor += Number(box.dataset.minor) * Number(box.dataset.quantity);
  }
  output.textContent = money.format(minor / 10 ** digits);
}

form.addEventListener('change', (event) => {
  if (event.target.name === 'product') add();
});

// Enter on a box would press the form's first button, which searches.
form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.name === 'product') event.preventDefault();
});

// The browser may have put ticks back that the server does not know of.
addEventListener('pageshow', () => {
  if (form.querySelector('input[name=product]:checked') || elsewhere > 0) add();
});
