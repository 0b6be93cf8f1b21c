#include "bank/camt053.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "bank/grammar_for_test.h"
#include "bank/statement_for_test.h"

namespace sealcart::bank {
namespace {

std::string code_of(const std::string& xml) {
  const auto read = camt053(xml);
  return read ? std::string() : read.error().code;
}

Statement only(const std::string& xml) {
  const auto read = camt053(xml);
  EXPECT_TRUE(read) << (read ? "" : read.error().code + ": " + read.error().detail);
  if (!read || read->size() != 1) return {.currency = *Currency::parse("JPY")};
  return read->front();
}

TEST(Camt053, GivesWhatTheBankSays) {
  const std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?>
<b:Document xmlns:b="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><b:BkToCstmrStmt>
 <b:GrpHdr><b:MsgId>M</b:MsgId></b:GrpHdr>
 <b:Stmt><b:Id> S-7 </b:Id><b:ElctrncSeqNb>42</b:ElctrncSeqNb>
  <b:Acct><b:Id><b:IBAN>DE89370400440532013000</b:IBAN></b:Id><b:Ccy>EUR</b:Ccy>
   <b:Svcr><b:FinInstnId><b:BICFI>COBADEFFXXX</b:BICFI></b:FinInstnId></b:Svcr></b:Acct>
  <b:Bal><b:Tp><b:CdOrPrtry><b:Cd>OPBD</b:Cd></b:CdOrPrtry></b:Tp><b:Amt Ccy="EUR">10</b:Amt>
   <b:CdtDbtInd>DBIT</b:CdtDbtInd><b:Dt><b:Dt>2026-11-27</b:Dt></b:Dt></b:Bal>
  <b:Bal><b:Tp><b:CdOrPrtry><b:Cd>CLAV</b:Cd></b:CdOrPrtry></b:Tp><b:Amt Ccy="EUR">99</b:Amt>
   <b:CdtDbtInd>CRDT</b:CdtDbtInd><b:Dt><b:Dt>2026-11-28</b:Dt></b:Dt></b:Bal>
  <b:Bal><b:Tp><b:CdOrPrtry><b:Cd>CLBD</b:Cd></b:CdOrPrtry></b:Tp><b:Amt Ccy="EUR">20.15</b:Amt>
   <b:CdtDbtInd>CRDT</b:CdtDbtInd><b:Dt><b:DtTm>2026-11-28T23:59:59+01:00</b:DtTm></b:Dt></b:Bal>
  <b:Ntry><b:NtryRef>N1</b:NtryRef><b:Amt Ccy="EUR">30.15</b:Amt><b:CdtDbtInd>CRDT</b:CdtDbtInd>
   <b:RvslInd>true</b:RvslInd><b:Sts><b:Cd>BOOK</b:Cd></b:Sts>
   <b:BookgDt><b:DtTm>2026-11-28T10:00:00+01:00</b:DtTm></b:BookgDt><b:ValDt><b:Dt>2026-11-29</b:Dt></b:ValDt>
   <b:AcctSvcrRef>REF-1</b:AcctSvcrRef><b:BkTxCd><b:Prtry><b:Cd>X</b:Cd></b:Prtry></b:BkTxCd>
   <b:NtryDtls><b:TxDtls>
    <b:Refs><b:EndToEndId>E1</b:EndToEndId><b:TxId>T1</b:TxId></b:Refs>
    <b:Amt Ccy="EUR">30.15</b:Amt><b:CdtDbtInd>CRDT</b:CdtDbtInd>
    <b:RltdPties><b:Dbtr><b:Pty><b:Nm>Test Customer 1</b:Nm></b:Pty></b:Dbtr>
     <b:DbtrAcct><b:Id><b:Othr><b:Id>555</b:Id></b:Othr></b:Id></b:DbtrAcct></b:RltdPties>
    <b:RltdAgts><b:DbtrAgt><b:FinInstnId><b:BICFI>DEUTDEFF</b:BICFI></b:FinInstnId></b:DbtrAgt></b:RltdAgts>
    <b:RmtInf><b:Ustrd>bill <![CDATA[<7> &]]></b:Ustrd><b:Ustrd>November &amp; &#x65E5;</b:Ustrd>
     <b:Strd><b:CdtrRefInf><b:Ref>RF18539007547034</b:Ref></b:CdtrRefInf></b:Strd></b:RmtInf>
   </b:TxDtls></b:NtryDtls></b:Ntry>
 </b:Stmt></b:BkToCstmrStmt></b:Document>)";
  const Statement statement = only(xml);
  Statement expected{.id = "S-7",
                     .sequence = "42",
                     .account = {.iban = "DE89370400440532013000", .agent_bic = "COBADEFFXXX"},
                     .currency = *Currency::parse("EUR"),
                     .opening = Balance{-1000, "2026-11-27"},
                     .closing = Balance{2015, "2026-11-28"}};
  expected.items = {{.identity = "DE89370400440532013000|reference|REF-1|2026-11-28|3015|1",
                     .minor = 3015,
                     .reversal = true,
                     .booked = "2026-11-28",
                     .valued = "2026-11-29",
                     .bank_reference = "REF-1",
                     .entry_reference = "N1",
                     .end_to_end_id = "E1",
                     .transaction_id = "T1",
                     .remittance = "bill <7> & November & 日",
                     .reference = "RF18539007547034",
                     .debtor = "Test Customer 1",
                     .debtor_account = {.other = "555", .agent_bic = "DEUTDEFF"}}};
  EXPECT_EQ(statement, expected);
}

TEST(Camt053, SplitsAnEntryOfSeveralPayments) {
  const Statement statement =
      only(file(stmt(bal("OPBD", "0") + bal("CLBD", "60") +
                     ntry({.amount = "60", .details = part("10", "a") + part("50", "b"), .reference = "R"}))));
  ASSERT_EQ(statement.items.size(), 2u);
  EXPECT_EQ(statement.items[0].minor, 10);
  EXPECT_EQ(statement.items[1].minor, 50);
  EXPECT_EQ(statement.items[1].end_to_end_id, "b");
  EXPECT_EQ(statement.items[0].identity, "1234567|reference|R|2026-11-28|10|1");
  EXPECT_EQ(statement.items[1].identity, "1234567|reference|R|2026-11-28|50|2");

  const auto details = [](const std::string& parts) {
    return code_of(file(stmt(ntry({.amount = "60", .details = parts}))));
  };
  EXPECT_EQ(details(part("10", "a") + part("49", "b")), "statement-details");
  EXPECT_EQ(details(part("60", "a") + part("", "b")), "statement-details");
  EXPECT_EQ(details(part("10", "a", "EUR") + part("50", "b")), "statement-details");
  EXPECT_EQ(details(part("10.5", "a") + part("49.5", "b")), "statement-amount");
  // Both ways of grouping, a returned one among them (version 08 says the direction), and one of another currency
  // before it was changed.
  EXPECT_EQ(details(part("10", "a") + "</NtryDtls><NtryDtls>" + part("50", "b")), "");
  EXPECT_EQ(details("<TxDtls><Amt Ccy='JPY'>70</Amt></TxDtls>"
                    "<TxDtls><Amt Ccy='JPY'>10</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>"),
            "");
  EXPECT_EQ(details("<TxDtls><AmtDtls><InstdAmt><Amt Ccy='XAU'>1</Amt></InstdAmt><TxAmt><Amt Ccy='JPY'>50</Amt></TxAmt>"
                    "</AmtDtls></TxDtls>" +
                    part("10", "b")),
            "");
  // Nothing to tell them apart by: one item.
  const Statement whole = only(file(stmt(ntry({.amount = "60", .details = part("", "a") + part("", "b")}))));
  ASSERT_EQ(whole.items.size(), 1u);
  EXPECT_EQ(whole.items[0].minor, 60);
  EXPECT_EQ(whole.items[0].end_to_end_id, "");
  // A single payment has the entry's amount, whatever came before charges.
  EXPECT_EQ(only(file(stmt(ntry({.amount = "60", .details = part("65", "a")})))).items[0].minor, 60);
}

TEST(Camt053, TakesWhatIsBooked) {
  const Statement statement =
      only(file(stmt(bal("PRCD", "100") + bal("CLBD", "70") + ntry({.amount = "30", .direction = "DBIT"}) +
                     ntry({.amount = "5", .status = "PDNG"}) + ntry({.amount = "6", .status = "<Prtry>SOON</Prtry>"})),
                "08"));
  ASSERT_EQ(statement.items.size(), 1u);
  EXPECT_EQ(statement.items[0].minor, -30);
  EXPECT_EQ(statement.opening->minor, 100);
}

TEST(Camt053, TheSumIsChecked) {
  const auto sum = [](const std::string& contents) { return code_of(file(stmt(contents))); };
  EXPECT_EQ(sum(bal("OPBD", "0") + bal("CLBD", "61") + ntry({.amount = "60"})), "statement-sum");
  EXPECT_EQ(sum(bal("OPBD", "0") + bal("CLBD", "60", "DBIT") + ntry({.amount = "60"})), "statement-sum");
  EXPECT_EQ(sum(bal("OPBD", "0") + bal("CLBD", "60", "DBIT") + ntry({.amount = "60", .direction = "DBIT"})), "");
  EXPECT_EQ(sum(bal("CLBD", "61") + ntry({.amount = "60"})), "");
  EXPECT_EQ(sum(bal("OPBD", "7") + ntry({.amount = "60"})), "");
  EXPECT_EQ(sum(bal("OPBD", "1000000000000000") + bal("CLBD", "1") + ntry({.amount = "1000000000000000"})),
            "statement-sum");
}

TEST(Camt053, FaultsAreNamed) {
  const auto in_statement = [](const std::string& contents) { return code_of(file(stmt(contents))); };
  EXPECT_EQ(in_statement(ntry({.amount = "1.5"})), "statement-amount");
  EXPECT_EQ(in_statement(ntry({.amount = "-1"})), "statement-amount");
  EXPECT_EQ(in_statement(ntry({.amount = "9999999999999999"})), "statement-amount");
  EXPECT_EQ(in_statement(ntry({.amount = ""})), "statement-field");
  EXPECT_EQ(in_statement(ntry({.amount = "1", .currency = "XXX"})), "statement-currency");
  EXPECT_EQ(in_statement(ntry({.amount = "1", .currency = ""})), "statement-currency");
  EXPECT_EQ(in_statement(ntry({.amount = "1"}) + ntry({.amount = "1", .currency = "EUR"})), "statement-currency");
  EXPECT_EQ(in_statement(bal("OPBD", "1", "CRDT", "EUR") + ntry({.amount = "1"})), "statement-currency");
  EXPECT_EQ(in_statement(""), "statement-currency");
  EXPECT_EQ(in_statement("<Acct><Ccy>EUR</Ccy></Acct>" + ntry({.amount = "1"})), "statement-currency");
  EXPECT_EQ(in_statement(ntry({.amount = "1", .direction = "UP"})), "statement-field");
  EXPECT_EQ(in_statement(ntry({.amount = "1", .status = ""})), "statement-field");
  EXPECT_EQ(in_statement(ntry({.amount = "1", .day = "2026-02-30"})), "statement-field");
  EXPECT_EQ(in_statement(ntry({.amount = "1", .reference = std::string(36, 'x')})), "statement-field");
  EXPECT_EQ(in_statement(ntry({.amount = "1", .reference = std::string(9000, 'x')})), "statement-field");
  EXPECT_EQ(in_statement(bal("OPBD", "1") + bal("OPBD", "1")), "statement-field");
  EXPECT_EQ(in_statement("<Id>again</Id>" + ntry({.amount = "1"})), "statement-field");
  EXPECT_EQ(code_of(file("")), "statement-field");
  EXPECT_EQ(code_of(file(stmt(ntry({.amount = "1"}), ""))), "statement-field");
  EXPECT_EQ(code_of(file("<Stmt><Id>S</Id>" + ntry({.amount = "1"}) + "</Stmt>")), "statement-field");
  EXPECT_EQ(code_of(file("<Stmt><Id>S</Id>" + ntry({.amount = "1"}) +
                         "<Acct><Id><Othr><Id>1</Id></Othr></Id></Acct></Stmt>")),
            "statement-field");
  EXPECT_EQ(camt053(file("\n\n" + stmt(ntry({.amount = "1.5"})))).error().detail.substr(0, 7), "Line 3:");
}

TEST(Camt053, SeveralAccountsAndOneStatementTwice) {
  const std::string first = stmt(ntry({.amount = "1"}), "A"), second = stmt(ntry({.amount = "2"}), "B");
  EXPECT_EQ(camt053(file(first + second))->size(), 2u);
  EXPECT_EQ(camt053(file(first + second + first))->size(), 2u);
  EXPECT_EQ(code_of(file(first + stmt(ntry({.amount = "2"}), "A"))), "statement-doubled");
  const std::string other_account =
      "<Stmt><Id>A</Id><Acct><Id><Othr><Id>7</Id></Othr></Id></Acct>" + ntry({.amount = "1"}) + "</Stmt>";
  const auto read = camt053(file(first + other_account));
  ASSERT_EQ(read->size(), 2u);
  EXPECT_NE((*read)[0].items[0].identity, (*read)[1].items[0].identity);
}

TEST(Camt053, IdentitiesTellPaymentsApartAndAgain) {
  const auto ids = [](const std::string& contents, const std::string& id = "S1") {
    std::vector<std::string> all;
    for (const auto& item : only(file(stmt(contents, id))).items) all.push_back(item.identity);
    return all;
  };
  using List = std::vector<std::string>;
  // With a reference: the same in whichever statement and place.
  const std::string known = ntry({.amount = "1", .reference = "R|1"});
  EXPECT_EQ(ids(known), List{"1234567|reference|R\\|1|2026-11-28|1|1"});
  EXPECT_EQ(ids(ntry({.amount = "9"}) + known, "S2")[1], ids(known)[0]);
  // One reference for two payments.
  EXPECT_EQ(ids(known + known), (List{ids(known)[0], ids(known)[0] + "|2"}));
  // Without: by place. References that say nothing are none.
  for (const char* none : {"", "NONREF", "NOTPROVIDED"}) {
    EXPECT_EQ(ids(ntry({.amount = "1", .reference = none}) + ntry({.amount = "1", .reference = none})),
              (List{"1234567|place|S1||1|2026-11-28|1|1", "1234567|place|S1||2|2026-11-28|1|1"}));
  }
  // A payment's own reference where its entry has none.
  EXPECT_EQ(ids(ntry({.amount = "1", .details = "<TxDtls><Refs><AcctSvcrRef>P</AcctSvcrRef></Refs></TxDtls>"})),
            List{"1234567|reference|P|2026-11-28|1|1"});
  // Pages of one statement.
  EXPECT_EQ(ids("<StmtPgntn><PgNb>2</PgNb></StmtPgntn>" + ntry({.amount = "1"})),
            List{"1234567|place|S1|2|1|2026-11-28|1|1"});
}

TEST(Camt053, OtherNamespacesInsideAreLeftAlone) {
  EXPECT_EQ(only(file(stmt(ntry({.amount = "1"}) + "<x:Ntry xmlns:x='urn:x'><x:Amt>9</x:Amt></x:Ntry>" +
                           "<Envlp xmlns='urn:y'><Id>other</Id></Envlp>")))
                .items.size(),
            1u);
}

rc::Gen<std::string> words(int most) {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "Z", "7", "é", "日", "&", "<", "\"", "'", "]]>", "|", "\\", "😀")),
                      [most](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const auto& each : parts) {
                          if (static_cast<int>(text.size() + each.size()) <= most) text += each;
                        }
                        return text;
                      });
}

StatementItem any_item() {
  StatementItem item;
  item.minor = *rc::gen::inRange<std::int64_t>(-max_amount, max_amount);
  item.reversal = *rc::gen::arbitrary<bool>();
  item.booked = *rc::gen::element<std::string>("2026-11-28", "2028-02-29");
  item.valued = *rc::gen::element<std::string>("", "2026-12-01");
  item.bank_reference = *words(35);
  item.entry_reference = *words(35);
  item.end_to_end_id = *words(35);
  item.transaction_id = *words(35);
  item.remittance = *words(140);
  item.reference = *words(35);
  item.debtor = *words(140);
  if (*rc::gen::arbitrary<bool>()) item.debtor_account.other = *words(34);
  if (*rc::gen::arbitrary<bool>()) item.debtor_account.agent_bic = "COBADEFF";
  return item;
}

TEST(Camt053, GivesBackWhatIsWritten) {
  EXPECT_TRUE(rc::check([] {
    Statement statement{.id = "S" + *words(34),
                        .page = *rc::gen::element<std::string>("", "3"),
                        .sequence = *rc::gen::element<std::string>("", "12"),
                        .account = {.iban = "DE89370400440532013000", .agent_bic = "COBADEFF"},
                        .currency = *Currency::parse(*rc::gen::element<std::string>("JPY", "EUR", "KWD"))};
    if (*rc::gen::arbitrary<bool>()) statement.account = {.other = "1" + *words(33)};
    const auto items = *rc::gen::inRange(0, 20);
    statement.opening = Balance{*rc::gen::inRange<std::int64_t>(-max_amount, max_amount), "2026-11-27"};
    statement.closing = Balance{statement.opening->minor, "2026-11-28"};
    for (int i = 0; i < items; ++i) {
      statement.items.push_back(any_item());
      statement.closing->minor += statement.items.back().minor;
    }
    if (*rc::gen::arbitrary<bool>()) statement.opening.reset();
    for (const auto version : {StatementVersion::v02, StatementVersion::v08}) {
      const std::string xml = statement_xml(statement, Time{1'796'000'000}, version);
      RC_ASSERT(complaints(xml, version == StatementVersion::v02 ? "camt053_02" : "camt053_08") == "");
      auto read = camt053(xml);
      RC_ASSERT(read.has_value());
      RC_ASSERT(read->size() == 1u);
      std::set<std::string> identities;
      for (auto& item : (*read)[0].items) {
        RC_ASSERT(identities.insert(item.identity).second);
        item.identity.clear();
      }
      RC_ASSERT((*read)[0] == statement);
    }
  }));
}

}  // namespace
}  // namespace sealcart::bank
