// The mall's endpoints, each in the file of its name: parse, load, decide, commit, reply.
#pragma once

#include "core/problem.h"
#include "core/task.h"
#include "exchange/partners.h"
#include "http/message.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

Task<http::Response> show_catalogue(Shop& shop, const http::Request& request);     // GET /
Task<http::Response> tick_products(Shop& shop, const http::Request& request);      // POST /basket
Task<http::Response> show_basket(Shop& shop, const http::Request& request);        // GET /basket
Task<http::Response> change_quantities(Shop& shop, const http::Request& request);  // POST /basket/quantities
Task<http::Response> show_companies(Shop& shop, const http::Request& request);     // GET /companies
Task<http::Response> show_confirmation(Shop& shop, const http::Request& request);  // GET /confirm/:company
Task<http::Response> hand_over(Shop& shop, const http::Request& request);          // POST /handover
Task<http::Response> show_purchase(Shop& shop, const http::Request& request);      // GET /purchase/:code
Task<http::Response> deliver(Shop& shop, const http::Request& request);            // POST /purchase/:code/deliver
Task<http::Response> stream_outcome(Shop& shop, const http::Request& request);     // GET /purchase/:code/events
Task<http::Response> receive_result(Shop& shop, const http::Request& request);     // POST /result
Task<http::Response> forget_key(Shop& shop, const http::Request& request);         // POST /purchase/:code/key
Task<http::Response> show_open(Shop& shop, const http::Request& request);          // GET /open
Task<http::Response> show_returned(Shop& shop, const http::Request& request);      // GET /returned/:number
Task<http::Response> send_picture(Shop& shop, const http::Request& request);       // GET /picture/:name
Task<http::Response> show_notice(Shop& shop, const http::Request& request);        // GET /notice

// A document on the partners' listener.
Task<Expected<void>> receive_document(Shop& shop, std::string document,
                                      std::shared_ptr<const exchange::Partner> partner);

}  // namespace sealcart::mall
