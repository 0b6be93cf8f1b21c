#include "http/codec.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <cstdlib>
#include <limits>
#include <optional>

namespace sealcart::http {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::field;
using BeastText = beast::string_view;
using OptionalLength = boost::optional<std::uint64_t>;

namespace {

// Room for the body of a usual request, made at once.
constexpr std::size_t usual_body_bytes = 64 * 1024;

class RequestParser final : public beast::http::basic_parser<true> {
 public:
  RequestParser(Request& request, std::vector<std::pair<std::string, std::string>>& spare)
      : request_(request), spare_(spare) {}

  bool wants_continue() const { return expects_ && is_header_done() && !is_done(); }
  bool is_http_1_0() const { return http_1_0_; }
  bool lacks_length() const { return lacks_length_; }

 private:
  void on_request_impl(beast::http::verb verb, BeastText, BeastText target, int version, error_code& ec) override {
    http_1_0_ = version == 10;
    switch (verb) {
      case beast::http::verb::get:
        request_.method = Method::get;
        break;
      case beast::http::verb::head:
        request_.method = Method::head;
        break;
      case beast::http::verb::post:
        request_.method = Method::post;
        break;
      default:
        request_.method = Method::other;
    }
    if (target.empty() || target.front() != '/') {  // origin-form only (RFC 9112 section 3.2.1)
      ec = beast::http::error::bad_target;
      return;
    }
    std::size_t mark = std::min(target.find('?'), target.size());
    request_.path.assign(target.data(), mark);
    if (mark < target.size()) request_.query.assign(target.data() + mark + 1, target.size() - mark - 1);
  }

  void on_field_impl(field name, BeastText name_text, BeastText value, error_code& ec) override {
    if (name == field::host && std::exchange(has_host_, true)) ec = beast::http::error::bad_field;
    if (name == field::transfer_encoding) has_encoding_ = true;
    if (name == field::expect && beast::iequals(value, "100-continue")) expects_ = true;
    if (spare_.empty()) {
      request_.headers.emplace_back();
    } else {
      request_.headers.push_back(std::move(spare_.back()));
      spare_.pop_back();
    }
    auto& [key, text] = request_.headers.back();
    key.assign(name_text.data(), name_text.size());
    for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    text.assign(value.data(), value.size());
  }

  void on_header_impl(error_code& ec) override {
    if (!has_host_ && !http_1_0_) {  // RFC 9112 section 3.2
      ec = beast::http::error::bad_field;
    } else if (has_encoding_) {
      // An error here ends the parsing before the body, whose chunks can make Beast 1.81 assert.
      lacks_length_ = true;
      ec = beast::http::error::bad_transfer_encoding;
    }
  }
  void on_body_init_impl(const OptionalLength& length, error_code&) override {
    if (length) request_.body.reserve(std::min<std::size_t>(*length, usual_body_bytes));
  }
  std::size_t on_body_impl(BeastText body, error_code&) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override { std::abort(); }
  std::size_t on_chunk_body_impl(std::uint64_t, BeastText, error_code&) override { std::abort(); }
  void on_finish_impl(error_code&) override {}
  void on_response_impl(int, BeastText, int, error_code&) override { std::abort(); }

  Request& request_;
  std::vector<std::pair<std::string, std::string>>& spare_;
  bool has_host_ = false;
  bool has_encoding_ = false;
  bool lacks_length_ = false;
  bool expects_ = false;
  bool http_1_0_ = false;
};

class ResponseParser final : public beast::http::basic_parser<false> {
 public:
  int status = 0;
  std::string content_type;
  std::string body;

 private:
  void on_response_impl(int code, BeastText, int, error_code&) override { status = code; }
  void on_field_impl(field name, BeastText, BeastText value, error_code& ec) override {
    // Partners have no need of chunks, which can make Beast 1.81 assert.
    if (name == field::transfer_encoding) ec = beast::http::error::bad_transfer_encoding;
    if (name == field::content_type) content_type.assign(value.data(), value.size());
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const OptionalLength&, error_code&) override {}
  std::size_t on_body_impl(BeastText text, error_code&) override {
    body.append(text.data(), text.size());
    return text.size();
  }
  void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override { std::abort(); }
  std::size_t on_chunk_body_impl(std::uint64_t, BeastText, error_code&) override { std::abort(); }
  void on_finish_impl(error_code&) override {}
  void on_request_impl(beast::http::verb, BeastText, BeastText, int, error_code&) override { std::abort(); }
};

std::uint32_t bounded_header(std::size_t bytes) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(bytes, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

struct RequestReader::Impl {
  std::size_t header_bytes;
  std::size_t body_bytes;
  std::optional<RequestParser> parser;
  std::vector<std::pair<std::string, std::string>> spare;  // strings of earlier requests' headers
  int failure = 0;
};

RequestReader::RequestReader(std::size_t header_bytes, std::size_t body_bytes)
    : impl_(std::make_unique<Impl>(header_bytes, body_bytes)) {}

RequestReader::~RequestReader() = default;

void RequestReader::start(Request& request) {
  for (auto& header : request.headers) impl_->spare.push_back(std::move(header));
  request.headers.clear();
  request.method = Method::other;
  request.path.clear();
  request.query.clear();
  request.captures.clear();
  request.body.clear();
  impl_->failure = 0;
  impl_->parser.emplace(request, impl_->spare);
  impl_->parser->eager(true);
  impl_->parser->header_limit(bounded_header(impl_->header_bytes));
  impl_->parser->body_limit(impl_->body_bytes);
}

std::size_t RequestReader::put(std::string_view bytes) {
  error_code ec;
  std::size_t taken = impl_->parser->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
  if (!ec || ec == beast::http::error::need_more) return taken;
  if (ec == beast::http::error::header_limit) {
    impl_->failure = 431;
  } else if (ec == beast::http::error::body_limit) {
    impl_->failure = 413;
  } else if (impl_->parser->lacks_length()) {
    impl_->failure = 411;
  } else {
    impl_->failure = 400;
  }
  return taken;
}

bool RequestReader::is_done() const { return impl_->failure == 0 && impl_->parser->is_done(); }
int RequestReader::failure() const { return impl_->failure; }
bool RequestReader::wants_continue() const { return impl_->failure == 0 && impl_->parser->wants_continue(); }
bool RequestReader::keeps_alive() const { return impl_->failure == 0 && impl_->parser->keep_alive(); }
bool RequestReader::is_http_1_0() const { return impl_->parser->is_http_1_0(); }

struct ResponseReader::Impl {
  std::size_t body_bytes;
  bool to_head;
  std::optional<ResponseParser> parser;
  error_code failure;

  void start() {
    parser.emplace();
    parser->eager(true);
    parser->skip(to_head);
    parser->header_limit(64 * 1024);
    parser->body_limit(body_bytes);
  }
};

ResponseReader::ResponseReader(std::size_t body_bytes, bool to_head)
    : impl_(std::make_unique<Impl>(body_bytes, to_head)) {
  impl_->start();
}

ResponseReader::~ResponseReader() = default;

std::size_t ResponseReader::put(std::string_view bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size() && !impl_->failure) {
    error_code ec;
    taken += impl_->parser->put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), ec);
    if (ec == beast::http::error::need_more) break;
    impl_->failure = ec;
    // An interim response (RFC 9110 section 15.2): the real one follows.
    bool interim = !ec && impl_->parser->is_done() && impl_->parser->status / 100 == 1;
    if (!interim) break;
    impl_->start();
  }
  return taken;
}

void ResponseReader::put_end() {
  error_code ec;
  if (!impl_->parser->got_some()) {
    ec = beast::http::error::end_of_stream;
  } else {
    impl_->parser->put_eof(ec);
  }
  if (!impl_->failure) impl_->failure = ec;
}

bool ResponseReader::is_done() const { return !impl_->failure && impl_->parser->is_done(); }
bool ResponseReader::has_failed() const { return static_cast<bool>(impl_->failure); }
std::string_view ResponseReader::reason() const {
  if (impl_->failure == beast::http::error::body_limit) return "the answer is too large";
  if (impl_->failure == beast::http::error::bad_transfer_encoding) return "the answer comes in chunks";
  return "the answer is not HTTP";
}
bool ResponseReader::keeps_alive() const { return is_done() && impl_->parser->keep_alive(); }
int ResponseReader::status() const { return impl_->parser->status; }
std::string& ResponseReader::content_type() { return impl_->parser->content_type; }
std::string& ResponseReader::body() { return impl_->parser->body; }

}  // namespace sealcart::http
