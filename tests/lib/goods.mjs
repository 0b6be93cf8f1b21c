// Changing the catalogue as the operator does.
import fs from 'node:fs';
import path from 'node:path';

// Imports a product's line again, changed. The running mall notices by itself.
async function change(world, sku, edit) {
  const exported = await world.mall.cli('catalogue', 'export');
  const [heading, ...lines] = exported.stdout.split(/\r?\n/);
  const line = lines.find((l) => l.startsWith(`"${sku}",`));
  const file = path.join(world.folder, `change-${sku}.csv`);
  fs.writeFileSync(file, `${heading}\n${edit(line)}\n`);
  const result = await world.mall.cli('catalogue', 'import', file);
  if (result.code !== 0) throw new Error(result.stderr);
}

// Minor units.
export function setPrice(world, sku, price) {
  return change(world, sku, (line) => line.replace(/,"\d+","JPY",/, `,"${price}","JPY",`));
}
// Edges in mm as "120x80x5", and g; both empty: not measured.
export function setSize(world, sku, size, weight) {
  return change(world, sku, (line) => line.replace(/,"[^"]*","[^"]*"$/, `,"${size}","${weight}"`));
}
