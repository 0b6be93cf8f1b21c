#include "exchange/documents.h"

#include <spdlog/logger.h>

#include <boost/json.hpp>

namespace sealcart::exchange {
namespace {

constexpr std::size_t most_documents = 64;

std::optional<std::vector<std::string>> parse_batch(const std::string& body) {
  boost::system::error_code error;
  const auto json = boost::json::parse(body, error);
  if (error || !json.is_object()) return std::nullopt;
  const auto* list = json.get_object().if_contains("documents");
  if (list == nullptr || !list->is_array() || list->get_array().empty() || list->get_array().size() > most_documents) {
    return std::nullopt;
  }
  std::vector<std::string> documents;
  for (const auto& entry : list->get_array()) {
    if (!entry.is_string()) return std::nullopt;
    documents.emplace_back(entry.get_string());
  }
  return documents;
}

Task<Expected<void>> take_one(const Party& party, const Receive& receive, std::string document,
                              std::shared_ptr<const Partner> partner) try {
  co_return co_await receive(std::move(document), std::move(partner));
} catch (const std::exception& error) {
  party.log.error("partner documents: {}", error.what());
  co_return tl::unexpected(unavailable());
}

// All documents at once, so that they share a group commit.
Task<std::vector<Expected<void>>> take_all(const Party& party, const Receive& receive,
                                           std::vector<std::string> documents, std::shared_ptr<const Partner> partner) {
  struct Together {
    std::vector<Expected<void>> answers;
    std::size_t left;
    std::function<void(bool)> done;
  };
  auto together = std::make_shared<Together>();
  together->answers.resize(documents.size());
  together->left = documents.size();
  co_await await_answer<bool>([&](auto resolve) {
    together->done = resolve;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      spawn([](const Party& p, const Receive& r, std::string document, std::shared_ptr<const Partner> from,
               std::shared_ptr<Together> all, std::size_t index) -> Task<void> {
        all->answers[index] = co_await take_one(p, r, std::move(document), std::move(from));
        if (--all->left == 0) all->done(true);
      }(party, receive, std::move(documents[i]), partner, together, i));
    }
  });
  co_return std::move(together->answers);
}

boost::json::object answer_json(const Expected<void>& answer) {
  if (answer) return {{"status", 200}};
  return {{"status", answer.error().status}, {"code", answer.error().code}, {"detail", answer.error().detail}};
}

}  // namespace

Task<Expected<Sender>> find_sender(const Party& party, std::string_view document, std::string_view type,
                                   std::string_view role) {
  auto claimed = protocol::peek(document, type);
  if (!claimed) co_return tl::unexpected(claimed.error());
  auto partner = party.partners.by_origin(claimed->issuer);
  if (!partner || partner->role != role) {
    co_return problem(403, "partner-unknown", "This document comes from a party that we do not work with.");
  }
  auto keys = co_await party.partners.keys_for(partner, std::move(claimed->kid), party.client);
  co_return Sender{std::move(partner), std::move(keys)};
}

http::Route partner_documents(const Party& party, Receive receive) {
  return {http::Method::post, "/partner/documents",
          [&party, receive = std::move(receive)](const http::Request& request) -> Task<http::Response> {
            const auto partner = party.partners.by_host(request.partner_host);
            if (!partner) {
              co_return problem_response(
                  party, request, {403, "partner-unknown", "This certificate names no partner that we work with."});
            }
            auto documents = parse_batch(request.body);
            if (!documents) {
              co_return problem_response(party, request,
                                         {400, "batch-malformed", "Send {\"documents\":[…]} with 1 to 64 documents."});
            }
            const auto answers = co_await take_all(party, receive, std::move(*documents), partner);
            boost::json::array list;
            for (const auto& answer : answers) list.push_back(answer_json(answer));
            http::Response response;
            response.content_type = "application/json";
            response.body = serialize(boost::json::object{{"answers", std::move(list)}});
            co_return response;
          }};
}

namespace {
seal::Digest tag_of(const Party& party, std::string_view document, std::string_view session) {
  // The session's length first, so that no part of one can be read as part of the other.
  std::string message = std::to_string(session.size()) + ":";
  message += session;
  message += document;
  return party.keys.page_secret().keyed_hash(message);
}
}  // namespace

std::string page_tag(const Party& party, std::string_view document, std::string_view session) {
  return seal::base64url(tag_of(party, document, session));
}

bool page_tag_matches(const Party& party, std::string_view tag, std::string_view document, std::string_view session) {
  const auto raw = seal::from_base64url(tag);
  seal::Digest given{};
  if (!raw || raw->size() != given.size()) return false;
  std::copy(raw->begin(), raw->end(), given.begin());
  return seal::equal(given, tag_of(party, document, session));
}

}  // namespace sealcart::exchange
