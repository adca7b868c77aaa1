#include "tests/bot/net/certificates.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace peerbot::tests {

namespace {

void require(bool done)
{
    if (!done) throw std::runtime_error("OpenSSL could not make a certificate");
}

std::string text_of(BIO* memory)
{
    BUF_MEM* bytes = nullptr;
    BIO_get_mem_ptr(memory, &bytes);
    std::string text(bytes->data, bytes->length);
    BIO_free(memory);
    return text;
}

certificate_ptr blank_certificate(EVP_PKEY* key, const char* name, long serial)
{
    certificate_ptr made(X509_new());
    constexpr long day = 24L * 60 * 60;
    require(X509_set_version(made.get(), 2) == 1);
    require(ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial) == 1);
    require(X509_gmtime_adj(X509_getm_notBefore(made.get()), -day) != nullptr);
    require(X509_gmtime_adj(X509_getm_notAfter(made.get()), day) != nullptr);
    require(X509_set_pubkey(made.get(), key) == 1);
    const auto* const bytes = reinterpret_cast<const unsigned char*>(name);
    require(X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC, bytes, -1, -1,
                                       0) == 1);
    return made;
}

void extend(X509* certificate, int what, const char* value)
{
    auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
    require(extension != nullptr);
    require(X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

} // namespace

std::string identity::key_pem() const
{
    auto* const memory = BIO_new(BIO_s_mem());
    require(PEM_write_bio_PrivateKey(memory, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return text_of(memory);
}

std::string identity::certificate_pem() const
{
    auto* const memory = BIO_new(BIO_s_mem());
    require(PEM_write_bio_X509(memory, certificate.get()) == 1);
    return text_of(memory);
}

identity make_authority(const char* name)
{
    identity made;
    made.key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    require(made.key != nullptr);
    made.certificate = blank_certificate(made.key.get(), name, 1);
    auto* const own_name = X509_get_subject_name(made.certificate.get());
    require(X509_set_issuer_name(made.certificate.get(), own_name) == 1);
    extend(made.certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    require(X509_sign(made.certificate.get(), made.key.get(), EVP_sha256()) > 0);
    return made;
}

identity make_server_identity(const identity& authority, const std::string& alternative_name)
{
    identity made;
    made.key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    require(made.key != nullptr);
    made.certificate = blank_certificate(made.key.get(), "Test server", 2);
    auto* const issuer = X509_get_subject_name(authority.certificate.get());
    require(X509_set_issuer_name(made.certificate.get(), issuer) == 1);
    extend(made.certificate.get(), NID_subject_alt_name, alternative_name.c_str());
    require(X509_sign(made.certificate.get(), authority.key.get(), EVP_sha256()) > 0);
    return made;
}

} // namespace peerbot::tests
