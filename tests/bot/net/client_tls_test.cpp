#include "tests/bot/net/certificates.hpp"
#include "tests/bot/net/client_rig.hpp"
#include "tests/bot/net/scripted_server.hpp"

#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace peerbot;
using namespace peerbot::tests;
using bot::delivery;
using Catch::Matchers::Contains;

namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using tls_socket = ssl::stream<asio::ip::tcp::socket&>;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class fresh_folder
{
  public:
    fresh_folder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "peerbot-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    fresh_folder(const fresh_folder&) = delete;
    fresh_folder& operator=(const fresh_folder&) = delete;
    ~fresh_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::string write(const std::string& name, const std::string& text) const
    {
        std::ofstream(path_ / name) << text;
        return (path_ / name).string();
    }
    std::string text() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

std::string host_name_asked_for(tls_socket& stream)
{
    const auto* const name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
    return name == nullptr ? "" : name;
}

// Shakes hands, then answers one request with each text; closes without a farewell.
scripted_server::script tls_script(ssl::context& context, std::vector<std::string> answers,
                                   std::string* sni = nullptr)
{
    return [&context, answers, sni](talker& client) {
        tls_socket stream(client.socket(), context);
        boost::system::error_code wrong;
        stream.handshake(ssl::stream_base::server, wrong);
        if (sni != nullptr) *sni = host_name_asked_for(stream);
        std::string request;
        for (const auto& each : answers) {
            if (!wrong) asio::read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n", wrong);
            if (!wrong) asio::write(stream, asio::buffer(each), wrong);
            request.clear();
        }
        client.finish_sending();
        client.read_to_end();
    };
}

struct tls_setting
{
    explicit tls_setting(const std::string& alternative_name, const char* authority_name = "Test authority")
        : authority(make_authority(authority_name)),
          server_identity(make_server_identity(authority, alternative_name)),
          ca_file(folder.write("ca.pem", authority.certificate_pem()))
    {
        context.use_certificate(asio::buffer(server_identity.certificate_pem()), ssl::context::pem);
        context.use_private_key(asio::buffer(server_identity.key_pem()), ssl::context::pem);
    }

    bot::client_options options() const
    {
        bot::client_options trusting;
        trusting.ca_file = ca_file;
        return trusting;
    }

    static std::string url(const scripted_server& server, const std::string& host)
    {
        const auto plain = server.url("/x");
        return "https://" + host + plain.substr(plain.rfind(':'));
    }

    fresh_folder folder;
    identity authority;
    identity server_identity;
    std::string ca_file;
    ssl::context context{ssl::context::tls_server};
};

class environment_value
{
  public:
    environment_value(const char* name, const std::string& value) : name_(name)
    {
        const char* before = std::getenv(name);
        if (before != nullptr) before_ = before;
        ::setenv(name, value.c_str(), 1);
    }
    environment_value(const environment_value&) = delete;
    environment_value& operator=(const environment_value&) = delete;
    ~environment_value()
    {
        if (before_.empty()) {
            ::unsetenv(name_);
        } else {
            ::setenv(name_, before_.c_str(), 1);
        }
    }

  private:
    const char* name_;
    std::string before_;
};

} // namespace

TEST_CASE("a server that proves its name is trusted, and its connection used again")
{
    tls_setting setting("DNS:localhost");
    std::string sni;
    scripted_server server({tls_script(setting.context, {ok, ok}, &sni)});
    {
        client_rig client(setting.options());
        const auto url = tls_setting::url(server, "localhost");
        CHECK(client.get(url).body == "ok");
        CHECK(client.get(url).body == "ok");
    }
    server.wait_for_end_of(0);
    CHECK(sni == "localhost");
}

TEST_CASE("an address can be proved as well, and is not sent as a name")
{
    tls_setting setting("IP:127.0.0.1");
    std::string sni = "unset";
    scripted_server server({tls_script(setting.context, {ok}, &sni)});
    {
        client_rig client(setting.options());
        CHECK(client.get(tls_setting::url(server, "127.0.0.1")).body == "ok");
    }
    server.wait_for_end_of(0);
    CHECK(sni.empty());
}

TEST_CASE("a certificate for another host is refused before anything is sent")
{
    tls_setting setting("DNS:other.example");
    scripted_server server({tls_script(setting.context, {ok})});
    client_rig client(setting.options());
    const auto answer = client.get(tls_setting::url(server, "localhost"));
    CHECK(answer.outcome == delivery::not_sent);
    CHECK_THAT(answer.error, Contains("certificate verify failed"));
}

TEST_CASE("an authority nobody knows is refused before anything is sent")
{
    tls_setting setting("DNS:localhost");
    const tls_setting stranger("DNS:localhost", "Another authority");
    scripted_server server({tls_script(setting.context, {ok})});
    client_rig client(stranger.options());
    const auto answer = client.get(tls_setting::url(server, "localhost"));
    CHECK(answer.outcome == delivery::not_sent);
    CHECK_THAT(answer.error, Contains("certificate verify failed"));
}

TEST_CASE("a server of a forbidden TLS version is refused")
{
    tls_setting setting("DNS:localhost");
    SSL_CTX_set_security_level(setting.context.native_handle(), 0);
    SSL_CTX_set_max_proto_version(setting.context.native_handle(), TLS1_1_VERSION);
    scripted_server server({tls_script(setting.context, {ok})});
    client_rig client(setting.options());
    CHECK(client.get(tls_setting::url(server, "localhost")).outcome == delivery::not_sent);
}

TEST_CASE("a server that does not speak TLS is refused")
{
    const tls_setting setting("DNS:localhost");
    scripted_server server({[](talker& client) { client.send(ok); }});
    client_rig client(setting.options());
    CHECK(client.get(tls_setting::url(server, "localhost")).outcome == delivery::not_sent);
}

TEST_CASE("an answer over TLS that is cut short leaves the outcome unknown")
{
    for (const std::string part :
         {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "HTTP/1.1 200 OK\r\n\r\nhalf"}) {
        CAPTURE(part);
        tls_setting setting("DNS:localhost");
        scripted_server server({tls_script(setting.context, {part})});
        client_rig client(setting.options());
        const auto answer = client.get(tls_setting::url(server, "localhost"));
        CHECK(answer.outcome == delivery::unknown);
        CHECK(answer.body.empty());
    }
}

TEST_CASE("a TLS connection that the server closed is replaced in silence")
{
    tls_setting setting("DNS:localhost");
    const auto leave_at_once = [&setting](talker& client) {
        tls_socket stream(client.socket(), setting.context);
        stream.handshake(ssl::stream_base::server);
        std::string request;
        asio::read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n");
        asio::write(stream, asio::buffer(ok));
        ::SSL_shutdown(stream.native_handle());
        client.finish_sending();
    };
    scripted_server server({leave_at_once, tls_script(setting.context, {ok})});
    client_rig client(setting.options());
    const auto url = tls_setting::url(server, "localhost");
    REQUIRE(client.get(url).body == "ok");
    server.wait_for_end_of(0);
    CHECK(client.get(url).body == "ok");
}

TEST_CASE("without certificates nothing is sent, and the problem can be told")
{
    const fresh_folder folder;
    const environment_value file("SSL_CERT_FILE", folder.write("empty.pem", ""));
    const environment_value no_folder("SSL_CERT_DIR", "");
    CHECK_THAT(bot::ca_problem(), Contains("SSL_CERT_FILE is " + folder.text()));
    client_rig client;
    const auto answer = client.get("https://127.0.0.1:9/");
    CHECK(answer.outcome == delivery::not_sent);
    CHECK_THAT(answer.error, Contains("no CA certificates can be read"));
}

TEST_CASE("SSL_CERT_FILE is honoured")
{
    tls_setting setting("DNS:localhost");
    const environment_value file("SSL_CERT_FILE", setting.ca_file);
    CHECK(bot::ca_problem().empty());
    scripted_server server({tls_script(setting.context, {ok})});
    client_rig client;
    CHECK(client.get(tls_setting::url(server, "localhost")).body == "ok");
}
