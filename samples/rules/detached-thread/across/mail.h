#ifndef MAIL_H
#define MAIL_H

#include <string>

/// Sends \p Text without keeping the caller waiting.
void sendInBackground(const std::string &Text);

#endif
