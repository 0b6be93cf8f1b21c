// Pages that are drawn for a document in a POST: their language cannot be changed by going back to an address, so the
// switch posts the document once more.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/task.h"
#include "exchange/party.h"
#include "http/message.h"

namespace sealcart::exchange {

// The layout's language switch of such a page: posts field `request` to `action` again.
void switch_language_by_post(render::Data& data, std::string_view action, const std::string& document);

// POST of a field `request` from a shop's page or from the switch above: calls `draw` with the document, in the
// language just chosen, if one was, and keeps that in its cookie.
using DrawPosted = std::function<Task<http::Response>(const http::Request& request, std::string document)>;
Task<http::Response> draw_posted(const Party& party, const http::Request& request, DrawPosted draw);

// For whoever comes without a document: GET / says what this company does, and GET of one of `posted`, by a bookmark or
// by going back, that a shop opens that page.
std::vector<http::Route> entrances(const Party& party, const char* home_title, const std::vector<const char*>& posted);

}  // namespace sealcart::exchange
