// What a page is drawn with: texts, booleans, lists, and the named members of an object.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sealcart::render {

// The name of a member, with its hash: a page looks a hundred names up, and comparing numbers is all that it takes.
class Name {
 public:
  // Only of a literal, which outlives every page; what a template calls its members lives in the template.
  template <std::size_t N>
  consteval Name(const char (&literal)[N]) : Name(std::string_view(literal, N - 1), nullptr) {}
  static Name of(std::string_view text) { return Name(text, nullptr); }

  std::string_view text() const { return text_; }
  friend bool operator==(const Name& a, const Name& b) { return a.hash_ == b.hash_ && a.text_ == b.text_; }

 private:
  constexpr Name(std::string_view text, std::nullptr_t) : text_(text) {
    for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 16777619U;  // FNV-1a
  }
  std::string_view text_;
  std::uint32_t hash_ = 2166136261U;
};

class Data {
 public:
  enum class type { object, list };
  Data() : value_(Members()) {}
  explicit Data(type kind) : value_(Members()) {
    if (kind == type::list) value_ = List();
  }
  Data(bool boolean) : value_(boolean) {}
  Data(std::string text) : value_(std::move(text)) {}
  Data(std::string_view text) : value_(std::string(text)) {}
  Data(const char* text) : value_(std::string(text)) {}

  // Replaces a member of that name.
  void set(Name name, Data value) {
    for (Member& member : members()) {
      if (member.first == name) {
        member.second = std::move(value);
        return;
      }
    }
    members().emplace_back(name, std::move(value));
  }
  // nullptr when this has no member of that name.
  const Data* get(const Name& name) const {
    const auto* all = std::get_if<Members>(&value_);
    if (all == nullptr) return nullptr;
    for (const Member& member : *all) {
      if (member.first == name) return &member.second;
    }
    return nullptr;
  }

  void push_back(Data item) {
    assert(std::holds_alternative<List>(value_));
    std::get<List>(value_).push_back(std::move(item));
  }
  bool is_empty_list() const { return list() != nullptr && list()->empty(); }

  const std::string* text() const { return std::get_if<std::string>(&value_); }
  const std::vector<Data>* list() const { return std::get_if<List>(&value_); }
  // As a section's condition: everything but false and the empty list.
  bool holds() const {
    const bool* boolean = std::get_if<bool>(&value_);
    return boolean != nullptr ? *boolean : !is_empty_list();
  }

 private:
  using Member = std::pair<Name, Data>;
  using Members = std::vector<Member>;
  using List = std::vector<Data>;
  Members& members() {
    assert(std::holds_alternative<Members>(value_));
    return std::get<Members>(value_);
  }
  std::variant<bool, std::string, List, Members> value_;
};

}  // namespace sealcart::render
