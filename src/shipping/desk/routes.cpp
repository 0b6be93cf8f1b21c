#include "shipping/desk/routes.h"

#include "desk/pages.h"
#include "shipping/desk/endpoints.h"

namespace sealcart::shipping {
namespace {

using desk::Role, http::Method;

constexpr desk::Page<Office> pages[] = {
    {Role::viewer, Method::get, "/", show_home},
    {Role::clerk, Method::get, "/scan", show_scan},
    {Role::clerk, Method::post, "/scan", scan},
    {Role::viewer, Method::get, "/parcels", show_parcels},
    {Role::viewer, Method::get, "/parcels/:id", show_parcel},
    {Role::clerk, Method::post, "/parcels/:id/label", print_again},
    {Role::clerk, Method::post, "/parcels/:id/step", step_parcel},
    {Role::viewer, Method::get, "/tours", show_tours},
    {Role::clerk, Method::post, "/tours", open_tour},
    {Role::viewer, Method::get, "/tours/:id", show_tour},
    {Role::clerk, Method::post, "/tours/:id/dispatch", dispatch},
    {Role::viewer, Method::get, "/tours/:id/manifest", show_manifest},
    {Role::clerk, Method::post, "/tours/:id/manifest", print_manifest},
    {Role::clerk, Method::get, "/tours/:id/day", show_day},
    {Role::clerk, Method::post, "/tours/:id/day", end_day},
    {Role::viewer, Method::get, "/cash", show_cash},
    {Role::clerk, Method::post, "/cash/deposit", deposit_cash},
    {Role::admin, Method::post, "/cash/account", save_account},
    {Role::clerk, Method::post, "/cash/remit", remit_cash},
    {Role::viewer, Method::get, "/remittances", show_remittances},
    {Role::viewer, Method::get, "/remittances/:id", show_remittance},
    {Role::clerk, Method::get, "/remittances/:id/file", remittance_file},
    {Role::viewer, Method::get, "/alarms", show_alarms},
    {Role::clerk, Method::post, "/alarms/:id/settle", settle_alarm},
};

}  // namespace

std::vector<http::Route> routes(Office& office) { return desk::routes_of(office, pages); }

}  // namespace sealcart::shipping
