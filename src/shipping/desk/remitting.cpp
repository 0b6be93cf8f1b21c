#include "shipping/desk/remitting.h"

#include <algorithm>

#include "core/day.h"
#include "core/id.h"
#include "desk/store/audit.h"
#include "exchange/store/outbox.h"
#include "protocol/remittance_advice.h"
#include "shipping/store/books.h"

namespace sealcart::shipping {
namespace {

bank::Account account_of(const store::MallAccount& account) {
  return {.iban = account.iban.empty() ? std::nullopt : std::optional(account.iban),
          .other = account.other,
          .agent_bic = account.bic,
          .clearing_system = account.clearing_system,
          .clearing_member = account.clearing_member};
}

// What one mall is paid in one currency.
struct Share {
  store::Payout payout;
  std::vector<store::Unpaid> of;
  const store::MallAccount* account = nullptr;
  std::int64_t net() const { return payout.amount.minor - payout.fee; }
};

std::vector<Share> shares_of(const std::vector<store::Unpaid>& unpaid, const std::vector<store::MallAccount>& accounts,
                             const Counter& counter, const Who& who, std::vector<std::string>& left_out) {
  std::vector<Share> shares;
  for (const store::Unpaid& one : unpaid) {
    const auto account = std::find_if(accounts.begin(), accounts.end(),
                                      [&](const store::MallAccount& each) { return each.mall == one.mall; });
    if (account == accounts.end() || !counter.mall(one.mall)) {
      if (left_out.empty() || left_out.back() != one.mall) left_out.push_back(one.mall);
      continue;
    }
    const bool same = !shares.empty() && shares.back().payout.mall == one.mall &&
                      shares.back().payout.amount.currency == one.amount.currency;
    if (!same) {
      shares.push_back({{.number = PayoutNumber::make(counter.random, who.now).text(),
                         .mall = one.mall,
                         .amount = {0, one.amount.currency}},
                        {},
                        &*account});
    }
    Share& share = shares.back();
    share.payout.amount.minor += one.amount.minor;
    share.payout.fee += one.fee;
    ++share.payout.items;
    share.of.push_back(one);
  }
  return shares;
}

std::string payment_order(const Counter& counter, const Payer& payer, const std::string& message,
                          const std::vector<Share>& shares, Time now) {
  bank::Initiation order{.message_id = message,
                         .created = now,
                         .debtor = counter.config.name,
                         .account = payer.account,
                         .service_level = payer.service_level};
  for (const Share& share : shares) {
    if (share.net() == 0) continue;
    order.transfers.push_back({.instruction_id = share.payout.number,
                               .end_to_end_id = share.payout.number,
                               .day = day_text(now),
                               .amount = {share.net(), share.payout.amount.currency},
                               .name = share.account->name,
                               .account = account_of(*share.account),
                               .remittance = "Cash on delivery, payout " + share.payout.number});
  }
  return order.transfers.empty() ? std::string() : bank::pain001(order, payer.version);
}

void advise(sql::Connection& connection, const Counter& counter, const Share& share, Time now) {
  std::vector<protocol::RemittanceItem> items;
  for (const store::Unpaid& one : share.of) {
    items.push_back({given_to_mall(store::shipment_of(connection, one.shipment)).name,
                     protocol::RemittanceKind::collected, one.amount.minor, one.fee});
  }
  const auto parts = protocol::cut_into_parts(std::move(items));
  const auto mall = counter.mall(share.payout.mall);
  std::int64_t part = 0;
  for (const auto& each : parts) {
    const protocol::RemittanceAdvice advice{
        .envelope = {counter.config.origin, mall->origin, random_id(counter.random), now, std::nullopt},
        .payout = PayoutNumber::parse(share.payout.number).value(),
        .part = ++part,
        .parts = static_cast<std::int64_t>(parts.size()),
        .date = now,
        .currency = share.payout.amount.currency,
        .numbers = protocol::NumberKind::shipping,
        .items = each};
    exchange::store::put(connection, share.payout.mall, protocol::encode(advice, counter.keys.signer(now)), now);
  }
}

}  // namespace

Expected<Payer> payer_of(const exchange::Config& config) {
  const std::string iban = config.text("bank_iban", "");
  auto account = bank::read_account({.iban = iban.empty() ? std::nullopt : std::optional(iban),
                                     .other = config.text("bank_number", ""),
                                     .agent_bic = config.text("bank_bic", ""),
                                     .clearing_system = config.text("bank_clearing_system", ""),
                                     .clearing_member = config.text("bank_clearing_member", "")});
  const auto version = bank::parse_payment_version(config.text("payment_version", "pain.001.001.03"));
  if (!account || !version) {
    return problem(409, "bank-account",
                   account ? "The setting payment_version is pain.001.001.03 or pain.001.001.09."
                           : "The settings bank_… name no account to pay from: " + account.error().detail);
  }
  return Payer{std::move(*account), *version, config.text("payment_service_level", "")};
}

Expected<store::MallAccount> read_mall_account(const Counter& counter, store::MallAccount typed) {
  if (!counter.mall(typed.mall)) return problem(422, "mall-unknown", "There is no mall '" + typed.mall + "'.");
  if (typed.name.empty() || typed.name.size() > 140) {
    return problem(422, "account-name", "The account holder's name has 1 to 140 characters.");
  }
  auto account = bank::read_account(account_of(typed));
  if (!account) return tl::unexpected(account.error());
  return store::MallAccount{typed.mall,
                            typed.name,
                            account->iban.value_or(""),
                            account->other,
                            account->agent_bic,
                            account->clearing_system,
                            account->clearing_member};
}

Remitted remit(sql::Connection& connection, const Counter& counter, const Payer& payer, const Who& who) {
  store::lock_depot(connection);
  Remitted remitted;
  const std::vector<store::MallAccount> accounts = store::mall_accounts(connection);
  std::vector<Share> shares = shares_of(store::unpaid_cash(connection), accounts, counter, who, remitted.left_out);
  if (shares.empty()) return remitted;
  remitted.message = random_id(counter.random);
  remitted.run =
      store::insert_run(connection, {.message = remitted.message,
                                     .at = who.now,
                                     .operator_name = who.name,
                                     .file = payment_order(counter, payer, remitted.message, shares, who.now)});
  for (Share& share : shares) {
    share.payout.run = remitted.run;
    store::insert_payout(connection, share.payout, share.of, who.now);
    advise(connection, counter, share, who.now);
    remitted.payouts.push_back(share.payout);
  }
  desk::store::append_audit(connection, who.now, who.name, "cash-remit", "", remitted.message);
  return remitted;
}

}  // namespace sealcart::shipping
