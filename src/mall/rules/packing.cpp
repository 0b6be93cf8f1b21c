#include "mall/rules/packing.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "protocol/shipping_request.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t most_mm = 10'000, most_g = 1'000'000;

// What is packed so far, as the box around it.
struct Box {
  std::array<std::int64_t, 3> edges{};
  std::int64_t weight = 0;
};

std::int64_t sum(const Box& box) { return box.edges[0] + box.edges[1] + box.edges[2]; }
std::int64_t volume(const Box& box) { return box.edges[0] * box.edges[1] * box.edges[2]; }

bool fits(const Box& box, const protocol::SizeClass& size) {
  return sum(box) + 3 * carton_mm <= size.girth_mm && box.weight + carton_g <= size.weight_g;
}

Box piece(const Size& size) { return {{size.length_mm, size.width_mm, size.height_mm}, size.weight_g}; }

// `count` of the same pieces as one block, of the smallest girth.
Box block(const Box& one, int count) {
  Box best{{}, one.weight * count};
  std::int64_t least = INT64_MAX;
  for (int x = 1; x <= count; ++x) {
    for (int y = 1; (y - 1) * x < count; ++y) {
      const int z = (count + x * y - 1) / (x * y);
      const Box tried{{one.edges[0] * x, one.edges[1] * y, one.edges[2] * z}, best.weight};
      if (sum(tried) < least) {
        least = sum(tried);
        best.edges = tried.edges;
      }
    }
  }
  return best;
}

// The second put beside the first, turned and placed so that the girth grows least.
Box beside(const Box& box, const Box& added) {
  if (volume(box) == 0) return added;
  std::array<std::int64_t, 3> turned = added.edges;
  std::sort(turned.begin(), turned.end());
  Box best{{}, box.weight + added.weight};
  std::int64_t least = INT64_MAX;
  do {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      Box tried{{}, best.weight};
      for (std::size_t i = 0; i < 3; ++i) {
        tried.edges[i] = i == axis ? box.edges[i] + turned[i] : std::max(box.edges[i], turned[i]);
      }
      if (sum(tried) < least) {
        least = sum(tried);
        best.edges = tried.edges;
      }
    }
  } while (std::next_permutation(turned.begin(), turned.end()));
  return best;
}

// How many of the pieces, at most `most`, go into the box and leave it within the class.
int count_that_fits(const Box& box, const Box& one, int most, const protocol::SizeClass& largest) {
  int fit = 0, beyond = most + 1;
  while (beyond - fit > 1) {
    const int tried = fit + (beyond - fit) / 2;
    (fits(beside(box, block(one, tried)), largest) ? fit : beyond) = tried;
  }
  return fit;
}

}  // namespace

bool is_size(const Size& size) {
  const auto edge = [](std::int64_t mm) { return mm >= 1 && mm <= most_mm; };
  return edge(size.length_mm) && edge(size.width_mm) && edge(size.height_mm) && size.weight_g >= 1 &&
         size.weight_g <= most_g;
}

std::optional<std::vector<std::string>> pack(std::vector<Load> goods, const protocol::CarrierTerms& terms) {
  assert(!terms.classes.empty());
  const protocol::SizeClass& largest = terms.classes.back();
  // The largest first: small things find room beside them.
  std::stable_sort(goods.begin(), goods.end(),
                   [](const Load& a, const Load& b) { return volume(piece(a.size)) > volume(piece(b.size)); });
  std::vector<Box> parcels;
  for (const Load& load : goods) {
    assert(is_size(load.size) && load.quantity > 0);
    const Box one = piece(load.size);
    int left = load.quantity;
    for (std::size_t i = 0; left > 0; ++i) {
      if (i == parcels.size()) {
        if (!fits(one, largest) || parcels.size() == protocol::max_parcels) return std::nullopt;
        parcels.emplace_back();
      }
      const int count = count_that_fits(parcels[i], one, left, largest);
      if (count == 0) continue;
      parcels[i] = beside(parcels[i], block(one, count));
      left -= count;
    }
  }
  std::sort(parcels.begin(), parcels.end(), [](const Box& a, const Box& b) { return sum(a) > sum(b); });
  std::vector<std::string> classes;
  for (const Box& parcel : parcels) {
    const auto at = std::find_if(terms.classes.begin(), terms.classes.end(),
                                 [&](const protocol::SizeClass& size) { return fits(parcel, size); });
    assert(at != terms.classes.end());
    classes.push_back(at->id);
  }
  return classes;
}

}  // namespace sealcart::mall
