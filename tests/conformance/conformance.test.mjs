// The table of what works: one test for each step of both embodiments, against real servers, on both databases.
// SEALCART_BIN: the binary. SEALCART_TEST_POSTGRES: URI of a throw-away server; without it that half is skipped.
import { conformance } from '../lib/steps.mjs';
import { additions } from './additions.mjs';
import { checkWords } from './check_words.mjs';
import { credit } from './credit.mjs';
import { digital } from './digital.mjs';
import { creditMoney } from './credit_money.mjs';
import { disclosure } from './disclosure.mjs';
import { mall } from './mall.mjs';
import { shippingAdditions } from './shipping_additions.mjs';
import { shippingCompany } from './shipping_company.mjs';
import { shippingDepot } from './shipping_depot.mjs';
import { shippingDisclosure } from './shipping_disclosure.mjs';
import { shippingMall } from './shipping_mall.mjs';
import { shippingLinked, shippingWhole } from './shipping_whole.mjs';
import { whole } from './whole.mjs';

// Each company gives another disclosure mode; the first gives the default, which all chapters but one use.
const modes = { 'credit-b': 'number-only', 'credit-c': 'sealed-only' };
const payment = [whole, creditMoney, mall, credit, checkWords, additions];
const shipment = [shippingWhole, shippingLinked, shippingMall, shippingCompany, shippingAdditions];
conformance([...payment, ...shipment, shippingDepot, disclosure, shippingDisclosure, digital], {
  shipping: true,
  configure: (party) => {
    if (party.id in modes) party.set('disclosure', modes[party.id]);
    if (party.id === 'credit-a') party.append('[credit]\nbank_number = "1234567"\nfee_basis_points = 300');
  },
});
