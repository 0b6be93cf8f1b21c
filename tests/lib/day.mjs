// Days of the calendar where the demo's companies are, as their pages show and take them: src/core/day.h in Asia/Tokyo.
const ahead = 9 * 3600;

// Of seconds since 1970, "2026-11-28"; without them today's.
export const dayOf = (seconds = Date.now() / 1000) => new Date((seconds + ahead) * 1000).toISOString().slice(0, 10);
// "2026-11-28 18:30 JST".
export const timeOf = (seconds) => `${new Date((seconds + ahead) * 1000).toISOString().slice(0, 16).replace('T', ' ')} JST`;
// The next of the moments at which a day begins.
export const nextDay = (seconds) => (Math.floor((seconds + ahead) / 86_400) + 1) * 86_400 - ahead;
