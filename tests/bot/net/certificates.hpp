// Certificates made for one test: an authority that exists nowhere else, and servers it vouches for.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace peerbot::tests {

struct openssl_free
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, openssl_free>;
using certificate_ptr = std::unique_ptr<X509, openssl_free>;

struct identity
{
    std::string key_pem() const;
    std::string certificate_pem() const;

    key_ptr key;
    certificate_ptr certificate;
};

// Signs itself.
identity make_authority(const char* name);

// alternative_name as OpenSSL writes it: "DNS:localhost" or "IP:127.0.0.1".
identity make_server_identity(const identity& authority, const std::string& alternative_name);

} // namespace peerbot::tests
