#include "bot/net/tls.hpp"

#include "bot/net/client.hpp"

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

namespace peerbot::bot {

namespace ssl = boost::asio::ssl;

namespace {

struct trusted_certificates
{
    std::string file, folder; // one of them is set
};

// Where distributions keep the bundle; a binary linked on one of them must run on the others.
constexpr const char* known_bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL
    "/etc/ssl/ca-bundle.pem",                            // openSUSE
    "/etc/ssl/cert.pem",                                 // Alpine
};

std::string from_environment(const char* name)
{
    const char* value = ::secure_getenv(name);
    return value == nullptr ? "" : value;
}

bool holds_certificate(const std::string& file)
{
    const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), &X509_STORE_free);
    return store != nullptr && X509_STORE_load_file(store.get(), file.c_str()) == 1;
}

// OpenSSL finds certificates in a folder by names such as "0a775a30.0".
bool is_hash_name(const std::string& name)
{
    const auto is_hex = [](char letter) { return std::string_view("0123456789abcdef").find(letter) < 16; };
    return name.size() > 9 && name[8] == '.' && std::all_of(name.begin(), name.begin() + 8, is_hex);
}

bool holds_hashed_certificates(const std::string& folder)
{
    std::error_code wrong;
    auto entry = std::filesystem::directory_iterator(folder, wrong);
    for (; !wrong && entry != std::filesystem::directory_iterator(); entry.increment(wrong)) {
        if (is_hash_name(entry->path().filename().string())) return true;
    }
    return false;
}

std::optional<trusted_certificates> find_certificates()
{
    const auto named_file = from_environment(X509_get_default_cert_file_env());
    const auto named_folder = from_environment(X509_get_default_cert_dir_env());
    if (!named_file.empty() && holds_certificate(named_file)) return trusted_certificates{named_file, ""};
    if (!named_folder.empty() && holds_hashed_certificates(named_folder)) {
        return trusted_certificates{"", named_folder};
    }
    if (!named_file.empty() || !named_folder.empty()) return std::nullopt;

    const std::string folder = X509_get_default_cert_dir();
    if (holds_hashed_certificates(folder)) return trusted_certificates{"", folder};
    const std::string file = X509_get_default_cert_file();
    if (holds_certificate(file)) return trusted_certificates{file, ""};
    for (const auto* bundle : known_bundles) {
        if (holds_certificate(bundle)) return trusted_certificates{bundle, ""};
    }
    return std::nullopt;
}

} // namespace

ssl::context make_client_tls(const std::string& ca_file)
{
    ssl::context context(ssl::context::tls_client);
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                        ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    context.set_verify_mode(ssl::verify_peer);

    auto trusted = ca_file.empty() ? find_certificates() : trusted_certificates{ca_file, ""};
    boost::system::error_code wrong;
    if (!trusted) {
        wrong = boost::system::errc::make_error_code(boost::system::errc::no_such_file_or_directory);
    } else if (!trusted->file.empty()) {
        context.load_verify_file(trusted->file, wrong);
    } else {
        context.add_verify_path(trusted->folder, wrong);
    }
    if (wrong) throw std::system_error(static_cast<std::error_code>(wrong), "no CA certificates can be read");
    return context;
}

std::string ca_problem()
{
    if (find_certificates()) return "";
    const auto named_file = from_environment(X509_get_default_cert_file_env());
    const auto named_folder = from_environment(X509_get_default_cert_dir_env());
    if (!named_file.empty())
        return "SSL_CERT_FILE is " + named_file + ", and no CA certificate can be read from it.";
    if (!named_folder.empty()) return "SSL_CERT_DIR is " + named_folder + ", and no CA certificate is in it.";
    return "No CA certificates are installed, so nobody's identity can be checked: install the package "
           "ca-certificates, or name a bundle in SSL_CERT_FILE.";
}

} // namespace peerbot::bot
