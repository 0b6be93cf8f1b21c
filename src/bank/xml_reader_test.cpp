// Files that no honest bank sends.
#include "bank/xml_reader.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "bank/camt053.h"
#include "bank/statement_for_test.h"

namespace sealcart::bank {
namespace {

std::string code_of(const std::string& xml) {
  const auto read = camt053(xml);
  return read ? std::string() : read.error().code;
}

const std::string good = file(stmt(ntry({.amount = "60", .reference = "R1"})));

TEST(HostileStatement, ADoctypeEndsTheReading) {
  for (const std::string doctype :
       {"<!DOCTYPE Document>", "<!DOCTYPE Document SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE Document PUBLIC '-//x' 'http://127.0.0.1:1/x.dtd'>",
        "<!DOCTYPE Document [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE Document [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]>",
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]>",
        "<!DOCTYPE Document [<!ATTLIST Amt Ccy CDATA 'EUR'>]>", "<!DOCTYPE"}) {
    EXPECT_EQ(code_of("<?xml version='1.0'?>" + doctype + good),
              doctype.size() > 9 ? "statement-doctype" : "statement-xml")
        << doctype;
  }
  EXPECT_EQ(code_of("<!DOCTYPE d [" + std::string(1'000'000, '<')), "statement-doctype");
}

TEST(HostileStatement, NoEntityIsKnown) {
  EXPECT_EQ(code_of(file(stmt(ntry({.amount = "&x;"})))), "statement-xml");
  EXPECT_EQ(code_of(file(stmt(ntry({.amount = "1", .currency = "&x;"})))), "statement-xml");
}

TEST(HostileStatement, IsNotRepeatedInTheAnswer) {
  const auto read = camt053(file("\n<Secret>TOPSECRET</Sacred>"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "statement-xml");
  EXPECT_EQ(read.error().status, 422);
  EXPECT_EQ(read.error().detail.find("SECRET"), std::string::npos);
  EXPECT_EQ(read.error().detail.substr(0, 7), "Line 2 ");
}

TEST(HostileStatement, NothingIsPrinted) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  for (const std::string& xml :
       {std::string("<a"), file("<x:y/>"), std::string("<?xml encoding='x'?>"), std::string("\xff\xfe")}) {
    (void)camt053(xml);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(HostileStatement, EmptyTruncatedOrSomethingElse) {
  EXPECT_EQ(code_of(""), "statement-empty");
  for (const char* text :
       {" ", "\n", "x", "<", "\xef\xbb\xbf", "PK\x03\x04zip", "{\"a\":1}", "<!---->", "<?xml version='1.0'?>"}) {
    EXPECT_EQ(code_of(text), "statement-xml") << text;
  }
  for (std::size_t size = 1; size < good.size(); ++size) {
    EXPECT_NE(code_of(good.substr(0, size)), "") << size;
  }
  EXPECT_EQ(code_of(good + "x"), "statement-xml");
  EXPECT_EQ(code_of(good + good), "statement-xml");
  EXPECT_EQ(code_of(good + "\n<!-- end -->\n"), "");
  EXPECT_EQ(code_of(good + std::string(1, '\0')), "statement-xml");
  EXPECT_EQ(code_of("<html/>"), "statement-version");
  EXPECT_EQ(code_of("<Document/>"), "statement-version");
  EXPECT_EQ(code_of("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.03'/>"), "statement-version");
  EXPECT_EQ(code_of(file(stmt(ntry({.amount = "60"})), "03")), "statement-version");
  EXPECT_EQ(code_of(file(stmt(ntry({.amount = "60"})), "")), "statement-version");
}

// The same characters in UTF-16 with its mark; `little` end first or big.
std::string utf16(const std::string& ascii, bool little) {
  std::string wide = little ? "\xff\xfe" : "\xfe\xff";
  for (const char c : ascii) wide += little ? std::string{c, '\0'} : std::string{'\0', c};
  return wide;
}

TEST(HostileStatement, Encodings) {
  EXPECT_EQ(code_of("\xef\xbb\xbf" + good), "");
  EXPECT_EQ(code_of(utf16(good, true)), "");
  EXPECT_EQ(code_of(utf16(good, false)), "");
  EXPECT_EQ(code_of(utf16("<?xml version='1.0' encoding='UTF-16'?>" + good, true)), "");
  EXPECT_EQ(code_of("<?xml version='1.0' encoding='UTF-8'?>" + good), "");
  EXPECT_EQ(code_of("<?xml version='1.0' encoding='no-such-encoding'?>" + good), "statement-xml");
  EXPECT_EQ(code_of("<?xml version='1.0' encoding='UTF-16'?>" + good + " "),
            code_of("<?xml version='1.0' encoding='UTF-16'?>" + good));
  std::string broken = good;
  broken.replace(broken.find("R1"), 2, "\xc3\x28");
  EXPECT_EQ(code_of(broken), "statement-xml");
  std::string latin = "<?xml version='1.0' encoding='ISO-8859-1'?>" + good;
  latin.replace(latin.find("R1"), 2, "R\xe9");
  const auto read = camt053(latin);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->front().items[0].bank_reference, "Ré");
}

TEST(HostileStatement, DepthAndSizeAreBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(code_of(file(deep)), "statement-depth");
  const auto large = camt053(good, good.size() - 1);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().status, 413);
  EXPECT_EQ(large.error().code, "statement-too-large");
  EXPECT_TRUE(camt053(good, good.size()));
  EXPECT_EQ(code_of(file(stmt(ntry({.amount = std::string(20'000'000, '1')})))), "statement-field");
  EXPECT_EQ(code_of("<" + std::string(1'000'000, 'a') + "/>"), "statement-xml");
}

TEST(HostileStatement, EntriesAreCounted) {
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "<TxDtls/>";
  std::string entries;
  for (int i = 0; i < 60; ++i) entries += ntry({.amount = "1", .details = many});
  const auto read = camt053(file(stmt(entries)));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, 413);
  EXPECT_EQ(code_of(file(stmt(entries.substr(0, entries.size() / 2)))), "");
}

#ifndef __SANITIZE_ADDRESS__  // which keeps what was freed
// 90 MiB of which nothing is to be given: pending entries with long texts, and as many different names.
TEST(HostileStatement, MemoryDoesNotGrowWithTheFile) {
  const std::string frame = file(stmt("@"));
  std::string xml = frame.substr(0, frame.find('@'));
  xml.reserve(91u << 20);  // the peak before reading is then what is held, and any growth shows
  for (int i = 0; xml.size() < (90u << 20); ++i) {
    xml += ntry({.amount = "1",
                 .details = "<TxDtls><RmtInf><Ustrd>" + std::string(3000, 'x') + "</Ustrd></RmtInf></TxDtls><n" +
                            std::to_string(i) + "/>",
                 .status = "PDNG"});
  }
  xml += ntry({.amount = "60"}) + frame.substr(frame.find('@') + 1);
  const auto peak_kib = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const auto before = peak_kib();
  const auto read = camt053(xml);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->front().items.size(), 1u);
  EXPECT_LT(peak_kib() - before, 16 * 1024);
}
#endif

}  // namespace
}  // namespace sealcart::bank
