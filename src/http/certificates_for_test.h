// For the tests of this folder: certificates made on the spot, and a blocking TLS client that sends bytes as it is
// told.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "core/task.h"
#include "http/openssl_ptr.h"
#include "http/server.h"
#include "http/tls.h"

namespace sealcart::http::test {

// A folder that is removed with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path(const std::string& name) const { return (path_ / name).string(); }
  void write(const std::string& name, const std::string& content) const;

 private:
  std::filesystem::path path_;
};

struct Leaf {
  std::string host;
  long begins_in = -3600;  // seconds from now
  long ends_in = 3600;
  long serial = 2;
};

class Authority {
 public:
  explicit Authority(const std::string& name);
  std::string root_pem() const;
  struct Issued {
    std::string certificate_pem;
    std::string key_pem;
  };
  Issued issue(const Leaf& leaf) const;
  std::string crl_pem(const std::vector<long>& revoked_serials) const;

 private:
  KeyPtr key_;
  CertificatePtr root_;
};

// Writes NAME.pem, NAME.key and says where; `authority` and `crl` name files of the folder, which may be written later.
TlsFiles files_of(const Folder& folder, const std::string& name, const Authority::Issued& issued,
                  const std::string& authority = "", const std::string& crl = "");

struct Answer {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;
  // Value of a header; empty when absent.
  std::string header(const std::string& name) const;
};

// A blocking client that believes any server. Gives up after ten seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int max_version = TLS1_3_VERSION);
  RawClient(RawClient&&) = default;
  ~RawClient();
  bool connected() const { return connected_; }
  void send(const std::string& bytes);
  // One response with a Content-Length, or a chunked one to its end; a status of 0 when the server closed instead.
  Answer receive(bool to_head = false);
  Answer ask(const std::string& bytes) {
    send(bytes);
    return receive();
  }
  // The next bytes, whatever they are; empty at the end.
  std::string some();
  bool is_closed() { return some().empty(); }

 private:
  struct Socket {
    int fd = -1;
    Socket() = default;
    Socket(Socket&& other) noexcept : fd(std::exchange(other.fd, -1)) {}
    ~Socket();
  };
  Socket socket_;
  SslPtr ssl_;
  bool connected_ = false;
  std::string in_;
};

// Runs a coroutine on a loop and waits for what it gives.
template <class T, class Make>
T run_on(Loop& loop, Make make) {
  auto promise = std::make_shared<std::promise<T>>();
  loop.post([make, promise] {
    spawn([](Make making, std::shared_ptr<std::promise<T>> given) -> Task<void> {
      T value = co_await making();
      given->set_value(std::move(value));
    }(make, promise));
  });
  return promise->get_future().get();
}

}  // namespace sealcart::http::test
