#include "credit/desk/customer_form.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace sealcart::credit {
namespace {

constexpr std::size_t longest_field = 4000;  // more than any field may have: so much is looked at

struct Field {
  FormPart part;
  const char* name;
  const char* label;  // key of the words, as `hint`
  const char* hint;
  const char* type;
  const char* mode;  // inputmode
  bool required;
};
constexpr Field all_fields[] = {
    {FormPart::contact, "name", "customer.name", "", "text", "text", true},
    {FormPart::contact, "name_kana", "customer.kana", "", "text", "text", false},
    {FormPart::contact, "address", "customer.address", "", "text", "text", true},
    {FormPart::contact, "phone", "customer.phone", "", "tel", "tel", true},
    {FormPart::contact, "email", "customer.email", "", "email", "email", true},
    {FormPart::contact, "employer", "customer.employer", "", "text", "text", false},
    {FormPart::card, "card", "card.number", "hint.card", "text", "numeric", true},
    {FormPart::card, "currency", "card.currency", "hint.currency", "text", "text", true},
    {FormPart::card, "limit", "card.limit", "hint.limit", "text", "decimal", true},
    {FormPart::access, "password", "customer.first_password", "hint.password", "password", "text", true},
    {FormPart::access, "check_words", "customer.check_words", "hint.check_words", "text", "text", false},
};

// The words for each code of a RowFault.
constexpr std::string_view fault_words[] = {"fault.empty",    "fault.long", "fault.control",     "fault.email",
                                            "fault.password", "fault.card", "fault.currency",    "fault.limit",
                                            "fault.words",    "fault.word", "fault.email-taken", "fault.card-taken"};
std::string_view word_of(const store::RowFault& fault) {
  const auto* at = std::find(std::begin(fault_words), std::end(fault_words), "fault." + fault.code);
  assert(at != std::end(fault_words));
  return *at;
}

}  // namespace

store::Fields typed_fields(const http::Form& form, FormPart part) {
  store::Fields typed;
  for (const Field& field : all_fields) {
    if (field.part == part) typed[field.name] = form.get(field.name).substr(0, longest_field);
  }
  return typed;
}

store::Fields fields_of(const store::Contact& contact) {
  return {{"name", contact.name},   {"name_kana", contact.name_kana}, {"address", contact.address},
          {"phone", contact.phone}, {"email", contact.email},         {"employer", contact.employer}};
}

render::Data form_fields(const Office& office, render::Language language, FormPart part, const store::Fields& values,
                         const store::RowFaults& faults) {
  const auto word = [&](std::string_view key) { return office.party.pages.word(key, language); };
  render::Data list{render::Data::type::list};
  for (const Field& field : all_fields) {
    if (field.part != part) continue;
    render::Data one;
    one.set("name", field.name);
    one.set("label", word(field.label));
    one.set("type", field.type);
    one.set("mode", field.mode);
    one.set("required", field.required);
    if (*field.hint != '\0') one.set("hint", word(field.hint));
    const auto value = values.find(field.name);
    const bool secret = std::string_view(field.type) == "password";
    one.set("value", value == values.end() || secret ? std::string() : value->second);
    const auto fault =
        std::find_if(faults.begin(), faults.end(), [&](const store::RowFault& f) { return f.column == field.name; });
    if (fault != faults.end()) one.set("error", word(word_of(*fault)));
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace sealcart::credit
