#ifndef PITCHES_STATS_EVENTS_H
#define PITCHES_STATS_EVENTS_H

#ifdef __cplusplus
extern "C" {
#endif

struct event_day {
	char day[16];
	int views;
	int clicks;
};

/* Returns 0; -1 if the database does not answer, 1 if it does not like the values. */
int event_record(const char *url, int pitch, const char *kind, const char *source);

/* What happened on each of the days from that one on. -1, or how many days were filled in. */
int event_days(const char *url, int pitch, const char *from, struct event_day *days, int count);

/* Counts the events of a day once more. -1, or how many pitches had any. */
int event_rollup(const char *url, const char *day);

#ifdef __cplusplus
}
#endif

#endif
