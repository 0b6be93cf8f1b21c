#pragma once

namespace CLI {
class App;
}

namespace sealcart::cli {

// sealcart mall order list | show | refund | void, remittance list
void add_mall_order_verbs(CLI::App& mall);

}  // namespace sealcart::cli
