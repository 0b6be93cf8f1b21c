// A bank's statement files (camt.053.001.08), by hand.
const text = (s) => s.replace(/[<&>]/g, (c) => `&#${c.charCodeAt(0)};`);

// `items`: {amount, id, payer, remittance, endToEnd}; amounts as decimal texts, negative for what went out.
export function statementFile({ account = '1234567', currency = 'JPY', items = [], id = 'S1', day = '2026-11-28' } = {}) {
  return fileOf([statement({ account, currency, items, id, day })]);
}
export const fileOf = (statements) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-28T09:00:00Z</CreDtTm></GrpHdr>${statements.join('')}</BkToCstmrStmt></Document>`;

export function statement({ account = '1234567', currency = 'JPY', items = [], id = 'S1', day = '2026-11-28' } = {}) {
  const entries = items.map(({ amount, id: reference, payer, remittance, endToEnd }) => {
    const out = String(amount).startsWith('-');
    const sum = String(amount).replace('-', '');
    return `<Ntry><Amt Ccy="${currency}">${sum}</Amt><CdtDbtInd>${out ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt>`
      + `<AcctSvcrRef>${reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>${endToEnd ?? 'NOTPROVIDED'}</EndToEndId></Refs>`
      + (payer ? `<RltdPties><Dbtr><Pty><Nm>${text(payer)}</Nm></Pty></Dbtr></RltdPties>` : '')
      + (remittance ? `<RmtInf><Ustrd>${text(remittance)}</Ustrd></RmtInf>` : '') + '</TxDtls></NtryDtls></Ntry>';
  });
  return `<Stmt><Id>${id}</Id><Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>${entries.join('')}</Stmt>`;
}
