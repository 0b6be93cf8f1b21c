// The files under web/ and sql/ that the build put into the binary (cmake/embed.cmake).
#pragma once

#include <functional>
#include <optional>
#include <string_view>

namespace sealcart::render {

// Content of the file of that path from the project's root ("web/mall/basket.mustache"). Lives as long as the program.
std::optional<std::string_view> embedded(std::string_view path);

// Calls `visit` for every embedded file.
void each_embedded(const std::function<void(std::string_view path, std::string_view content)>& visit);

}  // namespace sealcart::render
