// Looking into a party's database from outside, with the databases' own programs.
import fs from 'node:fs';
import path from 'node:path';

import { succeed } from './program.mjs';

export const postgres = process.env.SEALCART_TEST_POSTGRES;
export const without_postgres = 'no PostgreSQL: set SEALCART_TEST_POSTGRES (see tests/postgres)';

// The stores to test with; the second is skipped with a reason when there is none.
export const stores = [
  { store: 'sqlite', skip: false },
  { store: 'postgres', skip: postgres ? false : without_postgres },
];

function uriOf(name) {
  const uri = new URL(postgres);
  uri.pathname = `/${name}`;
  return uri.href;
}

export async function createDatabase(name) {
  await succeed('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', postgres, '-c', `CREATE DATABASE "${name}"`]);
}
export async function dropDatabase(name) {
  await succeed('psql', ['-X', '-q', '-d', postgres, '-c', `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`]);
}

// `place`: {file} or {database}.
export class Store {
  constructor(place) {
    this.place = place;
  }
  // Rows as objects. Binary columns: wrap them in hex() or encode() as the dialect has it; see hex().
  async query(sql) {
    if (this.place.database) {
      const text = await succeed('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', uriOf(this.place.database),
        '-c', `SELECT coalesce(json_agg(t), '[]') FROM (${sql}) t`]);
      return JSON.parse(text);
    }
    const text = await succeed('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 5000', this.place.file, sql]);
    return text.trim() === '' ? [] : JSON.parse(text);
  }
  async one(sql) {
    return (await this.query(sql))[0];
  }
  async count(table, where = 'true') {
    return Number((await this.one(`SELECT count(*) AS n FROM ${table} WHERE ${where}`)).n);
  }
  // Changes rows behind the server's back.
  async change(sql) {
    if (this.place.database) await succeed('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', uriOf(this.place.database), '-c', sql]);
    else await succeed('sqlite3', ['-cmd', '.timeout 5000', this.place.file, sql]);
  }
  // Everything in it as text: SQL statements.
  async dump(tables) {
    if (this.place.database) {
      return succeed('pg_dump', ['--inserts', '-d', uriOf(this.place.database), ...(tables ?? []).flatMap((t) => ['-t', t])]);
    }
    return succeed('sqlite3', ['-readonly', this.place.file, `.dump ${(tables ?? []).join(' ')}`]);
  }
  // A text that changes when any row of these tables does.
  async state(tables) {
    if (!this.place.database) return this.dump(tables);
    const texts = []; // a dump of PostgreSQL is never twice the same
    for (const table of tables) {
      const rows = await this.query(`SELECT * FROM ${table}`);
      texts.push(table, ...rows.map((row) => JSON.stringify(row)).sort());
    }
    return texts.join('\n');
  }
}

// Files of a party's own folder that hold data: database, its log, log files.
export function dataFiles(folder) {
  const files = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) files.push(...dataFiles(at));
    else if (entry.isFile()) files.push(at);
  }
  return files;
}
