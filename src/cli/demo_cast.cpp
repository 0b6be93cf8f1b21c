#include "cli/demo_cast.h"

#include <fmt/format.h>

namespace sealcart::cli {
namespace {

// 9999 is no issuer's range (ISO/IEC 7812: 9 is left to national bodies). The last digit is Luhn's.
std::string card_number(int company, int customer, int card) {
  std::string digits = fmt::format("9999{:02}00{:03}{:04}", company, customer, card);
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    // Counted from the right, with the check digit still to come, every first digit is doubled.
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits + std::to_string((10 - sum % 10) % 10);
}

DemoCustomer customer(int company, const std::string& letter, int number, int cards, std::int64_t limit,
                      const std::string& expect) {
  DemoCustomer made{.name = fmt::format("Test Customer {}{}", letter, number),
                    .email = fmt::format("customer-{}{}@mail.example", static_cast<char>(letter[0] + 32), number),
                    .phone = fmt::format("+81-3-0000-{:02}{:02}", company, number),
                    .address = fmt::format("{}-{} Example Street, Sampletown", company, number),
                    .employer = fmt::format("Example Works {}{}", letter, number),
                    .password = fmt::format("{}{}-open-sesame", static_cast<char>(letter[0] + 32), number),
                    .check_words = fmt::format("lantern{0}{1} harbour{0}{1} thimble{0}{1}",
                                               static_cast<char>(letter[0] + 32), number),
                    .limit = limit,
                    .expect = expect};
  for (int card = 1; card <= cards; ++card) made.cards.push_back(card_number(company, number, card));
  return made;
}

DemoParty credit(int company, const std::string& letter, const std::string& location, const std::string& service) {
  return {
      .id = fmt::format("credit-{}", static_cast<char>(letter[0] + 32)),
      .role = "credit",
      .letter = letter,
      .name = "Credit company " + letter,
      .location = location,
      .service = service,
      .customers = {customer(company, letter, 1, 2, 100'000, "ok"), customer(company, letter, 2, 1, 1'000'000, "ok"),
                    customer(company, letter, 3, 1, 50, "declined"),
                    customer(company, letter, 4, 1, 100'000, "locked")},
      .settings =
          "[credit]\nfee_basis_points = 250\nbank_number = \"1234567\"\nbank_clearing_system = \"JPZGN\"\n"
          "bank_clearing_member = \"0001001\"\n"};
}

DemoParty shipping(const std::string& letter, const std::string& location, const std::string& service,
                   const std::string& settings = "") {
  return {.id = fmt::format("shipping-{}", static_cast<char>(letter[0] + 32)),
          .role = "shipping",
          .letter = letter,
          .name = "Shipping company " + letter,
          .location = location,
          .service = service,
          .customers = {},
          .settings = settings};
}

}  // namespace

std::vector<DemoParty> demo_cast() {
  return {
      {.id = "mall",
       .role = "mall",
       .letter = "",
       .name = "Sealcart Demo Mall",
       .location = "Sampletown",
       .service = "Books, tools, tea and things to download",
       .customers = {}},
      credit(1, "A", "Sampletown", "Pay once a month"),
      credit(2, "B", "Port Example", "Pay in three parts without interest"),
      credit(3, "C", "Mount Specimen", "Debit on the day of the parcel"),
      shipping("S", "Sampletown", "To the door, or to a point near you",
               "[shipping]\npickup_points = \"locker-7=Sampletown Station, Locker 7;market=Sampletown Market Hall\"\n"
               "cod_fee_fixed = 300\ncod_fee_basis_points = 100\nbank_iban = \"DE89370400440532013000\"\n"),
      shipping("T", "Port Example", "Small parcels, by bicycle")};
}

}  // namespace sealcart::cli
