#include "http/codec.h"

#include <gtest/gtest.h>

namespace sealcart::http {

// Feeds `bytes` in pieces of `step`, as a connection would; says what was left over.
static std::string feed(RequestReader& reader, std::string_view bytes, std::size_t step) {
  std::string in;
  while (!reader.is_done() && reader.failure() == 0) {
    std::size_t next = std::min(step, bytes.size());
    in += bytes.substr(0, next);
    bytes.remove_prefix(next);
    in.erase(0, reader.put(in));
    if (next == 0) break;
  }
  return in + std::string(bytes);
}

TEST(RequestReader, ReadsTheSameHoweverItIsCut) {
  const std::string bytes =
      "POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nX-Mixed-Case: One\r\nContent-Length: 5\r\n\r\nhelloGET";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    RequestReader reader(1024, 1024);
    Request request;
    reader.start(request);
    EXPECT_EQ(feed(reader, bytes, step), "GET");
    ASSERT_TRUE(reader.is_done()) << step;
    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.path, "/a/b");
    EXPECT_EQ(request.query, "c=d");
    EXPECT_EQ(request.header("x-mixed-case"), "One");
    EXPECT_EQ(request.body, "hello");
    EXPECT_TRUE(reader.keeps_alive());
  }
}

TEST(RequestReader, StartsCleanEachTime) {
  RequestReader reader(1024, 1024);
  Request request;
  reader.start(request);
  feed(reader, "POST /1?q HTTP/1.1\r\nHost: x\r\nA: b\r\nContent-Length: 2\r\n\r\nhi", 1000);
  ASSERT_TRUE(reader.is_done());
  reader.start(request);
  feed(reader, "GET /2 HTTP/1.1\r\nHost: y\r\n\r\n", 1000);
  ASSERT_TRUE(reader.is_done());
  EXPECT_EQ(request.path, "/2");
  EXPECT_EQ(request.query, "");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(request.headers, (std::vector<std::pair<std::string, std::string>>{{"host", "y"}}));
}

// Beast 1.81 asserts when it looks a second time at a last chunk of which fewer than five bytes have come.
TEST(RequestReader, RefusesABodyWithoutALengthBeforeReadingIt) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string bodies[] = {"3\r\nabc\r\n0\r\n\r\n", "0\r\n\r\n", "0\r\n", "0\r\n1",
                                "1\r\na\r\n0\r\n:",      "fff\r\n",   ""};
  for (const std::string& body : bodies) {
    const std::string bytes = head + body;
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
      RequestReader reader(1024, 1024);
      Request request;
      reader.start(request);
      EXPECT_TRUE(feed(reader, bytes, step).ends_with(body));
      EXPECT_EQ(reader.failure(), 411) << body;
      EXPECT_FALSE(reader.is_done());
      EXPECT_FALSE(reader.wants_continue());
      EXPECT_FALSE(reader.keeps_alive());
      EXPECT_EQ(request.body, "");
    }
  }
}

TEST(RequestReader, RefusesWithAStatus) {
  struct Case {
    const char* what;
    std::string bytes;
    int status;
  };
  const Case cases[] = {
      {"no HTTP", "hello\r\n\r\n", 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"absolute form", "GET https://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
      {"length and chunks", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"chunks and length", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
       400},
      {"other encoding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 411},
      {"negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
      {"chunks twice", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"chunks without host", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"chunks of old", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 411},
      {"chunks of a packed body", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 411},
      {"other encoding with a length",
       "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\na", 411},
      {"long header before chunks",
       "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nA: " + std::string(2000, 'a'), 431},
      {"space in name", "GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", 400},
      {"long header", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(2000, 'a'), 431},
      {"long target", "GET /" + std::string(2000, 'a'), 431},
      {"big body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1025\r\n\r\n", 413},
  };
  for (const Case& one : cases) {
    RequestReader reader(1024, 1024);
    Request request;
    reader.start(request);
    feed(reader, one.bytes, 100);
    EXPECT_EQ(reader.failure(), one.status) << one.what;
    EXPECT_FALSE(reader.is_done()) << one.what;
  }
}

TEST(RequestReader, NoticesWhoWaitsForLeave) {
  RequestReader reader(1024, 1024);
  Request request;
  reader.start(request);
  feed(reader, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", 1000);
  EXPECT_TRUE(reader.wants_continue());
  feed(reader, "a", 1);
  EXPECT_TRUE(reader.is_done());
  EXPECT_FALSE(reader.wants_continue());
}

TEST(ResponseReader, SkipsInterimResponses) {
  ResponseReader reader(100, false);
  std::string bytes =
      "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
      "2\r\n\r\nok";
  EXPECT_EQ(reader.put(bytes), bytes.size());
  ASSERT_TRUE(reader.is_done());
  EXPECT_EQ(reader.status(), 200);
  EXPECT_EQ(reader.content_type(), "text/plain");
  EXPECT_EQ(reader.body(), "ok");
  EXPECT_TRUE(reader.keeps_alive());
}

TEST(ResponseReader, RefusesChunksBeforeReadingThem) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string body : {"2\r\nok\r\n0\r\n\r\n", "0\r\n1", "1\r\na\r\n0;b=c\r\n:"}) {
    const std::string bytes = head + body;
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
      ResponseReader reader(100, false);
      std::string in;
      for (std::size_t at = 0; at < bytes.size() && !reader.has_failed() && !reader.is_done(); at += step) {
        in += bytes.substr(at, step);
        in.erase(0, reader.put(in));
      }
      EXPECT_TRUE(reader.has_failed());
      EXPECT_EQ(reader.reason(), "the answer comes in chunks");
      EXPECT_EQ(reader.body(), "");
    }
  }
}

TEST(ResponseReader, KnowsItsEnds) {
  ResponseReader to_close(100, false);
  to_close.put("HTTP/1.1 200 OK\r\n\r\nabc");
  EXPECT_FALSE(to_close.is_done());
  to_close.put_end();
  EXPECT_TRUE(to_close.is_done());
  EXPECT_EQ(to_close.body(), "abc");
  EXPECT_FALSE(to_close.keeps_alive());

  ResponseReader cut(100, false);
  cut.put("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
  cut.put_end();
  EXPECT_FALSE(cut.is_done());

  ResponseReader to_head(100, true);
  to_head.put("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  EXPECT_TRUE(to_head.is_done());

  ResponseReader big(4, false);
  big.put("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde");
  EXPECT_TRUE(big.has_failed());
  EXPECT_EQ(big.reason(), "the answer is too large");
}

}  // namespace sealcart::http
