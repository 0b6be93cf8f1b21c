// From the claim to the payout: captures, statements by mail, the bank's files, payment orders, and the desk that does it. All on a clock of the
// test's own, so that months pass.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { fileOf, statement, statementFile } from '../lib/bank.mjs';
import { available } from '../lib/books.mjs';
import { Claims } from '../lib/claims.mjs';
import { Console } from '../lib/console.mjs';
import { stores } from '../lib/database.mjs';
import { dayOf, nextDay } from '../lib/day.mjs';
import { changeLetter, decodeDocument, randomNumber } from '../lib/documents.mjs';
import { launch, root, succeed, until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const day = 86_400;
const sku = 'score-lanternwalk'; // ¥720
const price = 720;

async function mailSink(dir) {
  fs.mkdirSync(dir);
  const child = launch(path.join(root, 'demo/mail_sink.py'), ['--dir', dir, '--port', '0', '--tls', 'none']);
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  const port = await until(() => Number(/^ready (\d+)$/m.exec(said)?.[1]), 'a mail sink');
  return { port, messages: () => fs.readdirSync(dir).filter((name) => name.endsWith('.eml')).sort().map((name) => path.join(dir, name)), end: () => child.kill('SIGTERM') };
}

// What Python makes of a message: its text and the attached PDF's.
const reader = `
import email, email.policy, json, subprocess, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
pdf = [p.get_content() for p in m.iter_attachments()][0]
text = subprocess.run(['pdftotext', '-layout', '-', '-'], input=pdf, capture_output=True, check=True).stdout.decode()
print(json.dumps({'to': m['to'].addresses[0].addr_spec, 'subject': str(m['subject']), 'id': str(m['message-id']),
  'text': m.get_body(('plain',)).get_content(), 'pdf': text}))
`;
const readMail = async (file) => JSON.parse(await succeed('python3', ['-c', reader, file]));

for (const { store, skip } of stores) {
  describe(store, { skip }, () => {
    let world, a, claims, sink, desk, customer, bought;
    const cli = async (...args) => {
      const answer = await a.cli(...args, '--json');
      assert.equal(answer.code, 0, answer.stderr);
      return JSON.parse(answer.stdout);
    };
    const buy = async (who = customer) => {
      const shopper = new Shopper(world);
      await shopper.order(sku);
      await shopper.openCard();
      await shopper.pay(who);
      assert.equal(shopper.result.outcome, 'OK');
      return shopper.result.says.receipt;
    };
    // A statement of the bank through the desk's own form.
    const upload = async (bytes, name = 'bank.xml') => {
      const body = Buffer.concat([Buffer.from(`--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/xml\r\n\r\n`),
        Buffer.from(bytes), Buffer.from('\r\n--x--\r\n')]);
      return desk.browser.request(`${a.desk_url}/payments/import`,
        { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body, from: `${a.desk_url}/payments` });
    };
    const bankItems = () => a.query('SELECT id, amount, state, customer FROM bank_item ORDER BY id');
    // Time passes, and with it the operator's session.
    const pass = async (seconds) => {
      world.setClock(world.now + seconds);
      desk = await Console.open(world, a);
    };
    const sound = async () => {
      const checked = await a.cli('ledger', 'check');
      assert.equal(checked.code, 0, checked.stdout + checked.stderr);
    };

    before(async () => {
      const folder = fs.mkdtempSync(path.join((await import('node:os')).tmpdir(), 'sealcart-sink-'));
      sink = await mailSink(path.join(folder, 'mail'));
      sink.folder = folder;
      world = await World.make({
        store, only: ['mall', 'credit-a'], clock: true,
        configure: (party) => party.id === 'credit-a' && party.append(`[credit]\nfee_basis_points = 300\nfee_fixed = 5\nchargeback_fee = 50\nauthorisation_days = 30
payment_days = 14\ndunning_days = 10\nbank_number = "1234567"\nbank_clearing_system = "JPZGN"\nbank_clearing_member = "0001001"
smtp_host = "localhost"\nsmtp_port = ${sink.port}\nsmtp_security = "none"\nsmtp_user = ""\nsmtp_password_file = ""\nsmtp_ca_file = ""\nsmtp_from = "bills@credit-a.example"`),
      });
      a = world.a;
      claims = new Claims(world);
      customer = world.customer('A1');
      await a.startDesk();
      desk = await Console.open(world, a);
    });
    after(async () => {
      sink?.end();
      fs.rmSync(sink.folder, { recursive: true, force: true });
      await world?.close();
    });

    test('a claim captures once, at most what is authorised, and only for the mall that got the receipt', async () => {
      const receipt = (bought = await buy());
      const left = await available(customer);
      const first = claims.claim(receipt, 500);
      const { payload } = decodeDocument(first);
      const answers = await claims.send(first, first);
      assert.deepEqual(answers.map((x) => x.status), [200, 200]);
      const code = async (document) => (await claims.send(document))[0].code ?? 'taken';
      assert.equal(await code(claims.claim(receipt, 500, { claim: payload.claim, evidence: payload.evidence })), 'taken', 'signed anew, the same claim');
      assert.equal(await code(claims.claim(receipt, 499, { claim: payload.claim, evidence: payload.evidence })), 'claim-conflict');
      assert.equal(await code(claims.claim(receipt, price - 499)), 'claim-exceeds');
      assert.equal(await code(claims.claim(receipt, 100, { currency: 'EUR' })), 'amount-currency');
      assert.equal(await code(claims.claim(randomNumber(), 1)), 'receipt-unknown');
      assert.equal(await code(claims.refund(receipt, 501)), 'refund-exceeds');
      assert.equal(await code(changeLetter(first, first.lastIndexOf('.') + 9)), 'document-signature');
      assert.equal(await code(claims.claim(receipt, 100, { last: true })), 'taken');
      assert.equal(await code(claims.claim(receipt, 1)), 'claim-closed');
      assert.equal(await available(customer), left + price - 600, 'what was left is released');
      await sound();
    });

    test('a document goes by its own mall\'s certificate alone', async () => {
      const thief = world.browser({ client: world.ownCertificate(world.party('credit-b')) });
      const answer = await thief.request(`${a.api}/partner/documents`,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ documents: [claims.claim(bought, 1)] }) });
      assert.equal(answer.status, 403);
    });

    test('the desk finds the settlement and shows what became of it', async () => {
      const list = await desk.get(`/settlements?number=${bought}`);
      assert.match(list.page.text, /claimed/);
      const [row] = await a.query('SELECT id FROM settlement ORDER BY id LIMIT 1');
      const page = await desk.get(`/settlements/${row.id}`);
      assert.match(page.page.text, /¥600/);
      assert.match(page.page.text, /Release/);
      assert.ok(!page.body.toString().includes('Lantern'), 'no goods');
      for (const address of ['/', '/customers', '/customers?q=Test', '/ledger', '/billing', '/payments', '/payouts', '/mail']) {
        assert.equal((await desk.get(address)).status, 200, address);
      }
    });

    test('a billing run sends each customer one statement with date, mall, receipt and amount, and no goods', async () => {
      await pass(day);
      const until_ = dayOf(world.now);
      for (let i = 0; i < 2; ++i) {
        const answer = await desk.submit('/billing', '/billing/run', { fill: { until: until_ } });
        assert.match(answer.page.text, /statements are made/);
      }
      const statements = await cli('bill', 'list');
      assert.equal(statements.length, 1);
      assert.equal(statements[0].closing, 600);
      await until(() => sink.messages().length === 1, 'a statement in the mail');
      const mail = await readMail(sink.messages()[0]);
      assert.equal(mail.to, customer.email);
      assert.match(mail.text, /¥600/);
      assert.ok(mail.pdf.includes(bought) && mail.pdf.includes('¥500') && mail.pdf.includes('¥100') && mail.pdf.includes(customer.name), mail.pdf);
      assert.ok(mail.pdf.replace(/\s/g, '').includes(statements[0].reference));
      assert.ok(!/Lantern/.test(mail.pdf + mail.text));
      const shown = await desk.get(`/billing/${statements[0].id}/pdf`);
      assert.equal(shown.headers['content-type'], 'application/pdf');
      await until(async () => /sent/.test((await desk.get('/mail')).page.text), 'the outcome shown');
    });

    test('reminders follow when it is not paid, three and no more', async () => {
      await pass(15 * day);
      const reminders = [];
      for (let i = 0; i < 5; ++i, await pass(10 * day)) {
        reminders.push((await cli('bill', 'run', '--until', dayOf(world.now - 40 * day))).reminders);
      }
      assert.deepEqual(reminders, [1, 1, 1, 0, 0]);
      await until(() => sink.messages().length >= 4, 'the reminders'); // the next statement may follow them
      assert.match((await readMail(sink.messages()[3])).subject, /Last reminder/);
      assert.match((await desk.get('/billing?show=overdue')).page.text, /reminder 3/);
    });

    test('a payment with the reference is booked at once and once', async () => {
      const [bill] = await cli('bill', 'list');
      const file = statementFile({ items: [{ id: 'B1', amount: '400', payer: 'somebody', remittance: `bill ${bill.reference}` }, { id: 'B2', amount: '200', payer: customer.name },
        { id: 'B3', amount: '77', payer: 'a stranger' }, { id: 'B4', amount: '-30' }] });
      const left = await available(customer);
      for (const fresh of [4, 0]) {
        assert.equal((await upload(file)).status, 303);
        const [row] = await a.query('SELECT fresh FROM bank_file ORDER BY id DESC LIMIT 1');
        assert.equal(Number(row.fresh), fresh);
      }
      assert.equal(await available(customer), left + 400);
      const doubled = statementFile({ id: 'S2', items: [{ id: 'B1', amount: '400', payer: 'somebody', remittance: `bill ${bill.reference}` }] });
      assert.equal((await upload(doubled)).status, 303);
      assert.equal((await bankItems()).length, 4, 'the same payment in another file');
      await sound();
    });

    test('a doubtful one is proposed, and booked when a person confirms it, once', async () => {
      const [item] = (await bankItems()).filter((x) => Number(x.amount) === 200);
      const left = await available(customer);
      const page = await desk.get(`/payments/${item.id}`);
      assert.match(page.page.text, /Test Customer A1.*the name/s);
      const form = page.page.formsOf(`/payments/${item.id}/match`)[0] ?? page.page.form(`/payments/${item.id}/match`);
      for (let i = 0; i < 2; ++i) assert.match((await desk.browser.submit(form)).page.text, /payment is booked/);
      assert.equal(await available(customer), left + 200);
      const [bill] = await cli('bill', 'list');
      assert.equal(bill.open, 0);
      const [out] = (await bankItems()).filter((x) => Number(x.amount) === -30);
      const wrong = await a.cli('payment', 'match', String(out.id), '--customer', String(item.customer ?? bill.customer));
      assert.equal(wrong.code, 1);
      await sound();
    });

    test('a payment booked to the wrong customer is taken back, owed again, and booked anew', async () => {
      const [item] = (await bankItems()).filter((x) => Number(x.amount) === 200);
      const open = async () => (await cli('bill', 'list')).find((x) => x.customer === item.customer).open;
      const left = await available(customer);
      const page = await desk.get(`/payments/${item.id}`);
      const form = page.page.form('unmatch');
      const silent = await desk.browser.submit(form, { fill: { reason: ' ' } });
      assert.equal(silent.code, 'reason-missing');
      assert.equal(await available(customer), left);
      for (let i = 0; i < 2; ++i) assert.match((await desk.browser.submit(form, { fill: { reason: 'the neighbour paid' } })).page.text, /taken back/);
      assert.equal(await available(customer), left - 200, 'once');
      assert.equal(await open(), 200);
      assert.match((await desk.get('/billing?show=overdue')).page.text, /¥200/);
      assert.ok((await desk.get('/payments')).body.includes(`href="/payments/${item.id}"`), 'among those that wait');
      const logged = await a.query("SELECT operator, reason FROM audit WHERE action = 'payment-unmatch'");
      assert.equal(logged.length, 1);
      assert.match(logged[0].reason, /the neighbour paid/);
      await sound();
      const journal = path.join(world.folder, 'unmatched.journal');
      fs.writeFileSync(journal, (await a.cli('ledger', 'export', '--format', 'hledger')).stdout);
      await succeed('hledger', ['check', '-f', journal]);
      assert.equal((await succeed('hledger', ['balance', '-f', journal, 'liabilities:suspense', '--no-total', '--layout', 'bare', '--output-format', 'csv'])).match(/"(-?\d+)\.?"\s*$/)?.[1], '-247', '200 + 77 - 30');

      const again = await desk.get(`/payments/${item.id}`);
      assert.match((await desk.browser.submit(again.page.form('match'), { fill: { customer: customer.email } })).page.text, /payment is booked/);
      assert.equal(await available(customer), left);
      assert.equal(await open(), 0);
      const verb = (customer_) => a.cli('payment', 'unmatch', String(item.id), '--customer', customer_, '--why', 'tried from the command line');
      assert.equal((await verb('somebody-else')).code, 1);
      assert.match((await verb(item.customer)).stdout, /waits for a person again/);
      assert.match((await verb(item.customer)).stdout, /was waiting already/);
      assert.equal(await open(), 200);
      assert.equal((await a.cli('payment', 'match', String(item.id), '--customer', item.customer)).code, 0);
      assert.equal(await available(customer), left);
      await sound();
    });

    test('a payment by hand is booked once, however often its form is sent', async () => {
      const left = await available(customer);
      const page = await desk.get('/payments');
      const form = page.page.form('by-hand');
      for (let i = 0; i < 2; ++i) await desk.browser.submit(form, { fill: { customer: customer.email, amount: '50' } });
      assert.equal(await available(customer), left + 50);
      const refused = await desk.browser.submit((await desk.get('/payments')).page.form('by-hand'), { fill: { customer: 'nobody@mail.example', amount: '50' } });
      assert.equal(refused.code, 'customer-unknown');
      await sound();
    });

    test('wrong, truncated, foreign, empty and hostile files get a clear answer and book nothing', async () => {
      const before_ = JSON.stringify(await bankItems());
      const good = statementFile({ items: [{ id: 'C1', amount: '10' }] });
      const bomb = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]><Document>&j;</Document>`;
      const files = {
        empty: [''], text: ['this is no file of a bank'], truncated: [good.slice(0, -60)], bomb: [bomb],
        external: ['<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>'],
        version: [good.replace('camt.053.001.08', 'camt.053.001.99')], foreign: [statementFile({ account: '7654321', items: [{ id: 'C2', amount: '10' }] }), 'statement-foreign-account'],
        amount: [statementFile({ items: [{ id: 'C3', amount: '1.5' }] }), 'statement-amount'],
        large: [Buffer.concat([Buffer.from(good), Buffer.alloc(100 * 1024 * 1024, 0x20)]), 'statement-too-large'],
      };
      for (const [name, [bytes, code]] of Object.entries(files)) {
        const answer = await upload(bytes);
        assert.ok([400, 413, 422].includes(answer.status), `${name}: ${answer.status}`);
        assert.ok(answer.code, name);
        if (code) assert.equal(answer.code, code, name);
        assert.ok(!answer.page.text.includes('root:'), name);
      }
      assert.equal(JSON.stringify(await bankItems()), before_);
      const mixed = fileOf([statement({ account: '7654321', id: 'X', items: [{ id: 'D1', amount: '10' }] }), statement({ id: 'Y', items: [{ id: 'D2', amount: '10' }] })]);
      assert.equal((await upload(mixed)).status, 303);
      assert.equal((await bankItems()).length, JSON.parse(before_).length + 1, 'our own account\'s alone');
      assert.equal((await upload(statementFile({ id: 'Z' }))).status, 303, 'a statement without a payment');
      await sound();
    });

    test('a mall is paid what its customer has paid, less fees and what was given back, once', async () => {
      const refund = claims.refund(bought, 100);
      assert.deepEqual((await claims.send(refund, refund)).map((x) => x.status), [200, 200]);
      // The demo's company knows where its mall is paid: here it learns that.
      await a.store.change('DELETE FROM mall_account');
      assert.equal((await cli('payout', 'run')).left[0].code, 'mall-account-missing');
      const mall = (await a.query("SELECT id FROM partner WHERE role = 'mall'"))[0].id;
      const set = await desk.submit('/payouts', '/payouts/account', { fill: { mall, name: 'Example Mall', number: '7654321', clearing_system: 'JPZGN', clearing_member: '0005002' } });
      assert.match(set.page.text, /account is saved/);
      assert.match((await desk.submit('/payouts', '/payouts/run')).page.text, /payment order is made/);
      assert.match((await desk.submit('/payouts', '/payouts/run')).page.text, /nothing to pay/);
      const paid = 600 - (15 + 5) - (3 + 5) - 100;
      const [payout] = await cli('payout', 'list');
      assert.equal(payout.amount, paid);
      const file = path.join(world.folder, 'payout.xml');
      fs.writeFileSync(file, (await desk.get(`/payouts/${payout.run}/file`)).body);
      await succeed('xmllint', ['--noout', '--relaxng', path.join(root, 'tests/bank/pain001_09.rng'), file]);
      assert.ok(fs.readFileSync(file, 'utf8').includes(`<InstdAmt Ccy="JPY">${paid}</InstdAmt>`));
      assert.equal(fs.readFileSync(file, 'utf8'), (await a.cli('payout', 'file', String(payout.run))).stdout);
      const advices = await until(async () => {
        const rows = await world.mall.query('SELECT document FROM remittance_part');
        return rows.length && rows;
      }, 'the advice at the mall');
      assert.equal(advices.length, 1);
      const says = decodeDocument(advices[0].document).payload;
      assert.equal(says.total, paid);
      assert.equal(says.payout, payout.number);
      assert.deepEqual(says.items.map((x) => [x.receipt, x.kind, x.amount, x.fee]), [[bought, 'capture', 500, 20], [bought, 'capture', 100, 8], [bought, 'refund', -100, 0]]);
      const executed = statementFile({ id: 'P', items: [{ id: 'P1', amount: `-${paid}`, endToEnd: payout.number }] });
      assert.equal((await upload(executed)).status, 303);
      assert.equal((await cli('payout', 'list'))[0].executed, '2026-11-28');
      await sound();
    });

    test('a chargeback at the desk is taken off the next payout', async () => {
      const receipt = await buy();
      assert.equal((await claims.send(claims.claim(receipt, price, { last: true })))[0].status, 200);
      const [row] = await a.query('SELECT id FROM settlement ORDER BY id DESC LIMIT 1');
      const page = await desk.get(`/settlements/${row.id}`);
      for (let i = 0; i < 2; ++i) await desk.browser.submit(page.page.form(`/settlements/${row.id}/chargeback`), { fill: { amount: '720', reason: 'never arrived' } });
      assert.match((await desk.get(`/settlements/${row.id}`)).page.text, /given back/);
      const [item] = await a.query('SELECT COUNT(*) AS n FROM mall_item WHERE kind = 2');
      assert.equal(Number(item.n), 1);
      assert.equal((await cli('payout', 'run')).left[0].code, 'owes-more');
      await sound();
    });

    test('a void, and an authorisation that nobody claims, give the customer back what was held', async () => {
      const left = await available(customer);
      const voided = await buy();
      await buy();
      assert.equal(await available(customer), left - 2 * price);
      const gone = claims.void(voided);
      assert.deepEqual((await claims.send(gone, gone)).map((x) => x.status), [200, 200]);
      assert.equal(await available(customer), left - price);
      assert.equal((await cli('expire')).released, 0);
      await pass(31 * day);
      await until(async () => (await available(customer)) === left, 'the desk letting it expire', 30);
      assert.equal((await cli('expire')).released, 0);
      await sound();
    });

    test('a bill ends where the day begins in the company\'s time zone', async () => {
      const begin = nextDay(world.now);
      const bought_at = async (time) => {
        await pass(time - world.now);
        const receipt = await buy();
        assert.equal((await claims.send(claims.claim(receipt, price, { last: true })))[0].status, 200);
        return receipt;
      };
      const last = await bought_at(begin - 1), first = await bought_at(begin);
      const bill = async () => {
        await cli('bill', 'run', '--until', dayOf(begin));
        return (await cli('bill', 'list'))[0];
      };
      const made = await bill();
      assert.equal(made.until, `${new Date(begin * 1000).toISOString().slice(0, 19)}Z`);
      assert.equal((await bill()).id, made.id, 'once');
      const { text } = (await desk.get(`/billing/${made.id}`)).page;
      assert.ok(text.includes(last) && !text.includes(first), text);
      assert.ok(text.includes(`${dayOf(begin - 1)}Purchase`) && !text.includes(`${dayOf(begin)}Purchase`), text);
      assert.match((await a.cli('bill', 'list')).stdout, new RegExp(`until ${dayOf(begin)}`));
      const early = await desk.submit('/billing', '/billing/run', { fill: { until: dayOf(nextDay(begin)) } });
      assert.equal(early.code, 'bill-until');
    });

    test('a viewer sees all of it and changes nothing', async () => {
      const password = path.join(world.folder, 'viewer.password');
      fs.writeFileSync(password, 'test-operator-2\n', { mode: 0o600 });
      await a.cli('operator', 'add', 'viewer', '--role', 'viewer', '--password-file', password);
      const viewer = await Console.open(world, a, { user: 'viewer', password: 'test-operator-2' });
      for (const address of ['/billing', '/payments', '/payouts', '/mail']) {
        const page = await viewer.get(address);
        assert.equal(page.status, 200);
        assert.ok(!/method="post" action="\/(billing|payments|payouts|mail)/.test(page.body.toString()), address);
      }
      const forced = await viewer.browser.postForm(`${a.desk_url}/payouts/run`, [], { from: `${a.desk_url}/payouts` });
      assert.equal(forced.code, 'role-missing');
      assert.equal((await a.cli('audit', 'verify')).code, 0);
    });
  });
}
