// Whom an outgoing TLS connection trusts.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <string>

namespace peerbot::bot {

// TLS 1.2 or later, certificates always checked: against ca_file, or the system's when that is empty
// (SSL_CERT_FILE and SSL_CERT_DIR come first, as everywhere with OpenSSL). Throws std::system_error when they
// cannot be read.
boost::asio::ssl::context make_client_tls(const std::string& ca_file);

} // namespace peerbot::bot
