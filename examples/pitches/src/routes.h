#ifndef PITCHES_ROUTES_H
#define PITCHES_ROUTES_H

#include <httplib.h>

// One function for each file that answers requests. The first pattern that fits a path wins.
void addHealth(httplib::Server &server);
void addUsers(httplib::Server &server);
void addSessions(httplib::Server &server);
void addProfiles(httplib::Server &server);
void addFollows(httplib::Server &server);
void addTrending(httplib::Server &server);
void addPitches(httplib::Server &server);
void addEditing(httplib::Server &server);
void addLikes(httplib::Server &server);
void addSearch(httplib::Server &server);
void addFeed(httplib::Server &server);
void addMessages(httplib::Server &server);
void addComments(httplib::Server &server);
void addNotifications(httplib::Server &server);
void addWallet(httplib::Server &server);
void addInvestments(httplib::Server &server);
void addPortfolio(httplib::Server &server);
void addStats(httplib::Server &server);
void addModeration(httplib::Server &server);
void addMaintenance(httplib::Server &server);
void addSettings(httplib::Server &server);

#endif
