// What an authority has done: one JSON object a line, only ever added to. The certificates' states follow from it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ca/certificate.h"
#include "ca/revocation_list.h"

namespace sealcart::ca {

struct Revocation {
  Time time;
  Reason reason;
  friend bool operator==(const Revocation&, const Revocation&) = default;
};

// One certificate issued to a party.
struct Record {
  std::string serial;
  std::vector<std::string> names;
  Kind kind = Kind::party;
  Period period;
  std::string renews;  // serial of the certificate that it follows; empty: none
  std::optional<Revocation> revocation;
};

enum class State { valid, not_yet_valid, expired, revoked };
State state(const Record& record, Time now);
std::string_view text(State state);

// The revocation lists published last.
struct Publication {
  std::int64_t number = 0;
  Time time;
  int days = 7;  // until the next ones are due
};

struct Index {
  std::vector<Record> records;  // in order of issue
  Publication publication;

  Record* find(std::string_view serial);
};

// Problem "index-damaged" or "file-unreadable". What a crash left without its newline never happened.
Expected<Index> read_index(const std::filesystem::path& path);

// Each adds one durable line. Only under the authority's lock.
void append_issue(const std::filesystem::path& path, const Record& record, Time now);
void append_revocation(const std::filesystem::path& path, const std::string& serial, const Revocation& revocation);
void append_publication(const std::filesystem::path& path, const Publication& publication);

}  // namespace sealcart::ca
