// sealcart shipping parcel … and cod …: what the depot's desk does, on the command line.
#pragma once

namespace CLI {
class App;
}

namespace sealcart::cli {

void add_shipping_parcel_verbs(CLI::App& shipping);
void add_shipping_cod_verbs(CLI::App& shipping);

}  // namespace sealcart::cli
