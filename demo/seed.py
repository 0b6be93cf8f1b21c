#!/usr/bin/python3
"""Fills a demo with a past and with purchases in every state, so that no page of a console is empty.

Goes the customers' and the operators' way through the real pages, without scripts. Usage: seed.py DIR PROGRAM, where DIR holds the demo.json of a demo that
runs, and PROGRAM is sealcart. A demo with a clock begins some forty days ago; this puts it forward, step by step, until it is today.
"""
import datetime
import http.client
import http.cookies
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
from html.parser import HTMLParser

JAPAN = datetime.timezone(datetime.timedelta(hours=9))  # where the demo's companies are


class Form:
    def __init__(self, attributes):
        self.action = attributes.get("action", "")
        self.post = attributes.get("method", "get").lower() == "post"
        self.fields = []  # [name, value, sent]
        self.buttons = []  # [name, value, text]


class Page(HTMLParser):
    """The forms and links of a page, and its text."""

    def __init__(self, url, text):
        super().__init__()
        self.url, self.forms, self.links, self.text = url, [], [], ""
        self.form = self.button = self.select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.form = Form(attributes)
            self.forms.append(self.form)
        elif tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        elif self.form is None:
            return
        elif tag == "input":
            kind = attributes.get("type", "text")
            sent = "checked" in attributes if kind in ("checkbox", "radio") else kind != "file"
            self.form.fields.append([attributes.get("name", ""), attributes.get("value", "on" if kind == "checkbox" else ""), sent])
        elif tag == "textarea":
            self.form.fields.append([attributes.get("name", ""), "", True])
        elif tag == "select":
            self.select = [attributes.get("name", ""), None, True]
            self.form.fields.append(self.select)
        elif tag == "option" and self.select is not None:
            if self.select[1] is None or "selected" in attributes:
                self.select[1] = attributes.get("value", "")
        elif tag == "button":
            self.button = [attributes.get("name", ""), attributes.get("value", ""), ""]
            self.form.buttons.append(self.button)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "button":
            self.button = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        self.text += data
        if self.button is not None:
            self.button[2] += data.strip()

    def form_with(self, **wanted):
        """The first form of that action, with that field, or with a field of that value."""
        for form in self.forms:
            if "action" in wanted and not re.search(wanted["action"], form.action):
                continue
            if "field" in wanted and not any(f[0] == wanted["field"] for f in form.fields):
                continue
            if "value" in wanted and not any(f[1] == wanted["value"] for f in form.fields):
                continue
            return form
        raise LookupError(f"{self.url} has no form {wanted}: {' '.join(self.text.split())[:300]}")


class Browser:
    """Somebody with cookies of their own. Every host of the demo is this machine."""

    def __init__(self, authority):
        self.tls = ssl.create_default_context(cafile=authority)
        self.jars = {}

    def exchange(self, method, url, body=None, origin=None):
        parts = urllib.parse.urlsplit(url)
        jar = self.jars.setdefault(parts.hostname, {})
        headers = {"Host": parts.netloc, "Accept": "text/html", "Accept-Language": "en"}
        if jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = origin or "null"
            headers["Sec-Fetch-Site"] = "same-origin" if origin == f"https://{parts.netloc}" else "cross-site"
        raw = self.tls.wrap_socket(socket.create_connection(("127.0.0.1", parts.port), 20), server_hostname=parts.hostname)
        connection = http.client.HTTPConnection(parts.hostname)
        connection.sock = raw
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    jar.pop(name, None)
                else:
                    jar[name] = morsel.value
        if answer.status == 303:
            return self.get(urllib.parse.urljoin(url, answer.headers["Location"]))
        if answer.status >= 400:
            raise RuntimeError(f"{method} {url}: {answer.status} {' '.join(Page(url, text).text.split())[:900]}")
        return Page(url, text)

    def get(self, url):
        return self.exchange("GET", url)

    def send(self, page, form, fill=None, press=None):
        """Presses a button of a form (its text or value), with some fields filled in; a list ticks boxes."""
        fill, entries = dict(fill or {}), []
        for name, value, sent in form.fields:
            if isinstance(fill.get(name), list):
                if value in fill[name]:
                    entries.append((name, value))
            elif name in fill:
                entries.append((name, fill[name]))
            elif sent and name:
                entries.append((name, value))
        if press is not None:
            for name, value, text in form.buttons:
                if press in (value, text):
                    if name:
                        entries.append((name, value))
                    break
            else:
                raise LookupError(f"{page.url}: no button {press} among {form.buttons}")
        url = urllib.parse.urljoin(page.url, form.action)
        data = urllib.parse.urlencode(entries)
        if not form.post:
            return self.get(url.split("?")[0] + "?" + data)
        here, there = urllib.parse.urlsplit(page.url), urllib.parse.urlsplit(url)
        same = here.netloc == there.netloc
        return self.exchange("POST", url, data, f"https://{there.netloc}" if same else "null")


class Demo:
    def __init__(self, folder, program):
        folder = pathlib.Path(folder)
        self.about = json.loads((folder / "demo.json").read_text())
        self.authority, self.mall = self.about["ca_file"], self.about["mall"]
        self.folder, self.program, self.clock = folder, program, folder / "clock"
        self.desks = {}

    def browser(self):
        return Browser(self.authority)

    def company(self, name):
        return next(c for role in ("credit", "shipping") for c in self.about[role] if c["name"] == name)

    def desk(self, party):
        """Signed in; a session ends when the clock is put forward."""
        if party["desk_url"] not in self.desks:
            browser = self.browser()
            page = browser.get(party["desk_url"] + "/sign-in")
            user = party["operator"]
            browser.send(page, page.form_with(action="/sign-in"), {"name": user["user"], "password": user["password"]})
            self.desks[party["desk_url"]] = browser
        return self.desks[party["desk_url"]]

    def page(self, party, path):
        return self.desk(party).get(party["desk_url"] + path)

    def verb(self, party, *words):
        """One of the program's verbs, with --json; what it printed."""
        role = pathlib.Path(party["config_file"]).stem
        command = [self.program, role, *words, "--config", party["config_file"], "--clock", str(self.clock)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)}: {done.stderr}")
        return json.loads(done.stdout) if "--json" in words else done.stdout

    def days_ago(self, days):
        """Puts the clock forward; then it runs on."""
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(f"{-days * 86400:+d}\n")
        os.replace(fresh, self.clock)
        self.desks = {}

    def today(self):
        ahead = int(self.clock.read_text())
        return datetime.datetime.fromtimestamp(time.time() + ahead, JAPAN).date().isoformat()

    def wait(self, what, done):
        give_up = time.monotonic() + 60
        while not (found := done()):
            if time.monotonic() > give_up:
                raise RuntimeError(f"{what} did not happen")
            time.sleep(0.1)
        return found

    def wait_for_letters(self):
        """Until the partners have taken or refused what is under way between them."""
        parties = [self.mall, *self.about["credit"], *self.about["shipping"]]
        idle = lambda party: "by their partners: 0." in self.page(party, "/letters").text
        self.wait("the exchange of letters", lambda: all(idle(party) for party in parties))


class Order:
    """One customer's way from the catalogue to the door."""

    def __init__(self, demo, words, company):
        self.demo, self.browser = demo, demo.browser()
        for word in words:
            page = self.browser.get(f"{demo.mall['url']}/?q={urllib.parse.quote(word)}")
            form = page.form_with(field="product")
            ticked = [f[1] for f in form.fields if f[0] == "product" and f[2]]
            first = next(f[1] for f in form.fields if f[0] == "product" and not f[2])
            page = self.browser.send(page, form, {"product": ticked + [first]}, "To Settlement")
        page = self.browser.send(page, page.form_with(action=f"/confirm/{company}$"))
        self.page = self.browser.send(page, page.form_with(action="/handover"), press="OK")
        self.url = self.page.url

    def request(self):
        return self.browser.send(self.page, self.page.form_with(field="request"))

    def pay(self, company, customer=0, press="Purchase"):
        who = self.demo.company(company)["customers"][customer]
        card = self.request()
        fill = {} if press == "Reject" else {"card": who["card"], "password": who["password"]}
        self.result = self.browser.send(card, card.form_with(action="/settle"), fill, press)
        return self.carry()

    def carry(self):
        """The browser carries the answer to the mall."""
        self.browser.send(self.result, self.result.form_with(field="document"))
        self.page = self.browser.get(self.url)
        return self

    def choose(self, company):
        self.page = self.browser.send(self.page, self.page.form_with(value=company))
        return self

    def ship(self, name, press="Ship"):
        self.accept(name, press)
        return self.carry()

    def accept(self, name, press="Ship"):
        """At the shipping company; its answer is not carried to the mall."""
        page = self.request()
        self.result = self.browser.send(page, page.form_with(action="/ship"), {
            "country": "JP", "postal-code": "106-0045", "region": "東京都", "city": "港区", "street": "麻布十番1-2-3", "building": "見本館 101",
            "name": name, "kana": "", "phone": "03-0000-0000"}, press)

    def number(self):
        return re.search(r"Purchase number\s*([0-9a-z]{26})", self.browser.get(self.url).text).group(1)


def queue(demo):
    """Numbers that wait at the mall's packing desk, the oldest first."""
    links = demo.page(demo.mall, "/packing").links
    return list(dict.fromkeys(link.split("/")[-1] for link in links if re.fullmatch(r"/packing/[0-9a-z]{26}", link)))


def pack(demo, numbers):
    desk, mall = demo.desk(demo.mall), demo.mall["desk_url"]
    for number in numbers:
        page = desk.get(f"{mall}/packing/{number}")
        page = desk.send(page, page.form_with(action="/open$"))
        desk.send(page, page.form_with(action="/pack$"))


def hand_over(demo, leave=0):
    """What is on the shelf, but for some; what the QR codes of the rest say."""
    desk, mall = demo.desk(demo.mall), demo.mall["desk_url"]
    page = desk.get(f"{mall}/handing")
    form = page.form_with(action="/handing$")
    boxes = [f[1] for f in form.fields if f[0] == "parcel"][leave:]
    texts = [desk.get(f"{mall}/label/{box.replace('.', '/')}?as=text").text for box in boxes]
    desk.send(page, form, {"parcel": boxes}, "hand")
    return texts


def take_in(demo, texts):
    company = demo.company("S")
    desk, base = demo.desk(company), company["desk_url"]
    for text in texts:
        page = desk.get(f"{base}/scan")
        desk.send(page, page.form_with(field="code"), {"code": text.strip()})


def send_out(demo, name, leave=0):
    """A tour with what is at the depot, but for some; the address of its page."""
    company = demo.company("S")
    desk, base = demo.desk(company), company["desk_url"]
    page = desk.get(f"{base}/tours")
    page = desk.send(page, page.form_with(field="name"), {"name": name})
    form = page.form_with(field="parcel")
    waiting = [f[1] for f in form.fields if f[0] == "parcel"]
    return desk.send(page, form, {"parcel": waiting[:len(waiting) - leave]}).url.split("?")[0]


def end_day(demo, tour, nobody_in=0):
    """All that went out is delivered, but for some, and the cash is counted."""
    desk = demo.desk(demo.company("S"))
    page = desk.get(tour + "/day")
    form = page.form_with(action="/day$")
    results = [f[0] for f in form.fields if f[0].startswith("result-")]
    fill, failed = {}, [result.removeprefix("result-") for result in results[len(results) - nobody_in:]]
    for parcel in failed:
        fill |= {f"result-{parcel}": "nobody-in", f"cash-{parcel}": ""}
    paid = [f for f in form.fields if f[0].startswith("cash-") and f[0].removeprefix("cash-") not in failed]
    cash = sum(int(f[1].replace(",", "") or 0) for f in paid)
    fill |= {f[0]: str(cash) for f in form.fields if f[0].startswith("counted-")}
    desk.send(page, form, fill)


def send_back(demo):
    """A parcel that could not be delivered goes back to the mall's dock."""
    company = demo.company("S")
    desk, base = demo.desk(company), company["desk_url"]
    link = next(link for link in desk.get(f"{base}/parcels?state=failed").links if re.fullmatch(r"/parcels/\d+", link))
    page = desk.get(base + link)
    desk.send(page, page.form_with(value="return"))


def send_data(demo):
    """Packs what is sent as data, and has the companies mail it."""
    page = demo.page(demo.mall, "/digital")
    demo.desk(demo.mall).send(page, page.form_with(action="/digital/pack"), {}, "all")
    under_way = lambda text: "eing packed" in text or "on its way" in text
    demo.wait("the transfer of parcels", lambda: not under_way(demo.page(demo.mall, "/digital").text))


def cash_out(demo):
    company = demo.company("S")
    safe = next(b for b in demo.verb(company, "cod", "list", "--json")["balances"] if b["account"] == "depot")
    demo.verb(company, "cod", "deposit", str(safe["balance"]), "JPY")
    demo.verb(company, "cod", "remit", "--json")


def bank_statement(demo, name, items):
    """A camt.053 file of company A's bank, taken in. Items: (amount, its number at the bank, payer, text, end to end)."""
    entries = "".join(
        f'<Ntry><Amt Ccy="JPY">{abs(amount)}</Amt><CdtDbtInd>{"CRDT" if amount > 0 else "DBIT"}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{demo.today()}</Dt></BookgDt><AcctSvcrRef>{name}-{n}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Pty><Nm>{payer}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for n, (amount, payer, text, end_to_end) in enumerate(items, 1))
    file = demo.folder / f"{name}.xml"
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{name}</MsgId><CreDtTm>{demo.today()}T09:00:00Z</CreDtTm></GrpHdr><Stmt><Id>{name}</Id>"
        f"<Acct><Id><Othr><Id>1234567</Id></Othr></Id><Ccy>JPY</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>\n")
    demo.verb(demo.company("A"), "payment", "import", str(file))


def refund(demo, purchase, amount):
    desk, mall = demo.desk(demo.mall), demo.mall["desk_url"]
    page = desk.get(f"{mall}/purchases/{purchase}/refund?amount={amount}")
    desk.send(page, page.form_with(action="/refund$"))


def cancel(demo, purchase):
    desk, mall = demo.desk(demo.mall), demo.mall["desk_url"]
    page = desk.get(f"{mall}/purchases/void?number={purchase}")
    desk.send(page, page.form_with(action="/void$"))


def past(demo):
    """Forty days: purchases, their delivery, two bills, payments of the customers, of the credit and of the shipping company."""
    a, b = demo.company("A"), demo.company("B")
    by_card = [Order(demo, [what], "credit-a").pay("A", who).choose("shipping-s").ship(f"見本 一郎 {i}")
               for i, (what, who) in enumerate([("lamp", 0), ("pot", 2), ("Plane", 0)])]
    Order(demo, ["book"], "credit-b").pay("B").choose("shipping-s").ship("見本 桃子")
    Order(demo, ["quartet"], "credit-a").pay("A", 2)
    Order(demo, ["Ember"], "shipping-s").ship("見本 三郎")
    Order(demo, ["Plumbline"], "credit-a").pay("A")  # nobody ever chooses who brings it: what was set aside is released
    early = queue(demo)
    Order(demo, ["Towel"], "credit-a").pay("A", 2).choose("shipping-s").ship("見本 四郎")
    late = set(queue(demo)) - set(early)
    pack(demo, early)
    take_in(demo, hand_over(demo))
    end_day(demo, send_out(demo, "South"))
    send_data(demo)
    demo.wait_for_letters()

    demo.days_ago(38)
    for company in (a, b):
        demo.verb(company, "bill", "run", "--until", demo.today(), "--json")
    cash_out(demo)
    refund(demo, by_card[1].number(), 500)
    demo.wait_for_letters()

    demo.days_ago(30)
    bills = {bill["customer"]: bill for bill in demo.verb(a, "bill", "list", "--json")}
    paid, doubtful = sorted(bills.values(), key=lambda bill: bill["open"], reverse=True)[:2]
    bank_statement(demo, "bank-1", [(paid["open"], "T CUSTOMER", paid["reference"], "NOTPROVIDED"),
                                    (doubtful["open"], "TEST CUSTOMER", "for the parcel", "NOTPROVIDED")])
    demo.verb(a, "payout", "run", "--json")
    Order(demo, ["Saltcellar"], "credit-a").pay("A").choose("shipping-s").ship("見本 五郎")
    pack(demo, set(queue(demo)) - late)
    take_in(demo, hand_over(demo))
    end_day(demo, send_out(demo, "South"))
    demo.wait_for_letters()

    demo.days_ago(28)
    demo.verb(a, "bill", "run", "--until", demo.today(), "--json")
    payouts = demo.verb(a, "payout", "list", "--json")
    bank_statement(demo, "bank-2", [(-payout["amount"], "", "", payout["number"]) for payout in payouts])

    demo.days_ago(5)
    demo.verb(a, "bill", "run", "--until", demo.today(), "--json")  # the second bill is overdue: its first reminder
    demo.verb(a, "expire")
    pack(demo, late)  # too late: the credit company refuses the claim
    take_in(demo, hand_over(demo))
    end_day(demo, send_out(demo, "West"))
    demo.wait_for_letters()
    demo.days_ago(0)


def accepted_twice(demo):
    """One parcel asked of two companies: the second answer is refused, no parcel comes to that company."""
    order = Order(demo, ["Fernletters"], "credit-b").pay("B").choose("shipping-s")
    first = order.page
    order.choose("shipping-t").ship("見本 六郎")
    order.page = first
    order.accept("見本 六郎")


def present(demo):
    """Purchases as far as customers alone bring them, then those that go on at the desks."""
    Order(demo, ["tea"], "credit-a")  # nobody answers
    Order(demo, ["book"], "credit-c").pay("C", press="Reject")
    Order(demo, ["lamp"], "credit-b").pay("B", customer=3)  # declined: the limit is too low
    Order(demo, ["Plumbline"], "credit-a").pay("A")  # paid, and no company chosen yet
    Order(demo, ["fog"], "credit-b").pay("B")
    Order(demo, ["Rainledger"], "shipping-s").ship("見本 太郎", press="Reject")
    # Which parcel goes how far is said by who ordered it, never by the order of a list: what happens within one second has none.
    unpacked = [Order(demo, ["ink"], "credit-a").pay("A", 2).choose("shipping-s").ship(f"見本 花子 {i}") for i in range(2)]
    left = set(queue(demo))
    for i in range(3):
        Order(demo, ["seeds"], "shipping-s").ship(f"見本 次郎 {i}")
    send_data(demo)
    Order(demo, ["wallpaper"], "credit-a").pay("A")  # digital, and not packed yet
    pack(demo, set(queue(demo)) - left)
    take_in(demo, hand_over(demo))
    north = send_out(demo, "North")  # three to be paid at the door
    packed = [Order(demo, ["ink"], "credit-a").pay("A", 2).choose("shipping-s").ship(f"見本 花子 {i}") for i in range(2, 7)]
    pack(demo, set(queue(demo)) - left)
    cancel(demo, unpacked[0].number())  # before it was packed
    cancel(demo, packed[0].number())  # on the shelf
    texts = hand_over(demo, leave=1)
    take_in(demo, [*texts[1:], texts[1]])  # one is still on its way to the depot, one is scanned twice
    send_out(demo, "East", leave=1)  # still under way; one waits at the depot
    end_day(demo, north, nobody_in=2)
    send_back(demo)
    accepted_twice(demo)
    demo.wait_for_letters()


def main():
    demo = Demo(sys.argv[1], sys.argv[2])
    if demo.clock.exists():
        past(demo)
    present(demo)


if __name__ == "__main__":
    main()
