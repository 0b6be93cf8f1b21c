// Reads a page as a person without scripts would use it: its text, its forms, its buttons.
import { parse } from 'parse5';

const attribute = (node, name) => node.attrs?.find((a) => a.name === name)?.value;
const has = (node, name) => attribute(node, name) !== undefined;

function* walk(node) {
  yield node;
  for (const child of node.childNodes ?? []) yield* walk(child);
}

function textOf(node) {
  let text = '';
  for (const one of walk(node)) if (one.nodeName === '#text') text += one.value;
  return text.replace(/\s+/g, ' ').trim();
}

const controls = new Set(['input', 'button', 'select', 'textarea']);

// The choices of a select: {value, text, chosen}. Without a chosen one a browser shows the first.
function optionsOf(node) {
  const options = [...walk(node)].filter((one) => one.nodeName === 'option')
    .map((one) => ({ value: attribute(one, 'value') ?? textOf(one), text: textOf(one), chosen: has(one, 'selected') }));
  if (options.length && !options.some((o) => o.chosen)) options[0].chosen = true;
  return options;
}

class Form {
  constructor(node, page) {
    this.node = node;
    this.page = page;
    this.id = attribute(node, 'id');
    this.action = attribute(node, 'action') ?? '';
    this.method = (attribute(node, 'method') ?? 'get').toUpperCase();
    this.target = attribute(node, 'target');
    this.classes = (attribute(node, 'class') ?? '').split(/\s+/);
    this.fields = [];
    this.buttons = [];
    for (const one of walk(node)) {
      if (!controls.has(one.nodeName)) continue;
      const type = attribute(one, 'type') ?? (one.nodeName === 'button' ? 'submit' : 'text');
      const control = {
        name: attribute(one, 'name'), type, value: attribute(one, 'value') ?? '', checked: has(one, 'checked'),
        disabled: has(one, 'disabled'), id: attribute(one, 'id'), node: one, text: textOf(one),
      };
      if (one.nodeName === 'select') {
        control.type = 'select';
        control.options = optionsOf(one);
        control.value = control.options.findLast((o) => o.chosen)?.value;
      }
      if (type === 'submit' && has(one, 'hidden')) continue; // for scripts to show
      if (type === 'submit') this.buttons.push(control);
      else if (type !== 'button') this.fields.push(control);
    }
  }

  field(name) {
    return this.fields.find((f) => f.name === name);
  }
  value(name) {
    return this.field(name)?.value;
  }
  button(textOrValue) {
    return this.buttons.find((b) => b.text === textOrValue || b.value === textOrValue);
  }

  // The form's entries in order, as a browser sends them. `fill`: name to value, or to a list of values for boxes to tick
  // (the others of that name are cleared). `press`: the text or value of a button.
  entries({ fill = {}, press } = {}) {
    const entries = [];
    const filled = new Set();
    for (const field of this.fields) {
      if (!field.name || field.disabled) continue;
      const given = fill[field.name];
      if (given !== undefined) filled.add(field.name);
      if (field.type === 'checkbox' || field.type === 'radio') {
        const ticked = given === undefined ? field.checked : [given].flat().includes(field.value);
        if (ticked) entries.push([field.name, field.value]);
      } else if (field.type === 'select') {
        const value = given ?? field.value;
        if (given !== undefined && !field.options.some((o) => o.value === given)) {
          throw new Error(`'${given}' cannot be chosen as '${field.name}', only ${field.options.map((o) => o.value).join(', ')}`);
        }
        if (value !== undefined) entries.push([field.name, value]);
      } else {
        entries.push([field.name, given ?? field.value]);
      }
    }
    for (const name of Object.keys(fill)) if (!filled.has(name)) throw new Error(`the form has no field '${name}'`);
    if (press !== undefined) {
      const button = this.button(press);
      if (!button) throw new Error(`the form has no button '${press}', only ${this.buttons.map((b) => b.text).join(', ')}`);
      if (button.name) entries.push([button.name, button.value]);
    }
    return entries;
  }
}

export class Page {
  constructor(html, url) {
    this.html = html;
    this.url = url;
    this.document = parse(html);
    this.forms = this.all('form').map((node) => new Form(node, this));
  }

  all(name, test = () => true) {
    return [...walk(this.document)].filter((node) => node.nodeName === name && test((a) => attribute(node, a), node));
  }
  get text() {
    return textOf(this.all('main')[0] ?? this.document);
  }
  get heading() {
    return textOf(this.all('h1')[0] ?? { childNodes: [] });
  }
  get title() {
    return textOf(this.all('title')[0] ?? { childNodes: [] });
  }
  // What the page says of the act that led to it.
  get said() {
    return this.texts('p', (a) => a('role') === 'status').join(' ');
  }
  texts(name, test) {
    return this.all(name, test).map(textOf);
  }
  // The form with that id, that action, or that holds that field.
  form(key) {
    const found = this.forms.find((f) => f.id === key || f.action === key || f.field(key));
    if (!found) throw new Error(`${this.url} has no form '${key}': ${this.title} / ${this.text.slice(0, 300)}`);
    return found;
  }
  // The forms of that class.
  formsOf(name) {
    return this.forms.filter((f) => f.classes.includes(name));
  }
  hasForm(key) {
    return this.forms.some((f) => f.id === key || f.action === key || f.field(key));
  }
}

export { attribute, textOf, walk };
