#ifndef MAIL_H
#define MAIL_H

#include <string>

/// Sends \p Text without keeping the caller waiting; finishSending() waits.
void sendInBackground(const std::string &Text);
void finishSending();

#endif
