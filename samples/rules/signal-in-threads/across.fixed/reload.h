#ifndef RELOAD_H
#define RELOAD_H

/// Has somebody asked to read the settings again? Sends SIGHUP from then on here.
bool reloadAsked();
void listenForReload();

#endif
