#!/usr/bin/python3
"""Fills a demo with purchases in every state, so that no page of a console is empty.

Goes the customers' and the operators' way through the real pages, without scripts. Usage: seed.py DIR, where DIR holds the demo.json of a demo that runs.
"""
import http.client
import http.cookies
import json
import pathlib
import re
import socket
import ssl
import sys
import urllib.parse
from html.parser import HTMLParser


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
    def __init__(self, folder):
        self.about = json.loads((pathlib.Path(folder) / "demo.json").read_text())
        self.authority, self.mall = self.about["ca_file"], self.about["mall"]

    def browser(self):
        return Browser(self.authority)

    def company(self, name):
        return next(c for role in ("credit", "shipping") for c in self.about[role] if c["name"] == name)

    def desk(self, party):
        browser = self.browser()
        page = browser.get(party["desk_url"] + "/sign-in")
        user = party["operator"]
        browser.send(page, page.form_with(action="/sign-in"), {"name": user["user"], "password": user["password"]})
        return browser


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

    def pay(self, company, customer=0, press="Purchase", password=None):
        who = self.demo.company(company)["customers"][customer]
        card = self.request()
        fill = {} if press == "Reject" else {"card": who["card"], "password": password or who["password"]}
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
        page = self.request()
        self.result = self.browser.send(page, page.form_with(action="/ship"), {
            "country": "JP", "postal-code": "106-0045", "region": "東京都", "city": "港区", "street": "麻布十番1-2-3", "building": "見本館 101",
            "name": name, "kana": "", "phone": "03-0000-0000"}, press)
        return self.carry()


def customers(demo):
    """Purchases as far as customers alone bring them. Returns those that go on at the desks."""
    Order(demo, ["tea"], "credit-a")  # nobody answers
    Order(demo, ["book"], "credit-a").pay("A", press="Reject")
    Order(demo, ["lamp"], "credit-b").pay("B", customer=3)  # declined: the limit is too low
    Order(demo, ["Plumbline"], "credit-a").pay("A")  # paid, and no company chosen yet
    Order(demo, ["wallpaper"], "credit-a").pay("A")  # digital
    Order(demo, ["fog"], "credit-b").pay("B")
    Order(demo, ["Rainledger"], "shipping-s").ship("見本 太郎", press="Reject")
    to_pack = [Order(demo, ["ink"], "credit-a").pay("A", 2).choose("shipping-s").ship(f"見本 花子 {i}") for i in range(5)]
    at_door = [Order(demo, ["seeds"], "shipping-s").ship(f"見本 次郎 {i}") for i in range(3)]
    return to_pack, at_door


def pack(demo, desk):
    """Packs what the queue holds, but for the two oldest."""
    mall = demo.mall["desk_url"]
    queue = desk.get(f"{mall}/packing")
    numbers = [link.split("/")[-1] for link in queue.links if re.fullmatch(r"/packing/[0-9a-z]{26}", link)]
    for number in numbers[2:]:
        page = desk.get(f"{mall}/packing/{number}")
        page = desk.send(page, page.form_with(action="/open$"))
        desk.send(page, page.form_with(action="/pack$"))


def labels(demo, desk):
    """What the QR codes of the parcels say that were handed over, but for one that is still on its way to the depot."""
    mall = demo.mall["desk_url"]
    page = desk.get(f"{mall}/handing")
    form = page.form_with(action="/handing")
    boxes = [f[1] for f in form.fields if f[0] == "parcel"]
    texts = [desk.get(f"{mall}/label/{box.replace('.', '/')}?as=text").text for box in boxes[1:]]
    desk.send(page, form, {"parcel": boxes[1:]}, "hand")
    return texts[1:]


def depot(demo, texts):
    """Takes the parcels in, one of them twice; sends a tour out with all but one, and ends its day."""
    company = demo.company("S")
    desk, base = demo.desk(company), company["desk_url"]
    for text in [*texts, texts[0]]:
        page = desk.get(f"{base}/scan")
        desk.send(page, page.form_with(field="code"), {"code": text.strip()})
    page = desk.get(f"{base}/tours")
    page = desk.send(page, page.form_with(field="name"), {"name": "North"})
    form = page.form_with(field="parcel")
    waiting = [f[1] for f in form.fields if f[0] == "parcel"]
    page = desk.send(page, form, {"parcel": waiting[:-1]})
    page = desk.get(page.url.split("?")[0] + "/day")
    form = page.form_with(action="/day$")
    results = [f[0] for f in form.fields if f[0].startswith("result-")]
    fill = {results[-1]: "nobody-in"}
    failed = results[-1].removeprefix("result-")
    fill[f"cash-{failed}"] = ""
    cash = sum(int(f[1].replace(",", "") or 0) for f in form.fields if f[0].startswith("cash-") and f[0] != f"cash-{failed}")
    fill |= {f[0]: str(cash) for f in form.fields if f[0].startswith("counted-")}
    desk.send(page, form, fill)


def main():
    demo = Demo(sys.argv[1])
    customers(demo)
    desk = demo.desk(demo.mall)
    pack(demo, desk)
    depot(demo, labels(demo, desk))


if __name__ == "__main__":
    main()
