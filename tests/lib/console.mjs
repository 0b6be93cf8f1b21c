// An operator at a party's desk, in a browser without scripts.
export class Console {
  constructor(world, party) {
    this.party = party;
    this.browser = world.browser();
  }

  // Signs in as the party's operator of the demo, or as `user`.
  static async open(world, party, { user = party.operator.user, password = party.operator.password } = {}) {
    const desk = new Console(world, party);
    const answer = await desk.signIn(user, password);
    if (answer.status !== 200) throw new Error(`no sign-in at ${party.id}: ${answer.status} ${answer.page.text.slice(0, 300)}`);
    return desk;
  }

  async signIn(user, password, code = '') {
    const page = await this.browser.get(`${this.party.desk_url}/sign-in`);
    return this.browser.submit(page.page.form('/sign-in'), { fill: { name: user, password, code } });
  }

  get(path) {
    return this.browser.get(`${this.party.desk_url}${path}`);
  }

  // Fills and sends a form of the page at `path`: the one with that id, action or field. Follows to where it leads.
  async submit(path, form, options = {}) {
    const page = await this.get(path);
    return this.browser.submit(page.page.form(form), options);
  }
}
