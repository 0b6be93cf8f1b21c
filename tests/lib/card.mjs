// A card number that nobody has, with a right check digit (ISO/IEC 7812-1 annex B).
export function strangeCard(n = 0) {
  const digits = `999999${String(n).padStart(9, '0')}`;
  let sum = 0;
  [...digits].reverse().forEach((c, i) => {
    const doubled = i % 2 === 0 ? Number(c) * 2 : Number(c);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return digits + ((10 - (sum % 10)) % 10);
}
