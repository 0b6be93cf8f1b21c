#include "shipping/rules/parcel_steps.h"

#include <gtest/gtest.h>

namespace sealcart::shipping {
namespace {

using enum ParcelState;

TEST(ParcelSteps, FollowTheTable) {
  using enum StepStatus;
  struct Row {
    ParcelState state;
    const char* reason;
    StepStatus dispatch, deliver, fail, refuse, give_back;
  };
  for (const Row& row : {Row{received, "", taken, not_now, not_now, not_now, taken},
                         Row{dispatched, "", already, taken, taken, taken, not_now},
                         Row{delivered, "", not_now, already, not_now, not_now, not_now},
                         Row{failed, "nobody-in", taken, not_now, already, not_now, taken},
                         Row{failed, "refused", not_now, not_now, not_now, already, taken},
                         Row{returned, "", not_now, not_now, not_now, not_now, already}}) {
    const auto status = [&](Step step) { return decide(step, row.state, row.reason).status; };
    const std::string what = std::string(protocol::name(row.state)) + " " + row.reason;
    EXPECT_EQ(status(Step::dispatch), row.dispatch) << what;
    EXPECT_EQ(status(Step::deliver), row.deliver) << what;
    EXPECT_EQ(status(Step::fail), row.fail) << what;
    EXPECT_EQ(status(Step::refuse), row.refuse) << what;
    EXPECT_EQ(status(Step::give_back), row.give_back) << what;
  }
}

TEST(ParcelSteps, LeadToTheirState) {
  EXPECT_EQ(decide(Step::dispatch, received, "").state, dispatched);
  EXPECT_EQ(decide(Step::deliver, dispatched, "").state, delivered);
  EXPECT_EQ(decide(Step::fail, dispatched, "").state, failed);
  EXPECT_EQ(decide(Step::refuse, dispatched, "").state, failed);
  EXPECT_EQ(decide(Step::give_back, failed, "refused").state, returned);
  EXPECT_EQ(decide(Step::deliver, received, "").state, received);
}

TEST(ParcelSteps, AreReadByTheirNames) {
  for (const Step step : {Step::dispatch, Step::deliver, Step::fail, Step::refuse, Step::give_back}) {
    EXPECT_EQ(parse_step(name(step)), step);
  }
  EXPECT_EQ(parse_step("lose"), std::nullopt);
  EXPECT_TRUE(is_fail_reason("nobody-in"));
  EXPECT_FALSE(is_fail_reason("refused"));
  EXPECT_FALSE(is_fail_reason("Mr. Somebody was not at home"));
}

}  // namespace
}  // namespace sealcart::shipping
