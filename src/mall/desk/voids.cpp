// /purchases/void: cancels what is authorised and not claimed of several purchases, after one more look at them.
#include <algorithm>

#include "desk/frame.h"
#include "desk/partner_data.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/money_back.h"
#include "mall/store/parcels.h"
#include "mall/store/purchases.h"
#include "mall/store/refunds.h"

namespace sealcart::mall {
namespace {

constexpr std::size_t most_at_once = 50;  // a page of the list

struct Voiding {
  Purchase purchase;
  std::int64_t released = 0;  // 0: nothing to release
  std::int64_t shelved = 0;   // its parcels that are packed and have not left
};

std::vector<std::string> numbers_of(const http::Form& form) {
  std::vector<std::string> numbers;
  for (const std::string_view number : form.all("number")) {
    if (is_id(number) && numbers.size() < most_at_once) numbers.emplace_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

Task<std::vector<Voiding>> load(Office& office, std::vector<std::string> numbers) {
  co_return co_await office.party.database.read([&](sql::Connection& c) {
    std::vector<Voiding> all;
    for (const std::string& number : numbers) {
      auto purchase = store::purchase_by_number(c, number);
      if (!purchase) continue;
      const Handover* paid = paid_handover(*purchase);
      const std::int64_t released = paid == nullptr ? 0 : voidable(store::moved(c, *paid));
      const std::int64_t shelved = store::count_shelved(c, number);
      all.push_back({std::move(*purchase), released, shelved});
    }
    return all;
  });
}

}  // namespace

Task<http::Response> confirm_void(Office& office, const http::Request& request, const Session& session) {
  const auto form = http::Form::parse(request.query);
  auto numbers = form ? numbers_of(*form) : std::vector<std::string>();
  const auto all = co_await load(office, std::move(numbers));
  render::Data data, list{render::Data::type::list}, others{render::Data::type::list};
  for (const Voiding& each : all) {
    render::Data one;
    one.set("number", each.purchase.number);
    if (each.released > 0) {
      one.set("released", format(Money{each.released, each.purchase.total.currency}));
      one.set("company", desk::partner_name(office.party, paid_handover(each.purchase)->partner));
      if (each.shelved > 0) one.set("shelved", std::to_string(each.shelved));
      list.push_back(std::move(one));
    } else {
      others.push_back(std::move(one));
    }
  }
  data.set("none", list.is_empty_list());
  data.set("purchases", std::move(list));
  data.set("others", std::move(others));
  co_return desk::page(office.desk, request, session, "void", "void.title", std::move(data));
}

Task<http::Response> make_void(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  auto numbers = numbers_of(*form);
  const auto all = co_await load(office, std::move(numbers));
  const Time now = office.party.clock.now();
  std::vector<std::pair<const Handover*, Letterhead>> letters;
  for (const Voiding& each : all) {
    if (each.released == 0) continue;
    const Handover* paid = paid_handover(each.purchase);
    const auto company = office.party.partners.by_id(paid->partner);
    if (!company) continue;
    letters.emplace_back(paid, Letterhead{office.party.config.origin, company->origin, office.party.keys.signer(now),
                                          random_id(office.party.random), now, session.operator_name});
  }
  co_await office.party.database.write([&](sql::Connection& c) {
    for (const auto& [paid, head] : letters) cancel(c, *paid, head);
  });
  co_return desk::done(all.size() == 1 ? "/purchases/" + all.front().purchase.number : "/purchases", "void");
}

}  // namespace sealcart::mall
