#include "credit/store/customer_import.h"

#include "credit/store/customer_csv.h"
#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

const std::string heading = "name,name_kana,address,phone,email,employer,password,card,currency,limit,check_words\n";
const std::string first =
    "Test Customer 1,テスト,\"1 Test Street, Town\",+81 3 0000 0001,one@example.com,Test Ltd,password one,"
    "4111 1111 1111 1111,JPY,100000,Blue heron\n";

RowFaults faults_of(const std::string& csv) {
  auto rows = parse_customers(csv);
  return rows ? RowFaults{} : rows.error();
}
// The first row with one column replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string row = first;
  const std::size_t at = row.find(from);
  EXPECT_NE(at, std::string::npos);
  return heading + row.replace(at, from.size(), to);
}

TEST(CustomerCsv, ReadsAQuotedRow) {
  const auto rows = parse_customers("\xEF\xBB\xBF" + heading + first);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  const CustomerRow& row = rows->front();
  EXPECT_EQ(row.line, 2U);
  EXPECT_EQ(row.address, "1 Test Street, Town");
  EXPECT_EQ(row.card.digits(), "4111111111111111");
  EXPECT_EQ(row.limit, 100000);
  EXPECT_EQ(row.check_words, (std::vector<std::string>{"blue", "heron"}));
}

TEST(CustomerCsv, NamesLineAndColumnOfEachFault) {
  const struct {
    const char *from, *to, *column;
  } cases[] = {{"Test Customer 1", "", "name"},
               {"one@example.com", "one.example.com", "email"},
               {"one@example.com", "one@", "email"},
               {"password one", "short", "password"},
               {"4111 1111 1111 1111", "4111 1111 1111 1112", "card"},
               {"JPY", "XXX", "currency"},
               {"100000", "1000.50", "limit"},
               {"100000", "-5", "limit"},
               {"Blue heron", "a b c d e f g h i j k l m", "check_words"}};
  for (const auto& c : cases) {
    const RowFaults faults = faults_of(with(c.from, c.to));
    ASSERT_EQ(faults.size(), 1U) << c.to;
    EXPECT_EQ(faults[0].line, 2U) << c.to;
    EXPECT_EQ(faults[0].column, c.column) << c.to;
  }
}

TEST(CustomerCsv, CountsLinesOfTheFileNotRows) {
  const std::string second = "Test Customer 2,,\"2 Test\nStreet\",1,two@example.com,,password two,wrong,JPY,1,\n";
  std::string row = first;
  row.replace(row.find("4111"), 4, "4112");
  const RowFaults faults = faults_of(heading + "\n" + second + row);
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_EQ(faults[0], (RowFault{3, "address", "holds a control character", "control"}));
  EXPECT_EQ(faults[1].line, 3U);
  EXPECT_EQ(faults[1].column, "card");
  EXPECT_EQ(faults[2].line, 5U);
}

TEST(CustomerCsv, RefusesWrongShapes) {
  EXPECT_EQ(faults_of("").size(), 1U);
  EXPECT_EQ(faults_of("name\n").size(), 8U) << "each missing column";
  EXPECT_EQ(faults_of(heading + "a,b\n")[0].line, 2U);
  EXPECT_EQ(faults_of(heading + "\"open").size(), 1U);
  EXPECT_EQ(faults_of("x," + heading + "1," + first)[0].column, "x");
  EXPECT_EQ(faults_of(heading + first + first)[0].column, "card");
  std::string other_name = first;
  other_name.replace(other_name.find("4111 1111 1111 1111"), 19, "5555 5555 5555 4444");
  EXPECT_TRUE(faults_of(heading + first + other_name).empty()) << "one customer with two cards";
  other_name.replace(0, 4, "Best");
  EXPECT_EQ(faults_of(heading + first + other_name)[0].column, "name");
}

class CustomerImport : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
  RowFaults import(const std::string& csv) {
    const auto rows = parse_customers(csv);
    EXPECT_TRUE(rows);
    const auto prepared = prepare(*rows, bank.secrets, seal::system_random());
    return bank.database->write_now([&](sql::Connection& c) { return import_customers(c, prepared, now); });
  }
  std::vector<CardListed> listed() {
    return bank.database->read_now([](sql::Connection& c) { return list_cards(c); });
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, CustomerImport, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(CustomerImport, RegistersWithLimitAndFindsByCardNumber) {
  EXPECT_TRUE(import(heading + first).empty());
  const auto cards = listed();
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards[0].available, 100000);
  EXPECT_EQ(cards[0].limit, 100000);
  EXPECT_EQ(cards[0].last4, "1111");
  const auto hash = bank.secrets.card_hash(*CardNumber::parse("4111111111111111"));
  bank.database->read_now([&](sql::Connection& c) {
    const Known known = load(c, protocol::request_key("", ""), hash);
    ASSERT_TRUE(known.card);
    EXPECT_EQ(known.card->available, 100000);
    EXPECT_TRUE(seal::verify_password(known.card->password_hash, "password one"));
    EXPECT_EQ(check_words(c, known.card->customer).size(), 2U);
  });
  EXPECT_EQ(bank.books().breaches, std::vector<std::string>{});
}

TEST_P(CustomerImport, ImportsNothingWhenOneRowIsRegisteredAlready) {
  EXPECT_TRUE(import(heading + first).empty());
  const RowFaults faults =
      import(heading +
             "Test Customer 2,,2 Test Street,1,two@example.com,,password two,5555555555554444,JPY,1,\n"
             "Test Customer 3,,3 Test Street,1,three@example.com,,password 3,4111111111111111,JPY,1,\n");
  EXPECT_EQ(faults, (RowFaults{{3, "card", "this card is registered already", "card-taken"}}));
  EXPECT_EQ(listed().size(), 1U);
}

TEST_P(CustomerImport, TheDatabaseHoldsNoCardNumberAndNoPassword) {
  EXPECT_TRUE(import(heading + first).empty());
  static const sql::Statement row{"SELECT number_hash, number_sealed FROM card"};
  bank.database->read_now([&](sql::Connection& c) {
    const sql::Rows rows = c.query(row);
    EXPECT_EQ((rows.bytes(0, 0) + rows.bytes(0, 1)).find("41111111"), std::string::npos);
    EXPECT_EQ(bank.secrets.card.decrypt(rows.bytes(0, 1), "card number"), "4111111111111111");
  });
}

}  // namespace
}  // namespace sealcart::credit::store
