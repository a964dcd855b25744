// HTTP for the C modules of this folder.

#include "routes.h"

#include "config.h"
#include "http.h"
#include "stats/audit.h"
#include "stats/events.h"
#include "stats/tags.h"

#include <regex>
#include <vector>

using httplib::Request;
using httplib::Response;

static const char *database() { return config().database.c_str(); }

static bool isDay(const std::string &text)
{
	static const std::regex day(R"(20\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]))");
	return std::regex_match(text, day);
}

static void recordEvent(const Request &request, Response &response)
{
	std::optional<Fields> fields = readFields(request, response);
	if (!fields)
		return;
	int rc = event_record(database(), static_cast<int>(fields->number("pitch")),
	                      fields->text("kind").c_str(),
	                      fields->text("source", "direct").c_str());
	if (rc == 0)
		response.status = 202;
	else if (rc > 0)
		fail(response, 422, "no such pitch or kind");
	else
		fail(response, 503, "no database");
}

static void showDays(const Request &request, Response &response)
{
	std::string from = queryText(request, "from", "2024-06-01");
	if (!isDay(from))
		return fail(response, 400, "from: a day, as in 2024-06-01");
	std::vector<event_day> days(
	        static_cast<std::size_t>(queryNumber(request, "days", 7, 1, 31)));
	int filled = event_days(database(), pathNumber(request), from.c_str(), days.data(),
	                        static_cast<int>(days.size()));
	if (filled < 0)
		return fail(response, 503, "no database");
	Json out;
	out.open('[');
	for (const event_day &day : days) {
		out.open('{').field("day", day.day).field("views", day.views);
		out.field("clicks", day.clicks).close('}');
	}
	reply(response, 200, out.close(']'));
}

static void rollUp(const Request &request, Response &response)
{
	std::optional<Caller> admin = authenticateAdmin(request, response);
	if (!admin)
		return;
	std::string day = queryText(request, "day");
	if (!isDay(day))
		return fail(response, 400, "day: as in 2024-06-01");
	int pitches = event_rollup(database(), day.c_str());
	if (pitches < 0)
		return fail(response, 500, "cannot count");
	audit_write(database(), admin->id, "rollup", day.c_str());
	reply(response, 200, Json().open('{').field("pitches", pitches).close('}'));
}

static void showAudit(const Request &request, Response &response)
{
	if (!authenticateAdmin(request, response))
		return;
	Json out;
	out.open('[');
	auto add = [](void *context, int actor, const char *action, const char *subject) {
		Json &entries = *static_cast<Json *>(context);
		entries.open('{').field("actor", actor).field("action", action);
		entries.field("subject", subject).close('}');
	};
	if (audit_read(database(), queryNumber(request, "limit", 10, 1, 100), add, &out) < 0)
		return fail(response, 503, "no database");
	reply(response, 200, out.close(']'));
}

static void listTags(const Request &, Response &response)
{
	Json out;
	out.open('{');
	auto add = [](void *context, const char *name, int pitches) {
		static_cast<Json *>(context)->field(name, pitches);
	};
	if (tag_list(database(), add, &out) != TAG_DONE)
		return fail(response, 503, "no database");
	response.set_header("Cache-Control", "public, max-age=600");
	reply(response, 200, out.close('}'));
}

static void changeTag(const Request &request, Response &response)
{
	std::optional<Caller> caller = authenticate(request, response);
	if (!caller)
		return;
	std::string name = request.matches[2];
	auto change = request.method == "PUT" ? tag_add : tag_remove;
	switch (change(database(), pathNumber(request), caller->id, name.c_str())) {
	case TAG_DONE:
		response.status = 204;
		return;
	case TAG_MISSING:
		return fail(response, 404, "no such pitch of yours, or no such tag on it");
	case TAG_FAILED:
		return fail(response, 503, "no database");
	}
}

void addStats(httplib::Server &server)
{
	server.Post("/api/events", recordEvent);
	server.Get(R"(/api/pitches/(\d{1,9})/days)", showDays);
	server.Post("/api/admin/rollup", rollUp);
	server.Get("/api/admin/audit", showAudit);
	server.Get("/api/tags", listTags);
	server.Put(R"(/api/pitches/(\d{1,9})/tags/([a-z0-9-]{1,20}))", changeTag);
	server.Delete(R"(/api/pitches/(\d{1,9})/tags/([a-z0-9-]{1,20}))", changeTag);
}
