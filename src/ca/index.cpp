#include "ca/index.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cassert>
#include <stdexcept>

#include "ca/files.h"
#include "core/rfc3339.h"

namespace sealcart::ca {
namespace {

namespace json = boost::json;
constexpr std::size_t max_index = std::size_t{1} << 30;

template <class T>
T require(std::optional<T> value) {
  if (!value) throw std::runtime_error("unknown value");
  return *value;
}

std::string string_at(const json::object& line, std::string_view key) {
  return json::value_to<std::string>(line.at(key));
}

Time time_at(const json::object& line, std::string_view key) { return require(parse_rfc3339(string_at(line, key))); }

std::string serial_at(const json::object& line, std::string_view key) {
  std::string serial = string_at(line, key);
  if (!is_serial(serial)) throw std::runtime_error("bad serial number");
  return serial;
}

Record issued(const json::object& line) {
  Record record{.serial = serial_at(line, "serial"),
                .names = json::value_to<std::vector<std::string>>(line.at("names")),
                .kind = require(parse_kind(string_at(line, "kind"))),
                .period = {time_at(line, "not_before"), time_at(line, "not_after")}};
  if (line.contains("renews")) record.renews = serial_at(line, "renews");
  return record;
}

// Throws std::exception for a line that no version of this program wrote.
void replay(std::string_view text, Index& index) {
  const json::value value = json::parse(text);
  const json::object& line = value.as_object();
  const std::string event = string_at(line, "event");
  if (event == "issue") {
    index.records.push_back(issued(line));
  } else if (event == "revoke") {
    Record* record = index.find(serial_at(line, "serial"));
    if (record == nullptr) throw std::runtime_error("revokes what was not issued");
    record->revocation = Revocation{time_at(line, "time"), require(parse_reason(string_at(line, "reason")))};
  } else if (event == "crl") {
    index.publication = {.number = line.at("number").as_int64(),
                         .time = time_at(line, "time"),
                         .days = static_cast<int>(line.at("days").as_int64())};
  } else {
    throw std::runtime_error("unknown event");
  }
}

void append(const std::filesystem::path& path, const json::object& line) {
  append_lines(path, json::serialize(line) + "\n");
}

}  // namespace

State state(const Record& record, Time now) {
  if (record.revocation) return State::revoked;
  if (now > record.period.not_after) return State::expired;
  if (now < record.period.not_before) return State::not_yet_valid;
  return State::valid;
}

std::string_view text(State state) {
  switch (state) {
    case State::valid:
      return "valid";
    case State::not_yet_valid:
      return "not-yet-valid";
    case State::expired:
      return "expired";
    case State::revoked:
      return "revoked";
  }
  assert(false);
  return "";
}

Record* Index::find(std::string_view serial) {
  const auto at = std::find_if(records.begin(), records.end(), [&](const Record& r) { return r.serial == serial; });
  return at == records.end() ? nullptr : &*at;
}

Expected<Index> read_index(const std::filesystem::path& path) {
  const Expected<std::string> file = read_file(path, max_index);
  if (!file) return tl::unexpected(file.error());
  Index index;
  std::string_view rest = *file;
  for (std::size_t number = 1, end = 0; (end = rest.find('\n')) != std::string_view::npos; ++number) {
    try {
      replay(rest.substr(0, end), index);
    } catch (const std::exception&) {
      return problem(500, "index-damaged",
                     "Line " + std::to_string(number) + " of " + path.string() +
                         " is damaged; restore the file from a backup before going on.");
    }
    rest.remove_prefix(end + 1);
  }
  return index;
}

void append_issue(const std::filesystem::path& path, const Record& record, Time now) {
  json::object line{{"event", "issue"},
                    {"time", rfc3339(now)},
                    {"serial", record.serial},
                    {"names", json::value_from(record.names)},
                    {"kind", text(record.kind)},
                    {"not_before", rfc3339(record.period.not_before)},
                    {"not_after", rfc3339(record.period.not_after)}};
  if (!record.renews.empty()) line["renews"] = record.renews;
  append(path, line);
}

void append_revocation(const std::filesystem::path& path, const std::string& serial, const Revocation& revocation) {
  append(path, {{"event", "revoke"},
                {"time", rfc3339(revocation.time)},
                {"serial", serial},
                {"reason", text(revocation.reason)}});
}

void append_publication(const std::filesystem::path& path, const Publication& publication) {
  append(path, {{"event", "crl"},
                {"time", rfc3339(publication.time)},
                {"number", publication.number},
                {"days", publication.days}});
}

}  // namespace sealcart::ca
