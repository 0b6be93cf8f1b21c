// Changing the catalogue as the operator does.
import fs from 'node:fs';
import path from 'node:path';

// Sets a product's price (minor units) by importing its line again. The running mall notices by itself.
export async function setPrice(world, sku, price) {
  const exported = await world.mall.cli('catalogue', 'export');
  const [heading, ...lines] = exported.stdout.split('\n');
  const line = lines.find((l) => l.startsWith(`"${sku}",`));
  const file = path.join(world.folder, `price-${sku}.csv`);
  fs.writeFileSync(file, `${heading}\n${line.replace(/,"\d+","JPY",/, `,"${price}","JPY",`)}\n`);
  const result = await world.mall.cli('catalogue', 'import', file);
  if (result.code !== 0) throw new Error(result.stderr);
}
